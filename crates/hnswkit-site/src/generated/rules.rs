//! The rules of `hnswkit lint`: an overview, and the page of each, which is its test too.

use anyhow::Result;
use hnswkit_core::lint::{RULES, Rule, Severity};

use crate::page::{Body, Page, capital, prose};

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut body = Body::new(
        "What `hnswkit lint` looks for in SQL that anybody wrote. \
         Every example on the page of a rule is a test of it; what a rule calls an error, servers refuse.",
    );
    body.push("[The planner](planner:) checks SQL in your browser, under \"Check SQL\".");
    for severity in Severity::ALL.iter().rev() {
        body.heading(2, heading(*severity));
        body.push(means(*severity));
        body.table(
            ["rule", "finds"],
            RULES
                .iter()
                .filter(|it| it.severity == *severity)
                .map(|it| [format!("[{0}](rule:{0})", it.id), prose(it.summary)]),
        );
    }
    let source = "crates/hnswkit-core/src/lint/rules/mod.rs";
    let mut pages = vec![Page::new("rules", "rules/index", "Rules", body, source)];
    pages.extend(RULES.iter().map(|it| page(it)));
    Ok(pages)
}

fn heading(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Errors",
        Severity::Warning => "Warnings",
        Severity::Hint => "Hints",
    }
}

fn means(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "The server refuses it, or it does nothing.",
        Severity::Warning => "The server accepts it, and it will hurt.",
        Severity::Hint => "Worth knowing; nothing is wrong yet.",
    }
}

/// The page that stands beside the rule, with its summary and severity below the title.
fn page(rule: &Rule) -> Page {
    let rest = rule.page.split_once("\n\n").map_or("", |(_, rest)| rest);
    let mut body = Body::new(&format!("{}.", capital(&prose(rule.summary))));
    body.push(&format!("Severity: **{}**. {}", rule.severity.name(), means(rule.severity)));
    body.push(rest);
    let file = rule.id.replace('-', "_");
    let source = format!("crates/hnswkit-core/src/lint/rules/{file}.md");
    Page::new("rules", &format!("rules/{}", rule.id), rule.id, body, &source)
        .documents("rule", rule.id)
}
