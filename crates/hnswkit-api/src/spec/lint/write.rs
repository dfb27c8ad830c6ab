//! Writes `[lint]`.

use std::{collections::BTreeMap, fmt::Write as _};

use super::LintSpec;
use toml_writer::ToTomlValue as _;

use crate::spec::{Value, write::toml_value};

/// Adds the section, if it says anything.
pub(in crate::spec) fn write(out: &mut String, spec: &LintSpec) {
    if spec.is_empty() {
        return;
    }
    header(out, "[lint]");
    scalar(out, "tool", spec.tool.as_ref());
    scalar(out, "shared_memory", spec.shared_memory.as_ref());
    scalar(out, "maintenance_work_mem", spec.maintenance_work_mem.as_ref());
    list(out, "schema", &spec.schema);
    list(out, "include", &spec.include);
    list(out, "exclude", &spec.exclude);
    list(out, "select", &spec.select);
    list(out, "ignore", &spec.ignore);
    scalar(out, "fail_on", spec.fail_on.as_ref());
    scalar(out, "baseline", spec.baseline.as_ref());
    pairs(out, "[lint.rows]", &spec.rows);
    pairs(out, "[lint.severity]", &spec.severity);
    for it in &spec.per_path {
        header(out, "[[lint.per_path]]");
        scalar(out, "path", it.path.as_ref());
        list(out, "ignore", &it.ignore);
    }
}

fn header(out: &mut String, text: &str) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(text);
    out.push('\n');
}

fn line(out: &mut String, key: &str, value: &str) {
    // Writing into a text cannot fail.
    let _ = writeln!(out, "{key} = {value}");
}

fn scalar(out: &mut String, key: &str, value: Option<&Value>) {
    if let Some(it) = value {
        line(out, key, &toml_value(&it.scalar));
    }
}

fn list(out: &mut String, key: &str, values: &[Value]) {
    if !values.is_empty() {
        let values: Vec<_> = values.iter().map(|it| toml_value(&it.scalar)).collect();
        line(out, key, &format!("[{}]", values.join(", ")));
    }
}

fn pairs(out: &mut String, title: &str, values: &BTreeMap<String, Value>) {
    if values.is_empty() {
        return;
    }
    header(out, title);
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-');
    for (key, value) in values {
        let value = toml_value(&value.scalar);
        match !key.is_empty() && key.chars().all(plain) {
            true => line(out, key, &value),
            false => line(out, &key.to_toml_value(), &value),
        }
    }
}
