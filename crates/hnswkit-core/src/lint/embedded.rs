//! What may be said of SQL within programs: nothing that hangs on what only the running program
//! knows, and no edit that would break the program around it.

use super::{Edit, Finding, HOLE, OffsetMap};
use crate::parse::Span;

/// Within what the statement at hand stands.
#[derive(Debug, Default)]
pub(super) enum Within {
    /// A file of SQL.
    #[default]
    File,
    /// A string of a program.
    Text(OffsetMap),
    /// A call in a program, or its end.
    Program,
}

impl Within {
    /// Takes out what is not certain, and edits that do not fit.
    pub(super) fn sift(&self, findings: &mut Vec<Finding>, from: usize, statement: &Span) {
        let new = findings.split_off(from.min(findings.len()));
        for mut it in new {
            if it.fix.as_ref().is_some_and(|fix| !fix.edits.iter().all(|it| self.fits(it))) {
                it.fix = None;
            }
            if it.span == *statement || !it.message.contains(HOLE) {
                findings.push(it);
            }
        }
    }

    /// Whether the edit stays within the string or word in which it begins.
    fn fits(&self, edit: &Edit) -> bool {
        if matches!(self, Self::File) {
            return true;
        }
        let is_plain = |it: char| it.is_ascii_alphanumeric() || " _.,()=<>:;-".contains(it);
        let is_within = match self {
            Self::File => true,
            Self::Text(map) => map.holds(&edit.span),
            // What goes takes its commas with it, and what comes needs some.
            Self::Program => !edit.span.is_empty() && !edit.text.is_empty(),
        };
        is_within && edit.text.chars().all(is_plain)
    }
}

impl OffsetMap {
    /// Whether the place in the program is spelled there as in the fragment.
    fn holds(&self, span: &Span) -> bool {
        let after = self.steps.partition_point(|it| it.1 <= span.start);
        let Some(&(from, to)) = after.checked_sub(1).and_then(|it| self.steps.get(it)) else {
            return self.steps.is_empty();
        };
        match self.steps.get(after) {
            Some(next) => span.end - to <= next.0 - from,
            None => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_stay_within_one_string() {
        // The program is `x("ab" "cd")`.
        let within = Within::Text(OffsetMap { steps: vec![(0, 3), (2, 8)] });
        let edit = |span, text: &str| Edit { span, text: text.to_owned() };
        assert!(within.fits(&edit(3..5, "e")));
        assert!(within.fits(&edit(8..10, "e")));
        assert!(!within.fits(&edit(4..9, "e")));
        assert!(!within.fits(&edit(3..5, "\"")));
        assert!(!Within::Program.fits(&edit(3..3, "e")));
        assert!(!Within::Program.fits(&edit(3..5, "")));
        assert!(Within::Program.fits(&edit(3..5, "e")));
    }
}
