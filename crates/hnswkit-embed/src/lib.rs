//! Finds SQL and calls of index builders in programs, for the rules of [`hnswkit_core::lint`].
//!
//! [`source`] takes a program of Python, TypeScript, JavaScript or Ruby apart: what it sends to
//! the server, in which direction, and in what transactions. All places are those of the program.

mod comments;
mod escape;
mod execute;
mod holes;
mod host;
mod interest;
mod language;
mod names;
mod node;
mod python;
mod reader;
mod ruby;
mod script;
mod text;
mod tools;
mod write;

use hnswkit_core::lint::{Content, Role, Source};

/// Whether the ending of the path is of a language that is read.
pub fn is_program(path: &str) -> bool {
    language::of(path).is_some()
}

/// Takes a program apart; nothing when the ending of its path is of no language that is read.
///
/// ```
/// use hnswkit_core::lint::{Options, check};
///
/// let program = "op.execute('CREATE INDEX i ON t USING hnsw (v vector_l2_ops) WITH (m = 101)')";
/// let source = hnswkit_embed::source("versions/1.py", program).unwrap();
/// let found = check(&[source], &Options::default());
/// let place = found.iter().find(|it| it.rule.id == "m-out-of-range").unwrap();
/// assert_eq!(&program[place.span.clone()], "101");
/// ```
pub fn source<'a>(path: &'a str, text: &'a str) -> Option<Source<'a>> {
    let language = language::of(path)?;
    let (pieces, tool) = match interest::is_interesting(text) {
        true => reader::read(path, text, language),
        false => (vec![], None),
    };
    Some(Source { name: path, content: Content::Program(pieces), role: Role::Judged, tool })
}
