//! A misspelt access method.

use crate::lint::{
    Action, Fix, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "misspelt-access-method",
    summary: "the access method is a misspelling of `hnsw` or `ivfflat`",
    severity: Severity::Error,
    page: page!("misspelt_access_method.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::CreateIndex(create)) = scene.action() else { return };
    let Some(method) = &create.method else { return };
    let Some(meant) = meant(&method.value) else { return };
    report
        .at(&method.span, format!("there is no access method `{}`", method.value))
        .help(format!("it is called `{meant}`"))
        .fix(Fix::safe(method.span.clone(), meant));
}

fn meant(name: &str) -> Option<&'static str> {
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|it| it.to_ascii_lowercase())
        .collect();
    let mut letters: Vec<u8> = plain.bytes().collect();
    letters.sort_unstable();
    match name {
        "hnsw" | "ivfflat" => None,
        // The same letters, one doubled, or quoted in capitals.
        _ if letters == *b"hnsw"
            || ["hnws", "hsnw", "hnswn", "hnsww", "hnnsw", "hsnsw"].contains(&plain.as_str()) =>
        {
            Some("hnsw")
        }
        _ if ["ivfflat", "ivflat", "ivfffat", "ivffalt"].contains(&plain.as_str()) => {
            Some("ivfflat")
        }
        _ => None,
    }
}
