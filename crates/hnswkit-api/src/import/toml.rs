//! The spec as a file, with a comment behind what is assumed.

use std::collections::BTreeMap;

use crate::{json::ImportAssumption, spec::Spec};

/// What stands above it.
const HEAD: &str = "\
# Read from a schema. What is marked as assumed the schema does not say.

";

/// The spec as a `hnswkit.toml`, with a comment behind what is assumed.
pub fn to_toml(spec: &Spec, assumed: &[ImportAssumption]) -> String {
    let plain = spec.to_toml();
    let why: BTreeMap<&str, &str> =
        assumed.iter().map(|it| (it.field.as_str(), it.why.as_str())).collect();
    let mut out = String::from(if assumed.is_empty() { "" } else { HEAD });
    let mut sections = 0_usize;
    for line in plain.lines() {
        sections += usize::from(line == "[[index]]");
        out.push_str(line);
        let key = line.split_once(" = ").map_or("", |(key, _)| key);
        let field = format!("index[{}].{key}", sections.wrapping_sub(1));
        if let Some(it) = why.get(field.as_str()) {
            out.push_str(&format!("  # assumed; {it}"));
        }
        out.push('\n');
    }
    // A value with lines that look like keys would be changed by the comments.
    match Spec::read_toml(&out, "") {
        (read, problems) if problems.is_empty() && read == *spec => out,
        _ => plain,
    }
}
