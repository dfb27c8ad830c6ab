//! The house layout, in one place.

use std::fmt;

/// Writes one clause a line: the first at the margin, the others four spaces in.
pub(super) struct Clauses<'a> {
    f: &'a mut dyn fmt::Write,
    margin: &'static str,
    first: bool,
}

impl<'a> Clauses<'a> {
    pub(super) fn new(f: &'a mut dyn fmt::Write, margin: &'static str) -> Self {
        Self { f, margin, first: true }
    }

    pub(super) fn clause(&mut self, args: fmt::Arguments<'_>) -> fmt::Result {
        if self.first {
            self.f.write_str(self.margin)?;
        } else {
            write!(self.f, "\n{}    ", self.margin)?;
        }
        self.first = false;
        self.f.write_fmt(args)
    }

    pub(super) fn end(self) -> fmt::Result {
        self.f.write_str(";")
    }
}
