//! A position among the tokens of a statement.

use super::{
    Name, ObjectName, Span, SyntaxError,
    error::excerpt,
    literal,
    reserved::{is_function_or_type, is_reserved},
    token::{Kind, Token},
};

/// The tokens of a statement, or of what stands between two parentheses.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
    /// Where the tokens end in the text.
    end: usize,
}

impl<'a> Cursor<'a> {
    /// Before the first of `tokens`, which stand in `text` and end at `end`.
    pub(crate) fn new(text: &'a str, tokens: &'a [Token], end: usize) -> Self {
        Self { text, tokens, at: 0, end }
    }

    /// The whole text.
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// The token `n` places ahead.
    pub(crate) fn peek(&self, n: usize) -> Option<Token> {
        self.tokens.get(self.at + n).copied()
    }

    /// The next token, which is passed.
    pub(crate) fn advance(&mut self) -> Option<Token> {
        let token = self.peek(0)?;
        self.at += 1;
        Some(token)
    }

    /// Passes `n` tokens.
    pub(crate) fn skip(&mut self, n: usize) {
        self.at = self.tokens.len().min(self.at + n);
    }

    /// The tokens that are left, with the place where they end; they are passed.
    pub(crate) fn rest(&mut self) -> (&'a [Token], usize) {
        let rest = &self.tokens[self.at..];
        self.at = self.tokens.len();
        (rest, self.end)
    }

    /// Where the token before ends.
    pub(crate) fn before(&self) -> usize {
        match self.at.checked_sub(1).and_then(|it| self.tokens.get(it)) {
            Some(it) => it.end,
            None => self.peek(0).map_or(self.end, |it| it.start),
        }
    }

    /// The tokens from here to where `other` of the same statement has come.
    pub(crate) fn until(&self, other: &Self) -> Self {
        Self::new(self.text, &self.tokens[self.at..other.at], other.before())
    }

    /// How the token is spelled.
    pub(crate) fn spelling(&self, token: Token) -> &'a str {
        &self.text[token.span()]
    }

    /// Whether the token `n` places ahead is the keyword.
    pub(crate) fn is_keyword(&self, n: usize, keyword: &str) -> bool {
        self.peek(n).is_some_and(|it| {
            it.kind == Kind::Word && self.spelling(it).eq_ignore_ascii_case(keyword)
        })
    }

    /// Whether the token before is the keyword.
    pub(crate) fn was_keyword(&self, keyword: &str) -> bool {
        let mut before = self.clone();
        before.at = before.at.saturating_sub(1);
        before.is_keyword(0, keyword)
    }

    /// Whether the next tokens are the keywords.
    pub(crate) fn is_phrase(&self, keywords: &[&str]) -> bool {
        keywords.iter().enumerate().all(|(n, it)| self.is_keyword(n, it))
    }

    /// Passes the keywords if they are next.
    pub(crate) fn phrase(&mut self, keywords: &[&str]) -> Option<Span> {
        if !self.is_phrase(keywords) {
            return None;
        }
        let first = self.peek(0)?;
        let last = self.peek(keywords.len() - 1)?;
        self.at += keywords.len();
        Some(first.start..last.end)
    }

    /// Passes the keyword if it is next.
    pub(crate) fn keyword(&mut self, keyword: &str) -> Option<Span> {
        self.phrase(&[keyword])
    }

    /// Passes the keyword.
    pub(crate) fn expect(&mut self, keyword: &str) -> Result<Span, SyntaxError> {
        match self.keyword(keyword) {
            Some(it) => Ok(it),
            None => Err(self.unexpected(&format!("`{keyword}`"))),
        }
    }

    /// Passes a token of the kind if it is next.
    pub(crate) fn kind(&mut self, kind: Kind) -> Option<Token> {
        let token = self.peek(0).filter(|it| it.kind == kind)?;
        self.at += 1;
        Some(token)
    }

    /// Passes the operator if it is next.
    pub(crate) fn operator(&mut self, operator: &str) -> Option<Token> {
        let token = self.peek(0).filter(|it| it.kind == Kind::Operator)?;
        if self.spelling(token) != operator {
            return None;
        }
        self.at += 1;
        Some(token)
    }

    /// Passes `( … )` and gives what stands inside.
    pub(crate) fn group(&mut self) -> Result<Self, SyntaxError> {
        let Some(open) = self.kind(Kind::Open) else {
            return Err(self.unexpected("`(`"));
        };
        let mut depth = 1_usize;
        for (n, token) in self.tokens[self.at..].iter().enumerate() {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let inside = &self.tokens[self.at..self.at + n];
                self.at += n + 1;
                return Ok(Self::new(self.text, inside, token.start));
            }
        }
        Err(SyntaxError::new("this parenthesis is not closed", open.start))
    }

    /// One or more of what `read` reads, with commas between.
    pub(crate) fn list<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, SyntaxError>,
    ) -> Result<Vec<T>, SyntaxError> {
        let mut list = vec![read(self)?];
        while self.kind(Kind::Comma).is_some() {
            list.push(read(self)?);
        }
        Ok(list)
    }

    /// A name; `what` is for the message.
    pub(crate) fn name(&mut self, what: &str) -> Result<Name, SyntaxError> {
        match self.peek(0).and_then(|it| literal::name(self.text, it)) {
            Some(it) if !self.is_no_name() => {
                self.at += 1;
                Ok(it)
            }
            _ => Err(self.unexpected(what)),
        }
    }

    /// A name where even reserved words are free, as behind a dot.
    pub(crate) fn label(&mut self, what: &str) -> Result<Name, SyntaxError> {
        match self.peek(0).and_then(|it| literal::name(self.text, it)) {
            Some(it) => {
                self.at += 1;
                Ok(it)
            }
            None => Err(self.unexpected(what)),
        }
    }

    /// A name with or without a schema.
    pub(crate) fn object_name(&mut self, what: &str) -> Result<ObjectName, SyntaxError> {
        let mut name = self.name(what)?;
        let mut qualifiers = vec![];
        while self.kind(Kind::Dot).is_some() {
            let next = self.label("a name")?;
            qualifiers.push(std::mem::replace(&mut name, next));
        }
        Ok(ObjectName { qualifiers, name })
    }

    /// Whether the next token is a word that must not be a name.
    pub(crate) fn is_no_name(&self) -> bool {
        self.is_reserved() || self.is_word(is_function_or_type)
    }

    /// Whether the next token is a reserved word.
    pub(crate) fn is_reserved(&self) -> bool {
        self.is_word(is_reserved)
    }

    /// Whether the next token is a word without quotes that passes the test.
    pub(crate) fn is_word(&self, test: impl FnOnce(&str) -> bool) -> bool {
        self.peek(0).is_some_and(|it| it.kind == Kind::Word && test(self.spelling(it)))
    }

    /// Passes everything before the next comma that stands in no parentheses; gives what it was.
    pub(crate) fn skip_to_comma(&mut self) -> Self {
        let before = self.clone();
        let mut depth = 0_usize;
        while let Some(token) = self.peek(0) {
            match token.kind {
                Kind::Open | Kind::OpenBracket => depth += 1,
                Kind::Close | Kind::CloseBracket => depth = depth.saturating_sub(1),
                Kind::Comma if depth == 0 => break,
                _ => {}
            }
            self.at += 1;
        }
        before.until(self)
    }

    /// Nothing is left.
    pub(crate) fn finish(&self) -> Result<(), SyntaxError> {
        match self.peek(0) {
            None => Ok(()),
            Some(_) => Err(self.unexpected("the end")),
        }
    }

    /// The error that something else should stand here.
    pub(crate) fn unexpected(&self, expected: &str) -> SyntaxError {
        let (found, offset) = match self.peek(0) {
            Some(it) => (format!("found `{}`", excerpt(self.spelling(it))), it.start),
            None if self.text[self.end..].starts_with(')') => ("found `)`".to_owned(), self.end),
            None => ("the statement ends".to_owned(), self.end),
        };
        SyntaxError::new(format!("expected {expected}, but {found}"), offset)
    }
}
