//! Problems, on stderr: in a spec file at their line, in flags as an aligned list.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use hnswkit_api::{
    problem::{Place, Problem, Problems},
    spec::{Field, LintField, Section},
};

use super::{
    style::{ERROR, HINT, TITLE, paint},
    text,
};
use crate::{
    args::{SpecFlags, TARGET},
    spec_source::Context,
};

/// Shows all problems.
pub(crate) fn report(problems: &Problems, context: &Context) {
    let mut out = String::new();
    let mut others = vec![];
    for it in problems {
        match snippet(it, context) {
            Some(text) => {
                out.push_str(&text);
                out.push_str("\n\n");
            }
            None => others.push(it),
        }
    }
    for (n, it) in others.iter().enumerate() {
        if 0 < n {
            out.push('\n');
        }
        plain(&mut out, it, context);
    }
    if 1 < problems.len() {
        if !others.is_empty() {
            out.push('\n');
        }
        let n = format!("{} problems, nothing was written", problems.len());
        out.push_str(&format!("{}: {n}\n", paint(ERROR, "error")));
    }
    super::stderr(&out);
}

/// The problem under its line, if it has one.
fn snippet(problem: &Problem, context: &Context) -> Option<String> {
    let place = problem.place.as_ref()?;
    let file = context.file.as_ref()?;
    let (line, span) = line_of(&file.text, place)?;
    let help = text::fill(&problem.help, text::width().saturating_sub(12));
    let report = Level::ERROR
        .primary_title(problem.message.as_str())
        .element(
            Snippet::source(line)
                .path(&*place.file)
                .line_start(place.start.line as usize)
                .annotation(AnnotationKind::Primary.span(span)),
        )
        .element(Level::HELP.message(help));
    // Colors are stripped by the stream when nobody wants them.
    Some(Renderer::styled().term_width(text::width()).render(&[report]))
}

/// The first line of a place, and the place within it.
fn line_of<'a>(text: &'a str, place: &Place) -> Option<(&'a str, std::ops::Range<usize>)> {
    let (start, end) = (place.start.byte as usize, place.end.byte as usize);
    let from = text.get(..start)?.rfind('\n').map_or(0, |it| it + 1);
    let rest = text.get(from..)?;
    let line = rest.lines().next().unwrap_or_default();
    let start = (start - from).min(line.len());
    let end = end.saturating_sub(from).clamp(start, line.len());
    Some((line, start..end))
}

/// The flag, its problem, its cure.
fn plain(out: &mut String, problem: &Problem, context: &Context) {
    let field = field(problem);
    let label = label(problem, field, context);
    let section = field.map(|it| it.section);
    let word = paint(ERROR, "error");
    text::push(
        out,
        &format!("{word}: {}: ", paint(TITLE, label)),
        "       ",
        &as_flags(&problem.message, section),
    );
    let help = as_flags(&problem.help, section);
    if !help.is_empty() {
        text::push(out, &format!(" {}: ", paint(HINT, "help")), "       ", &help);
    }
}

/// The key that `index[0].m` is about.
fn field(problem: &Problem) -> Option<&'static Field> {
    let (section, key) = problem.field.rsplit_once('.')?;
    let section = section.split('[').next()?;
    let section = Section::ALL.iter().copied().find(|it| it.name() == section)?;
    Field::find(section, key)
}

/// What people wrote, or would have to write.
fn label(problem: &Problem, field: Option<&Field>, context: &Context) -> String {
    let Context { file, flags } = context;
    let Some(field) = field else {
        if let Some(it) = lint_flag(&problem.field) {
            return it.to_owned();
        }
        return match file {
            Some(it) if !problem.field.starts_with('-') => it.name.clone(),
            _ => problem.field.clone(),
        };
    };
    let is_target = matches!(field.key, "table" | "column") && field.section == Section::Index;
    if is_target && !is_given(flags, field) { TARGET.to_owned() } else { field.flag.to_owned() }
}

/// The flag that says what `lint.rows.items` is about.
fn lint_flag(field: &str) -> Option<&'static str> {
    let key = field.strip_prefix("lint.")?.split('.').next()?;
    Some(LintField::find(key)?.flag).filter(|it| !it.is_empty())
}

fn is_given(flags: &SpecFlags, field: &Field) -> bool {
    flags.given.iter().any(|(it, _)| it.flag == field.flag)
}

/// What a message says in terms of the file, in terms of flags: `m = 16` becomes `--m 16`.
fn as_flags(message: &str, section: Option<Section>) -> String {
    let pieces = message.split('`').enumerate().map(|(n, piece)| {
        let flag = if n % 2 == 1 { as_flag(piece, section) } else { None };
        flag.unwrap_or_else(|| piece.to_owned())
    });
    pieces.collect::<Vec<_>>().join("`")
}

fn as_flag(assignment: &str, section: Option<Section>) -> Option<String> {
    let (key, value) = assignment.split_once(" = ")?;
    let field = section
        .and_then(|it| Field::find(it, key))
        .or_else(|| Section::ALL.iter().find_map(|it| Field::find(*it, key)));
    let flag = match field {
        Some(it) => it.flag,
        None => lint_flag(&format!("lint.{key}"))?,
    };
    let value = value.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or(value);
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.' | ':' | '%');
    if value.chars().all(plain) {
        Some(format!("{flag} {value}"))
    } else {
        Some(format!("{flag} '{}'", value.replace('\'', r"'\''")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cures_are_said_in_flags() {
        let check = |text: &str| as_flags(text, Some(Section::Index));
        assert_eq!(check("write `type = \"vector(1536)\"`"), "write `--type 'vector(1536)'`");
        assert_eq!(
            check("write `ef_construction = 66` or more, or `m = 32` or less"),
            "write `--ef-construction 66` or more, or `--m 32` or less"
        );
        assert_eq!(check("leave `schema` out"), "leave `schema` out");
    }
}
