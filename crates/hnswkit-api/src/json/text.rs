//! JSON as text, in the form that a browser's `JSON.stringify(document, null, 2)` gives.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

/// Two spaces a level, and numbers as JavaScript prints them: `3` where Rust says `3.0`.
///
/// So the command and the page give the same bytes for the same request.
struct JavaScript(PrettyFormatter<'static>);

/// From here on JavaScript prints exponents, which no number of ours needs.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Writes a document, without a line break at the end.
///
/// # Errors
///
/// What the writer fails with.
pub fn write<W: io::Write, T: Serialize>(out: W, document: &T) -> serde_json::Result<()> {
    document.serialize(&mut Serializer::with_formatter(out, JavaScript(PrettyFormatter::new())))
}

impl Formatter for JavaScript {
    fn write_f64<W: ?Sized + io::Write>(&mut self, out: &mut W, value: f64) -> io::Result<()> {
        if -MAX_WHOLE < value && value < MAX_WHOLE && value % 1.0 == 0.0 {
            // -0.0 is 0 in JavaScript's JSON, too.
            #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
            return self.0.write_i64(out, value as i64);
        }
        self.0.write_f64(out, value)
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[track_caller]
    fn written(value: &serde_json::Value) -> String {
        let mut out = Vec::new();
        super::write(&mut out, value).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn whole_numbers_have_no_fraction() {
        assert_eq!(written(&json!([3.0, -0.0, 0.1, 8192.8])), "[\n  3,\n  0,\n  0.1,\n  8192.8\n]");
    }

    #[test]
    fn empty_lists_and_objects_take_no_lines() {
        assert_eq!(written(&json!({ "a": [], "b": {} })), "{\n  \"a\": [],\n  \"b\": {}\n}");
    }
}
