//! Cuts a text into statements and reads each.

use super::{
    Span, Statement, SyntaxError,
    body::Body,
    error::{balanced, lexical},
    lexer::Lexer,
    statement,
    token::{Kind, Token},
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
/// A query takes some 20 kB once it is read, so for long files this needs less memory.
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
        found(Parsed { span, text, statement: read(sql, tokens) });
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

fn read(sql: &str, tokens: &[Token]) -> Result<Statement, SyntaxError> {
    for token in tokens {
        lexical(sql, *token)?;
    }
    balanced(tokens)?;
    statement::statement(sql, tokens)
}

/// Calls `found` for the tokens of each statement of `sql`; gives the comments.
fn scan(sql: &str, mut found: impl FnMut(Span, &[Token])) -> Vec<Span> {
    let mut lexer = Lexer::new(sql);
    let mut tokens: Vec<Token> = vec![];
    let mut body = Body::default();
    let mut may_have_data = true;
    let mut emit = |tokens: &mut Vec<Token>, body: &mut Body| {
        if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
            found(first.start..last.end, tokens);
        }
        tokens.clear();
        *body = Body::default();
    };
    while let Some(token) = lexer.next_token() {
        let is_psql = token.kind == Kind::Stray && sql[token.span()] == *"\\";
        if is_psql && (tokens.is_empty() || sends(&sql[token.end..])) {
            emit(&mut tokens, &mut body);
            let end = line_end(sql, token.start);
            tokens.push(Token { kind: Kind::PsqlCommand, start: token.start, end });
            emit(&mut tokens, &mut body);
            lexer.jump(end);
        } else if token.kind == Kind::Semicolon && !body.is_open() {
            if may_have_data && copies_from_stdin(sql, &tokens) {
                match data_end(sql, token.end) {
                    Some(it) => lexer.jump(it),
                    None => may_have_data = false,
                }
            }
            emit(&mut tokens, &mut body);
        } else {
            body.see(&sql[token.span()], token.kind);
            tokens.push(token);
        }
    }
    emit(&mut tokens, &mut body);
    lexer.comments
}

fn line_end(sql: &str, from: usize) -> usize {
    let end = sql[from..].find(['\n', '\r']).map_or(sql.len(), |it| from + it);
    from + sql[from..end].trim_end().len()
}

/// Whether the psql command, given behind its backslash, sends the statement before it.
fn sends(command: &str) -> bool {
    let name = command.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
    name.starts_with('g') || ["watch", "crosstabview", "bind", "parse"].contains(&name)
}

fn copies_from_stdin(sql: &str, tokens: &[Token]) -> bool {
    let is = |token: Option<&Token>, word: &str| {
        token.is_some_and(|it| it.kind == Kind::Word && sql[it.span()].eq_ignore_ascii_case(word))
    };
    is(tokens.first(), "COPY")
        && tokens.windows(2).any(|it| is(it.first(), "FROM") && is(it.last(), "STDIN"))
}

/// Behind the line `\.` that ends the data of `COPY`.
fn data_end(sql: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += sql[at..].find("\n\\.")? + 3;
        if sql[at..].is_empty() || sql[at..].starts_with(['\n', '\r']) {
            return Some(at);
        }
    }
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
