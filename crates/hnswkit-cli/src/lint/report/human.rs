//! Findings under their line, with what to do.

use std::{
    io::{self, Write},
    ops::Range,
};

use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet, Title, level,
};
use hnswkit_api::json::{LintEdit, LintFinding};

use super::{Report, Reporter};
use crate::{
    lint::text::Text,
    output::{lint::summary, text},
};

pub(super) static REPORTER: Reporter = Reporter { id: "human", for_people: true, write };

/// A longer stretch is shown by its first line.
const MAX_LINES: u32 = 12;

/// What is longer is written by programs; nobody wants to see it, and showing it takes time.
const MAX_BYTES: usize = 4_000;

fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    // Colors are stripped by the stream when nobody wants them.
    let renderer = Renderer::styled().term_width(text::width());
    for (n, (text, it)) in report.findings().enumerate() {
        if 0 < n {
            out.write_all(b"\n")?;
        }
        writeln!(out, "{}", renderer.render(&groups(text, it)))?;
    }
    if !report.quiet {
        if !report.document.findings.is_empty() {
            out.write_all(b"\n")?;
        }
        write!(out, "{}", summary(report.document))?;
    }
    Ok(())
}

fn groups<'a>(text: &'a Text, it: &'a LintFinding) -> Vec<Group<'a>> {
    let group = group(text, it);
    let mut groups = vec![];
    match (patch(text, it), &it.help) {
        (Some(patch), help) => {
            let why = help.as_deref().unwrap_or("this cures it");
            let title = match it.fix_safety.as_deref() {
                Some("safe") => why.to_owned(),
                _ => format!("{why} (`--unsafe-fixes` does it)"),
            };
            groups.push(group);
            groups.push(Level::HELP.secondary_title(title).element(patch));
        }
        (None, Some(help)) => {
            let help = text::fill(help, text::width().saturating_sub(12));
            groups.push(group.element(Level::HELP.message(help)));
        }
        (None, None) => groups.push(group),
    }
    groups
}

fn title(it: &LintFinding) -> Title<'_> {
    let level = match it.severity.as_str() {
        "error" => level::ERROR,
        "warning" => level::WARNING,
        _ => level::NOTE.with_name("hint"),
    };
    level.primary_title(it.message.as_str()).id(it.rule.as_str())
}

/// The stretch under its lines, or its place alone.
fn group<'a>(text: &'a Text, it: &'a LintFinding) -> Group<'a> {
    let (start, mut end) = (it.start.byte as usize, it.end.byte as usize);
    if it.start.line + MAX_LINES <= it.end.line {
        let rest = text.text.get(start..).unwrap_or_default();
        end = start + rest.find('\n').unwrap_or(rest.len());
    }
    match lines(text, it.start.line, start..end) {
        Some((source, from)) => title(it).element(
            Snippet::source(source)
                .path(it.file.as_str())
                .line_start(it.start.line as usize)
                .annotation(AnnotationKind::Primary.span(start - from..end - from)),
        ),
        None => title(it).element(
            Origin::path(it.file.as_str())
                .line(it.start.line as usize)
                .char_column(it.start.column as usize),
        ),
    }
}

/// The lines that a stretch is on, and where they begin.
fn lines(text: &Text, line: u32, span: Range<usize>) -> Option<(&str, usize)> {
    let from = text.line_start(line);
    // Looking for the end of a line of megabytes would take as long as reading it.
    let room = text.text.get(span.end..)?;
    let near = &room[..room.floor_char_boundary(MAX_BYTES)];
    let to = span.end + near.find(['\r', '\n']).unwrap_or(near.len());
    let source = text.text.get(from..to)?;
    (source.len() < MAX_BYTES).then_some((source, from))
}

/// The lines with the edits in them.
fn patch<'a>(text: &'a Text, it: &'a LintFinding) -> Option<Snippet<'a, Patch<'a>>> {
    let edits = it.fix.as_deref()?;
    let (first, last) = (edits.first()?, edits.last()?);
    if first.start.line + MAX_LINES <= last.end.line {
        return None;
    }
    let span = first.start.byte as usize..last.end.byte as usize;
    let (source, from) = lines(text, first.start.line, span)?;
    let patch = |it: &'a LintEdit| {
        Patch::new(it.start.byte as usize - from..it.end.byte as usize - from, it.text.as_str())
    };
    let snippet = Snippet::source(source).line_start(first.start.line as usize);
    Some(snippet.patches(edits.iter().map(patch)))
}
