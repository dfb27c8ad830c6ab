//! `DO` blocks.

use std::fmt;

/// A `DO` block around a body; the dollar quote is chosen so that the body cannot end it.
pub(super) fn write(f: &mut fmt::Formatter<'_>, body: &str) -> fmt::Result {
    let tag = tag("hnswkit", body);
    write!(f, "DO {tag}\n{body}\n{tag};")
}

/// A dollar quote that does not stand in the body.
pub(super) fn tag(stem: &str, body: &str) -> String {
    let mut tag = format!("${stem}$");
    let mut n = 0;
    while body.contains(&tag) {
        n += 1;
        tag = format!("${stem}{n}$");
    }
    tag
}

/// Statements that need a lock for a moment: they give up after a second rather than queue in
/// front of everybody, and try again. Each line of `statements` stands at the margin.
#[cfg(feature = "every-operation")]
pub(super) fn retried(indent: &str, statements: &str) -> String {
    let inner = indented(&format!("{indent}        "), statements);
    format!(
        "{indent}-- It gives up rather than queue in front of everybody, and tries again.
{indent}PERFORM set_config('lock_timeout', '1s', true);
{indent}FOR attempt IN 1..30 LOOP
{indent}    BEGIN
{inner}
{indent}        EXIT;
{indent}    EXCEPTION WHEN lock_not_available THEN
{indent}        IF attempt = 30 THEN
{indent}            RAISE;
{indent}        END IF;
{indent}        PERFORM pg_sleep(1);
{indent}    END;
{indent}END LOOP;"
    )
}

/// The function of a trigger, at the margin.
#[cfg(feature = "every-operation")]
pub(super) fn trigger_function(name: &dyn fmt::Display, body: &str) -> String {
    let tag = tag("function", body);
    format!(
        "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger
LANGUAGE plpgsql
AS {tag}
{body}
{tag};"
    )
}

/// Each line with so much before it.
#[cfg(feature = "every-operation")]
pub(super) fn indented(indent: &str, text: &str) -> String {
    let lines: Vec<_> = text
        .lines()
        .map(|it| if it.is_empty() { String::new() } else { format!("{indent}{it}") })
        .collect();
    lines.join("\n")
}
