//! Statements with their reasons, as SQL files have them.

use std::fmt::{Display, Write as _};

use super::{Role, comment, summary};
#[cfg(feature = "every-operation")]
use crate::sql::Reindex;
use crate::{
    plan::{Plan, Step},
    sql::{Build, CreateIndex, DropIndex, Statement},
};

/// The head of a file, as comments.
pub(super) fn head(plan: &Plan, role: Role, how: &str) -> String {
    let mut out = String::new();
    if role == Role::Down {
        comment::push(&mut out, "", "--", &summary::title_back(plan));
    } else {
        comment::push(&mut out, "", "--", &summary::title(plan));
        for line in summary::forecast(plan) {
            comment::push(&mut out, "", "--", &line);
        }
    }
    out.push_str("--\n");
    comment::push(&mut out, "", "--", how);
    out.push('\n');
    out
}

/// Comment, statement, blank line: what a reviewer reads.
pub(super) fn push(out: &mut String, steps: &[Step]) {
    for (n, step) in steps.iter().enumerate() {
        if 0 < n {
            out.push('\n');
        }
        comment::push(out, "", "--", &step.why);
        statement(out, &step.statement);
    }
}

/// The lines between which a tool looks for no end of a statement.
pub(super) struct Marks {
    /// Above the statement.
    pub(super) begin: &'static str,
    /// Below it.
    pub(super) end: &'static str,
}

/// As [`push`], for tools that end a statement at the first line that ends with a semicolon:
/// statements with more in them stand between marks.
pub(super) fn push_marked(out: &mut String, steps: &[Step], marks: &Marks) {
    for (n, step) in steps.iter().enumerate() {
        if 0 < n {
            out.push('\n');
        }
        comment::push(out, "", "--", &step.why);
        let mut text = String::new();
        statement(&mut text, &step.statement);
        if is_one_at_a_glance(&step.statement.to_string()) {
            out.push_str(&text);
        } else {
            let _ = writeln!(out, "{}\n{text}{}", marks.begin, marks.end);
        }
    }
}

/// Whether the only semicolon is the last character, and nothing looks like a comment.
fn is_one_at_a_glance(sql: &str) -> bool {
    sql.find(';') == Some(sql.len() - 1) && !sql.contains("--")
}

/// The folder beside `folder`: `db/migrations` and `rollbacks` give `db/rollbacks`.
pub(super) fn beside(folder: &str, name: &str) -> String {
    match folder.rsplit_once('/') {
        Some((parent, _)) => format!("{parent}/{name}"),
        None => name.to_owned(),
    }
}

/// The word to our own linter, which wants a reason too.
pub(super) fn own_ignore(statement: &Statement) -> Option<&'static str> {
    match statement {
        Statement::CreateIndex(CreateIndex { build: Build::Plain, .. }) => {
            Some("hnswkit-ignore index-blocks-writes: asked for, as it is all one transaction")
        }
        #[cfg(feature = "every-operation")]
        Statement::Reindex(Reindex { build: Build::Plain, .. }) => {
            Some("hnswkit-ignore reindex-blocks: asked for, as it is all one transaction")
        }
        _ => None,
    }
}

/// One statement on lines of its own, below the words to linters that it needs, if any.
pub(super) fn statement(out: &mut String, statement: &Statement) {
    if let Some(it) = own_ignore(statement) {
        let _ = writeln!(out, "-- {it}");
    }
    if let Some(rule) = squawk_ignores(statement) {
        let _ = writeln!(out, "-- squawk-ignore {rule}");
    }
    query(out, statement);
}

/// Any SQL on lines of its own.
pub(super) fn query(out: &mut String, sql: &dyn Display) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{sql}");
}

/// The rule of squawk that a statement breaks on purpose; the reason stands in the comment above.
// squawk 2.70, https://squawkhq.com/docs/rules
fn squawk_ignores(statement: &Statement) -> Option<&'static str> {
    match statement {
        Statement::CreateIndex(CreateIndex { build: Build::Plain, .. }) => {
            Some("require-concurrent-index-creation")
        }
        Statement::DropIndex(DropIndex { build: Build::Plain, .. }) => {
            Some("require-concurrent-index-deletion")
        }
        #[cfg(feature = "every-operation")]
        Statement::Reindex(Reindex { build: Build::Plain, .. }) => {
            Some("require-concurrent-reindex")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_with_semicolons_inside_need_marks() {
        for sql in ["SET lock_timeout = 0;", "CREATE INDEX a\n    ON b\n    USING hnsw (c d);"] {
            assert!(is_one_at_a_glance(sql), "{sql}");
        }
        for sql in [
            "DO $$\nBEGIN\n    PERFORM 1;\nEND\n$$;",
            "DROP INDEX \"a;b\";",
            "DROP INDEX \"a -- b\";",
        ] {
            assert!(!is_one_at_a_glance(sql), "{sql}");
        }
    }

    #[test]
    fn folders_stand_side_by_side() {
        assert_eq!(beside("supabase/migrations", "rollbacks"), "supabase/rollbacks");
        assert_eq!(beside("migrations", "rollbacks"), "rollbacks");
    }
}
