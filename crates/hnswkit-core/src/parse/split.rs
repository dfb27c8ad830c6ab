//! Cuts a text into statements and reads each.

use super::{
    Span, Statement, SyntaxError,
    error::{balanced, lexical},
    other_statement::other,
    statement,
    token::Token,
    walk::{Seen, walk},
};

/// One statement of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed<'a> {
    /// Where it stands in the text, in bytes, without the semicolon.
    pub span: Span,
    /// How it is spelled.
    pub text: &'a str,
    /// What it says, or why that cannot be told; every place in it counts from the beginning of
    /// the whole text.
    pub statement: Result<Statement, SyntaxError>,
}

/// Reads every statement of `sql`; one that cannot be read does not hide the others.
///
/// Commands of psql are statements too where they do not stand inside of one, and the data behind
/// `COPY … FROM stdin` is passed over.
///
/// ```
/// # use hnswkit_core::parse::{Statement, statements};
/// let sql = "CREATE INDEX CONCURRENTLY i ON t USING hnsw (v vector_l2_ops); SELEC 1; COMMIT";
/// let read = statements(sql);
/// assert!(matches!(read[0].statement, Ok(Statement::CreateIndex(_))));
/// assert_eq!(read[1].text, "SELEC 1");
/// assert!(read[1].statement.is_err());
/// assert!(read[2].statement.is_ok());
/// ```
pub fn statements(sql: &str) -> Vec<Parsed<'_>> {
    let mut statements = vec![];
    for_each_statement(sql, |it| statements.push(it));
    statements
}

/// Calls `found` for every statement of `sql`, as [`statements`] gives them.
///
/// For long files this needs less memory than a list of all.
///
/// ```
/// # use hnswkit_core::parse::for_each_statement;
/// let mut n = 0;
/// for_each_statement("BEGIN; COMMIT;", |_| n += 1);
/// assert_eq!(n, 2);
/// ```
pub fn for_each_statement<'a>(sql: &'a str, mut found: impl FnMut(Parsed<'a>)) {
    scan(sql, |span, tokens| {
        let text = &sql[span.clone()];
        found(Parsed { span, text, statement: read_all(sql, tokens) });
    });
}

/// Where the comments of `sql` stand.
///
/// ```
/// # use hnswkit_core::parse::comments;
/// assert_eq!(comments("SELECT '--'; -- why"), [13..19]);
/// ```
pub fn comments(sql: &str) -> Vec<Span> {
    scan(sql, |_, _| {})
}

/// Reads one statement of `sql`, if it is of those that we read ourselves; else it stays
/// [`Unread`](Statement::Unread).
///
/// Nothing here may come to sqlparser: the linter in the browser would carry half a megabyte of it.
pub(crate) fn read(sql: &str, tokens: &[Token]) -> Result<Statement, SyntaxError> {
    Ok(read_own(sql, tokens)?.unwrap_or(Statement::Unread))
}

fn read_all(sql: &str, tokens: &[Token]) -> Result<Statement, SyntaxError> {
    match read_own(sql, tokens)? {
        Some(it) => Ok(it),
        None => other(sql, tokens),
    }
}

fn read_own(sql: &str, tokens: &[Token]) -> Result<Option<Statement>, SyntaxError> {
    for token in tokens {
        lexical(sql, *token)?;
    }
    balanced(tokens)?;
    statement::own(sql, tokens)
}

/// Calls `found` for the tokens of each statement of `sql`; gives the comments.
fn scan(sql: &str, mut found: impl FnMut(Span, &[Token])) -> Vec<Span> {
    let mut comments = vec![];
    walk(
        sql,
        |_| true,
        |it| match it {
            Seen::Comment(it) => comments.push(it),
            Seen::Statement(span, tokens) => found(span, tokens),
            Seen::Passed(_) => {}
        },
    );
    comments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sql: &str, texts: &[&str]) {
        let read = statements(sql);
        assert_eq!(read.iter().map(|it| it.text).collect::<Vec<_>>(), texts);
        for it in &read {
            assert!(it.statement.is_ok(), "{:?}", it.statement);
        }
    }

    #[test]
    fn semicolons_end_statements_only_at_the_top() {
        check(
            "SELECT ';'; /* ; */ SELECT 2 -- ;\n;; SELECT $$;$$",
            &["SELECT ';'", "SELECT 2", "SELECT $$;$$"],
        );
        let function =
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; END";
        check(&format!("{function}; SELECT 1"), &[function, "SELECT 1"]);
        let rule = "CREATE RULE r AS ON DELETE TO t DO (DELETE FROM a; DELETE FROM b)";
        check(&format!("{rule}; SELECT 1"), &[rule, "SELECT 1"]);
    }

    #[test]
    fn psql_and_data_are_passed_over() {
        check(
            "\\set ON_ERROR_STOP on\r\nSELECT 1;\n\\echo 'it",
            &["\\set ON_ERROR_STOP on", "SELECT 1", "\\echo 'it"],
        );
        check("SELECT 'a' \\gexec\nSELECT 2", &["SELECT 'a'", "\\gexec", "SELECT 2"]);
        check("COPY t FROM stdin;\nit's; data\n\\.\nSELECT 1", &["COPY t FROM stdin", "SELECT 1"]);
        check("COPY t FROM stdin; SELECT 1", &["COPY t FROM stdin", "SELECT 1"]);
    }

    #[test]
    fn an_unclosed_string_is_one_error_for_the_rest() {
        let read = statements("SELECT 1; SELECT 'a; SELECT 2; -- x");
        assert_eq!(read.len(), 2);
        let error = read[1].statement.as_ref().unwrap_err();
        assert_eq!(error.message, "the string that begins here has no end");
        assert_eq!(error.offset, 17);
    }

    #[test]
    fn errors_tell_bytes_of_the_whole_text() {
        let sql = "SELECT 'é'; SELECT a FORM t WHERE b = ; FROB; UPDATE t SET";
        let errors: Vec<_> = statements(sql)[1..]
            .iter()
            .map(|it| it.statement.clone().unwrap_err())
            .map(|it| (it.message, it.offset, it.certain))
            .collect();
        let expected = [
            ("expected the end, but found `t`", 27, false),
            ("expected a statement, but found `FROB`", 41, true),
            ("expected identifier, but the statement ends", sql.len(), false),
        ];
        assert_eq!(errors, expected.map(|(message, at, sure)| (message.to_owned(), at, sure)));
    }
}
