//! What errors and notices mean, from `EXPLANATIONS`.

use anyhow::Result;
use hnswkit_core::explain::{EXPLANATIONS, Explanation, NOT_REPRODUCED, SEEN_ON};

use super::source;
use crate::page::{Body, Page, capital, prose};

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut body = Body::new(
        "What the messages of a build and its migration mean, and what to do. \
         Words in braces stand for what varies; search this page for a few words of yours.",
    );
    body.push(
        "`hnswkit explain build.log` finds the messages in a log and fills the braces in; \
         [the planner](planner:) does it under \"Decode\".",
    );
    body.push(
        "Each was produced by a test, on a real server of every release that words it so, or with \
         a real tool; the few that were not say why.",
    );
    for section in EXPLANATIONS {
        body.heading(2, section.title);
        for it in section.explanations {
            push(&mut body, it);
        }
    }
    let source = "crates/hnswkit-core/src/explain/entries/mod.rs";
    Ok(vec![Page::new("reference", "reference/messages", "Errors and notices", body, source)])
}

fn push(body: &mut Body, it: &Explanation) {
    body.entry(3, "message", it.id, &capital(&told(it.title)));
    let severity = it.severity.id().to_uppercase();
    let patterns: Vec<_> = it.patterns.iter().map(|it| format!("{severity}:  {it}")).collect();
    body.code("text", &patterns.join("\n"));
    body.push(&told(it.meaning));
    body.push("**What to do**");
    body.list(it.actions.iter().map(|it| capital(&told(it))));
    for check in it.checks {
        body.push(&format!("**Ask the server:** {}", told(check.why)));
        body.code("sql", check.sql);
    }
    for pattern in it.patterns {
        let why = NOT_REPRODUCED.iter().find(|(it, _)| it == pattern);
        if let Some((_, releases)) = SEEN_ON.iter().find(|(it, _)| it == pattern) {
            body.push(&format!("`{pattern}`: seen on {releases}."));
        }
        if let Some((_, why)) = why {
            body.push(&format!("Not reproduced by a test: `{pattern}`: {}.", prose(why)));
        }
    }
    let sources: Vec<_> = it.sources.iter().map(|it| source(it)).collect();
    body.push(&format!("Source: {}", sources.join(", ")));
}

/// A text whose holes, as `{index}` or `{rows#}`, are words in italics; in code they stay.
fn told(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let told = parts.map(|(n, it)| if n % 2 == 0 { filled(it) } else { format!("`{it}`") });
    told.collect()
}

fn filled(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        out.push_str(&prose(before));
        out.push_str(&format!("*{}*", name.trim_end_matches('#').replace('_', " ")));
        rest = behind;
    }
    out.push_str(&prose(rest));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_words() {
        assert_eq!(told("{index} has {rows#} rows, not {n}"), "*index* has *rows* rows, not *n*");
        assert_eq!(told("run `x {n#}` in {a_b}"), "run `x {n#}` in *a b*");
    }
}
