//! Tools that send a file as one message: the text of each part of a plan.

use std::fmt::Write as _;

use super::{
    comment, connection,
    parts::{Part, Piece, Way},
    script, summary,
};
use crate::{
    domain::IndexDefinition,
    plan::{Plan, Step},
    sql::Statement,
};

/// What the comments say of a tool.
pub(super) struct Tool {
    /// Its name in a sentence.
    pub(super) name: &'static str,
    /// How its connection is given settings.
    pub(super) settings: connection::Channel,
    /// What else it wants before it goes on after a failure; a sentence, or empty.
    pub(super) also: &'static str,
}

/// The text of a part's file in one direction, comments and statements.
pub(super) fn content(plan: &Plan, parts: &[Part], n: usize, way: Way, tool: &Tool) -> String {
    let part = &parts[n];
    let piece = part.piece(way);
    let mut out = String::new();
    let note = |out: &mut String, text: &str| comment::push(out, "", "--", text);
    match way {
        Way::Up => note(&mut out, &summary::title(plan)),
        Way::Down => note(&mut out, &summary::title_back(plan)),
    }
    if let [_] = parts {
        if way == Way::Up {
            summary::forecast(plan).for_each(|it| note(&mut out, &it));
        }
        note(&mut out, "One transaction: it happens as a whole or not at all.");
    } else {
        note(&mut out, &format!("Part {} of {}: {}.", n + 1, parts.len(), part.name));
        if n == 0 && way == Way::Up {
            summary::forecast(plan).for_each(|it| note(&mut out, &it));
            out.push_str("--\n");
            note(&mut out, &why_parts(parts.len(), tool));
        }
        if piece.alone || piece.changes || n == 0 {
            out.push_str("--\n");
            connection::push(&mut out, plan, tool.settings);
        }
        if let Some(it) = cure(piece, tool) {
            note(&mut out, &format!("If it fails: {it}"));
        }
    }
    out.push('\n');
    match piece.steps.as_slice() {
        [] => nothing(&mut out, way),
        [step] if piece.alone => alone(&mut out, step, way),
        steps => script::push(&mut out, steps),
    }
    out
}

/// A statement for a file that is there for the other direction; some tools refuse an empty one.
fn nothing(out: &mut String, way: Way) {
    let why = match way {
        Way::Up => "Nothing to do: this part is of the way back.",
        Way::Down => "Nothing to take back.",
    };
    comment::push(out, "", "--", why);
    out.push_str("SELECT 1;\n");
}

/// The one statement of a file, with words to linters, who cannot see the other files.
fn alone(out: &mut String, step: &Step, way: Way) {
    comment::push(out, "", "--", &step.why);
    // Our linter knows a way back when it sees one.
    if let (Way::Up, Statement::CreateIndex(it)) = (way, &step.statement) {
        let _ = writeln!(
            out,
            "-- hnswkit-ignore if-not-exists-keeps-invalid-index: the {} stops at an INVALID index",
            gate_of(step, &it.definition),
        );
    }
    out.push_str("-- squawk-ignore require-lock-timeout, require-statement-timeout\n");
    script::query(out, &step.statement);
}

/// The part that proves what the step has built.
fn gate_of(step: &Step, built: &IndexDefinition) -> &'static str {
    match &step.index {
        Some(it) if it.name != built.name => "next part",
        _ => "last part",
    }
}

/// Why there are several files, and how they are run.
fn why_parts(n: usize, tool: &Tool) -> String {
    format!(
        "{} sends a file as one message, which PostgreSQL runs as one transaction, and no \
         transaction may hold a concurrent build. So these are {n} migrations, in order; let one \
         process run them, not every replica that starts.",
        tool.name
    )
}

/// What it leaves when it fails, and what to do; nothing where it is enough to run it again.
fn cure(piece: &Piece, tool: &Tool) -> Option<String> {
    let (also, tool) = (tool.also, tool.name);
    let step = piece.steps.first()?;
    match &step.statement {
        Statement::CreateIndex(it) if piece.alone => {
            let name = it.definition.qualified_name();
            let gate = gate_of(step, &it.definition);
            Some(format!(
                "PostgreSQL keeps the INVALID index. DROP INDEX CONCURRENTLY {name}, then run \
                 {tool} again. Without the drop, this file finds the name taken and goes on, and \
                 the {gate} stops; then REINDEX INDEX CONCURRENTLY {name} and run {tool} again. \
                 {also}"
            ))
        }
        #[cfg(feature = "every-operation")]
        Statement::Reindex(it) if piece.alone => Some(format!(
            "the index is as it was, and an INVALID one of its name and _ccnew or _ccold is left. \
             DROP INDEX CONCURRENTLY that one, then run {tool} again. {also}",
        )),
        _ => None,
    }
}
