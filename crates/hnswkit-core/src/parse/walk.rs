//! Goes through a text statement by statement, and skips quickly what nobody wants to read.

use super::{
    Span,
    body::Body,
    lexer::{Lexer, is_word_part},
    token::{Kind, Token},
};

/// What stands next in a text.
#[derive(Debug)]
pub(crate) enum Seen<'t> {
    /// A comment; those within a statement come before it.
    Comment(Span),
    /// A statement, without its semicolon.
    Statement(Span, &'t [Token]),
    /// A statement that was not wanted.
    Passed(Span),
}

/// A statement before it is cut into tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glance<'a> {
    /// How it is spelled.
    pub(crate) text: &'a str,
    /// Whether an operator of pgvector may stand in it.
    pub(crate) may_have_distance: bool,
}

/// Calls `seen` for all of `sql`, in order; statements that `wants` turns down are only passed.
///
/// What ends where is the same whatever `wants` answers.
pub(crate) fn walk(
    sql: &str,
    mut wants: impl FnMut(Glance<'_>) -> bool,
    mut seen: impl FnMut(Seen<'_>),
) {
    let mut walker = Walker { sql, lexer: Lexer::new(sql), tokens: vec![], may_have_data: true };
    loop {
        let unclosed = walker.lexer.skip_blanks();
        for it in walker.lexer.comments.drain(..) {
            seen(Seen::Comment(it));
        }
        if let Some(it) = unclosed {
            seen(Seen::Statement(it.span(), &[it]));
            return;
        }
        let start = walker.lexer.at;
        match walker.lexer.peek(0) {
            None => return,
            Some(b';') => {
                walker.lexer.jump(start + 1);
                continue;
            }
            _ => {}
        }
        if let Some((glance, end)) = glance(sql, start)
            && !wants(glance)
        {
            walker.lexer.jump((end + 1).min(sql.len()));
            seen(Seen::Passed(start..start + glance.text.len()));
            continue;
        }
        walker.statement(&mut seen);
    }
}

struct Walker<'a> {
    sql: &'a str,
    lexer: Lexer<'a>,
    tokens: Vec<Token>,
    may_have_data: bool,
}

impl Walker<'_> {
    /// Reads one statement, with the psql command behind it that sends it, if there is one.
    fn statement(&mut self, seen: &mut impl FnMut(Seen<'_>)) {
        self.tokens.clear();
        let mut body = Body::default();
        while let Some(token) = self.lexer.next_token() {
            let is_psql = token.kind == Kind::Stray && self.sql[token.span()] == *"\\";
            if is_psql && (self.tokens.is_empty() || sends(&self.sql[token.end..])) {
                self.emit(seen);
                let end = line_end(self.sql, token.start);
                self.lexer.jump(end);
                let command = Token { kind: Kind::PsqlCommand, start: token.start, end };
                seen(Seen::Statement(command.span(), &[command]));
                return;
            }
            if token.kind == Kind::Semicolon && !body.is_open() {
                if self.may_have_data && copies_from_stdin(self.sql, &self.tokens) {
                    match data_end(self.sql, token.end) {
                        Some(it) => self.lexer.jump(it),
                        None => self.may_have_data = false,
                    }
                }
                break;
            }
            body.see(&self.sql[token.span()], token.kind);
            self.tokens.push(token);
        }
        self.emit(seen);
    }

    fn emit(&mut self, seen: &mut impl FnMut(Seen<'_>)) {
        for it in self.lexer.comments.drain(..) {
            seen(Seen::Comment(it));
        }
        if let (Some(first), Some(last)) = (self.tokens.first(), self.tokens.last()) {
            seen(Seen::Statement(first.start..last.end, &self.tokens));
        }
    }
}

/// Bytes that [`glance`] has to look at.
static STOPS: [bool; 256] = {
    let mut table = [false; 256];
    let stops = b"'\"$-/;\\<";
    let mut n = 0;
    while n < stops.len() {
        table[stops[n] as usize] = true;
        n += 1;
    }
    table
};

/// Looks for the end of the statement that begins at `start`, and gives its text with the place
/// of its semicolon; nothing when only the lexer can tell.
fn glance(sql: &str, start: usize) -> Option<(Glance<'_>, usize)> {
    if needs_lexer(&sql[start..]) {
        return None;
    }
    let bytes = sql.as_bytes();
    let mut may_have_distance = false;
    let mut at = start;
    // Where the last thing that is no comment ends.
    let mut last_comment = None;
    let end = loop {
        let Some(next) = bytes[at..].iter().position(|it| STOPS[usize::from(*it)]) else {
            break bytes.len();
        };
        at += next;
        let next = bytes.get(at + 1).copied();
        match bytes[at] {
            b'\'' if ends_in_prefix(&bytes[start..at]) => return None,
            quote @ (b'\'' | b'"') => at += 2 + sql[at + 1..].find(char::from(quote))?,
            b'$' if start < at && is_word_part(bytes[at - 1]) => at += 1,
            b'$' => at = behind_dollar(sql, at)?,
            b'-' if next == Some(b'-') => {
                let from = at;
                at = sql[at..].find(['\n', '\r']).map_or(sql.len(), |it| at + it);
                last_comment = Some(from..at);
            }
            b'/' if next == Some(b'*') => return None,
            b';' => break at,
            b'\\' => return None,
            b'<' => {
                let middle = next.is_some_and(|it| b"-#=+~%".contains(&it));
                may_have_distance |= middle && bytes.get(at + 2) == Some(&b'>');
                at += 1;
            }
            _ => at += 1,
        }
    };
    let mut text = sql[start..end].trim_end();
    if let Some(it) = last_comment
        && it.end - start >= text.len()
    {
        // The lexer knows where the last token ends when comments follow it.
        if end == sql.len() || it.start < start + text.len() {
            return None;
        }
        text = &sql[start..it.start];
    }
    Some((Glance { text, may_have_distance }, end))
}

/// Whether the statement can have a body with semicolons, or data behind it, or is no statement.
fn needs_lexer(text: &str) -> bool {
    let mut words = text.split(|it: char| !it.is_ascii_alphanumeric() && it != '_');
    let Some(first) = words.next().filter(|it| !it.is_empty()) else {
        return true;
    };
    if first.eq_ignore_ascii_case("COPY") {
        return true;
    }
    if !first.eq_ignore_ascii_case("CREATE") {
        return false;
    }
    words.filter(|it| !it.is_empty()).take(3).any(|it| {
        ["FUNCTION", "PROCEDURE", "RULE"].iter().any(|word| it.eq_ignore_ascii_case(word))
    })
}

/// Whether an `E` that is no part of a name ends it, so that backslashes escape in the string.
fn ends_in_prefix(before: &[u8]) -> bool {
    match before {
        [.., first, b'e' | b'E'] => !is_word_part(*first),
        _ => false,
    }
}

/// Behind the dollar-quoted string that begins at `at`, or behind the `$` of a parameter.
fn behind_dollar(sql: &str, at: usize) -> Option<usize> {
    let rest = &sql[at + 1..];
    if rest.starts_with(|it: char| it.is_ascii_digit()) {
        return Some(at + 1);
    }
    let name = rest.find(|it: char| it == '$' || !(it.is_alphanumeric() || it == '_'))?;
    if !rest[name..].starts_with('$') {
        return Some(at + 1);
    }
    let tag = &sql[at..at + name + 2];
    let from = at + tag.len();
    Some(from + sql[from..].find(tag)? + tag.len())
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

    fn spans(sql: &str, wanted: bool) -> Vec<Span> {
        let mut spans = vec![];
        walk(
            sql,
            |_| wanted,
            |it| match it {
                Seen::Statement(span, _) | Seen::Passed(span) => spans.push(span),
                Seen::Comment(_) => {}
            },
        );
        spans
    }

    #[test]
    fn what_is_passed_ends_where_it_would_when_read() {
        for sql in [
            "SELECT ';', \";\" -- ;\n; INSERT INTO t VALUES ('it''s', $$;$$, $a$;$$;$a$) ; x",
            "INSERT INTO t VALUES (E'\\';'); SELECT 1",
            "INSERT INTO t VALUES ('\\'); SELECT 'é;' /* ; */; SELECT 2",
            "SELECT 1 -- last\n;SELECT 2 -- the end",
            "SELECT 1 -- one\n -- two\n;SELECT 2 -- the end\n",
            "SELECT a$1$; SELECT $1, 'a'; SELECT $1",
            "COPY t FROM stdin;\n;;\n\\.\nSELECT 1 \\gexec\nSELECT 2",
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; SELECT 2",
            "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; SELECT 2",
            "SELECT 'a' \n 'b;'; SELECT 'open",
            "SELECT 1 /* open",
            "\\echo 'it;\nSELECT 1;;",
            "SELECT 1 -- \r; SELECT 2",
        ] {
            assert_eq!(spans(sql, false), spans(sql, true), "{sql}");
        }
    }

    #[test]
    fn distances_are_seen_outside_of_strings() {
        for (sql, expected) in [
            ("SELECT a <-> b", true),
            ("SELECT a<=>b", true),
            ("SELECT a <> b, '<=>'", false),
            ("SELECT a < b", false),
        ] {
            assert_eq!(glance(sql, 0).map(|it| it.0.may_have_distance), Some(expected), "{sql}");
        }
    }
}
