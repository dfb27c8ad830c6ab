//! Tests sources that are programs with SQL in them.

use std::borrow::Cow;

use super::{
    Content, Direction, Finding, Fragment, OffsetMap, Options, Piece, Role, Source, Tool, Wrap,
    check,
};

/// A string of SQL that begins at `at` in the program.
fn sql(text: &str, at: usize) -> Piece<'_> {
    Piece::Sql(Fragment { text: Cow::Borrowed(text), map: OffsetMap { steps: vec![(0, at)] } })
}

fn findings(pieces: Vec<Piece<'_>>) -> Vec<(&'static str, usize)> {
    let source = Source {
        name: "versions/1_add.py",
        content: Content::Program(pieces),
        role: Role::Judged,
        tool: Some(Tool::Alembic),
    };
    let place = |it: &Finding| (it.rule.id, it.span.start);
    check(&[source], &Options::default()).iter().map(place).collect()
}

const BUILD: &str = "CREATE INDEX CONCURRENTLY i ON items USING hnsw (embedding vector_l2_ops)";

#[test]
fn places_are_those_of_the_program() {
    // Alembic begins a transaction unless the program says otherwise.
    let found = findings(vec![sql(BUILD, 1_000)]);
    assert_eq!(found, [("concurrently-in-tool-transaction", 1_013)]);
    assert_eq!(findings(vec![Piece::Wrap(Wrap::Each), sql(BUILD, 1_000)]), []);
}

#[test]
fn one_call_is_one_message() {
    let two = format!("SET statement_timeout = 0; {BUILD}");
    let found = findings(vec![Piece::Wrap(Wrap::Each), sql(&two, 100)]);
    assert_eq!(found, [("several-statements-one-transaction", 140)]);
    let apart = vec![
        Piece::Wrap(Wrap::Each),
        sql("SET statement_timeout = 0", 100),
        sql(BUILD, 200),
        Piece::Direction(Direction::Down),
        sql("DROP INDEX CONCURRENTLY i", 300),
    ];
    assert_eq!(findings(apart), []);
}

#[test]
fn comments_of_the_program_silence_too() {
    let comment = Piece::Comment {
        text: Cow::Borrowed("# hnswkit-ignore concurrently-in-tool-transaction: run by hand"),
        span: 900..960,
        trailing: false,
    };
    assert_eq!(findings(vec![comment, sql(BUILD, 1_000)]), []);
}
