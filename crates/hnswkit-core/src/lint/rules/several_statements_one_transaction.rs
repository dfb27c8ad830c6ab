//! Several statements in one message.

use crate::lint::{
    Rule, Severity,
    rule::{Moment, Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "several-statements-one-transaction",
    summary: "a statement that no transaction may hold goes in one message with others",
    severity: Severity::Error,
    page: page!("several_statements_one_transaction.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Moment::EndOfSource = scene.moment else { return };
    let who = match scene.file.tool {
        Some(it) if !scene.file.is_program => it.title(),
        _ => "the program",
    };
    for (span, what) in &scene.file.mixed {
        report
            .at(span, format!("{who} sends this with other statements in one message, which is one transaction, and {what} is refused there"))
            .help("give it a file or a call of its own");
    }
}
