//! The tokens of PostgreSQL.

use super::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A keyword or a name without quotes.
    Word,
    /// `"name"`
    QuotedWord,
    /// `U&"name"`
    UnicodeWord,
    /// `'text'`
    String,
    /// `E'text'`
    EscapeString,
    /// `U&'text'`
    UnicodeString,
    /// `N'text'`
    NationalString,
    /// `B'0101'` or `X'1f'`
    BitString,
    /// `$$text$$` or `$tag$text$tag$`
    DollarString,
    /// `1`, `1.5e3`, `0x1f`, `1_000`
    Number,
    /// `$1`
    Parameter,
    /// One operator, such as `<=>`.
    Operator,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `[`
    OpenBracket,
    /// `]`
    CloseBracket,
    /// `,`
    Comma,
    /// `.`
    Dot,
    /// `;`
    Semicolon,
    /// `:`
    Colon,
    /// `::`
    DoubleColon,
    /// `:=`
    Assign,
    /// `\connect` and the like, to the end of the line; made by `split`.
    PsqlCommand,
    /// A character that no token begins with.
    Stray,
    /// Letters that follow a number or parameter at once.
    Junk,
    /// A string, name or comment without its end.
    Unclosed,
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// Where it begins, in bytes.
    pub(crate) start: usize,
    /// Where it ends, in bytes.
    pub(crate) end: usize,
}

impl Token {
    /// The bytes that the token covers.
    pub(crate) fn span(self) -> Span {
        self.start..self.end
    }
}

impl Kind {
    /// Whether it is a string constant of any kind.
    pub(crate) fn is_string(self) -> bool {
        matches!(
            self,
            Self::String
                | Self::EscapeString
                | Self::UnicodeString
                | Self::NationalString
                | Self::BitString
                | Self::DollarString
        )
    }
}
