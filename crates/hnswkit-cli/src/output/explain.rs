//! Explanations for people.

use anstyle::Style;
use hnswkit_api::json::{
    ExplainDocument, ExplainFigure, ExplainedMessage, SpilledIndex, UnknownMessage,
};
use hnswkit_core::domain::{Bytes, Rows};

use super::{
    spilled,
    style::{DIM, ERROR, HINT, TITLE, WARNING, paint},
    text,
};

/// What is known, for stdout, and what is not, for stderr.
pub(crate) fn show(document: &ExplainDocument, has_spec: bool) -> (String, String) {
    let mut known = String::new();
    for it in &document.found {
        if !known.is_empty() {
            known.push('\n');
        }
        message(&mut known, it, has_spec);
    }
    let mut unknown = String::new();
    for it in &document.unknown {
        not_in_the_table(&mut unknown, it);
    }
    if document.found.is_empty() && document.unknown.is_empty() {
        unknown.push_str("no message of PostgreSQL or pgvector was found\n");
    } else if document.unknown.iter().any(|it| it.translated) {
        let help = "the table is in English: SET lc_messages = 'C' in the session, then try again";
        text::push(&mut unknown, &format!("{}: ", paint(HINT, "help")), "      ", help);
    }
    (known, unknown)
}

fn style(severity: &str) -> Style {
    match severity {
        "error" | "fatal" => ERROR,
        "warning" => WARNING,
        _ => HINT,
    }
}

fn message(out: &mut String, it: &ExplainedMessage, has_spec: bool) {
    let word = paint(style(&it.severity), &it.severity);
    text::push(out, &format!("{word}: "), "  ", &paint(TITLE, &it.title));
    let mut lines: Vec<u32> = it.places.iter().map(|it| it.start.line).collect();
    lines.dedup();
    text::push_painted(
        out,
        DIM,
        "  ",
        &format!("{}{}", shortened(&it.message), where_from(&lines)),
    );
    out.push('\n');
    text::push(out, "  ", "  ", &it.meaning);
    if !it.memory.is_empty() {
        out.push('\n');
        it.memory.iter().for_each(|it| memory(out, it));
    }
    if !it.figures.is_empty() {
        out.push('\n');
        it.figures.iter().for_each(|it| figure(out, it));
    }
    out.push('\n');
    for (number, action) in (1..).zip(&it.actions) {
        let first = format!("  {} ", paint(HINT, format!("{number}.")));
        text::push(out, &first, "     ", action);
    }
    for check in &it.checks {
        out.push('\n');
        text::push_painted(out, DIM, "  ", &format!("-- {}", check.why));
        text::push_lines(out, "  ", &check.sql);
    }
    if it.id == "graph-spilled" && !has_spec {
        out.push('\n');
        let more = "with --spec, it also says which value was in force and which would do";
        text::push_painted(out, DIM, "  ", more);
    }
    if let Some(releases) = &it.seen_on {
        out.push('\n');
        text::push_painted(out, DIM, "  ", &format!("Seen on {releases}."));
    }
    if let Some(why) = &it.not_reproduced {
        out.push('\n');
        text::push_painted(out, DIM, "  ", &format!("Not reproduced by a test: {why}."));
    }
    out.push('\n');
    for source in &it.sources {
        text::push_painted(out, DIM, "  ", source);
    }
}

/// A message with a whole vector in it fills screens: what matters stands at its beginning.
fn shortened(message: &str) -> String {
    const LONGEST: usize = 300;
    match message.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message.to_owned(),
    }
}

/// The lines where it stands, if the text has several.
fn where_from(lines: &[u32]) -> String {
    match lines {
        [] | [1] => String::new(),
        [one] => format!(" (line {one})"),
        [first, .., last] => {
            format!(" ({} times, lines {first} to {last})", lines.len())
        }
    }
}

fn figure(out: &mut String, it: &ExplainFigure) {
    let value = match it.unit.as_str() {
        "bytes" => Bytes(it.value).to_string(),
        unit => format!(
            "{} {unit}",
            Rows::new(it.value).map_or(it.value.to_string(), |it| it.to_string())
        ),
    };
    text::push(out, "  ", "    ", &format!("{}: {} ({})", it.name, paint(TITLE, value), it.why));
}

fn memory(out: &mut String, it: &SpilledIndex) {
    text::push(out, "  ", "  ", &format!("If it was {}:", paint(TITLE, &it.name)));
    spilled::table(it).push(out, "    ");
}

fn not_in_the_table(out: &mut String, it: &UnknownMessage) {
    let word = paint(style(&it.severity), &it.severity);
    let aside = match it.translated {
        true => "not in English",
        false => "not in the table",
    };
    let aside = paint(DIM, format!("(line {}, {aside})", it.start.line));
    let message = shortened(&it.message);
    text::push(out, &format!("{word}: "), "  ", &format!("{message} {aside}"));
}
