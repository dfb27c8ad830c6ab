//! Semicolons that do not end a statement.

use super::token::Kind;

/// Follows a statement to know whether a semicolon stands in its body.
///
/// Bodies without quotes are `BEGIN ATOMIC … END` of functions and `DO (…; …)` of rules.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// What kind of statement it is, as far as it has been seen.
    state: State,
    /// How many ends are missing.
    depth: usize,
    /// Whether the last word was `BEGIN`.
    after_begin: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Start,
    Create,
    Routine,
    Rule,
    Other,
}

impl Body {
    /// Whether a semicolon here belongs to the statement.
    pub(super) fn is_open(&self) -> bool {
        0 < self.depth
    }

    /// Takes note of a token.
    pub(super) fn see(&mut self, spelling: &str, kind: Kind) {
        if self.state == State::Other {
            return;
        }
        let is = |word: &str| kind == Kind::Word && spelling.eq_ignore_ascii_case(word);
        match self.state {
            State::Start if is("CREATE") => self.state = State::Create,
            State::Create if is("OR") || is("REPLACE") => {}
            State::Create if is("FUNCTION") || is("PROCEDURE") => self.state = State::Routine,
            State::Create if is("RULE") => self.state = State::Rule,
            State::Start | State::Create | State::Other => self.state = State::Other,
            State::Rule => match kind {
                Kind::Open => self.depth += 1,
                Kind::Close => self.depth = self.depth.saturating_sub(1),
                _ => {}
            },
            State::Routine => {
                if self.depth == 0 {
                    self.depth = usize::from(self.after_begin && is("ATOMIC"));
                } else if is("BEGIN") || is("CASE") {
                    self.depth += 1;
                } else if is("END") {
                    self.depth -= 1;
                }
                self.after_begin = is("BEGIN");
            }
        }
    }
}
