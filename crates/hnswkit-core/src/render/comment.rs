//! Comments in any language.

use textwrap::{Options, WordSplitter, wrap};

/// The longest line of a comment, indentation included.
const WIDTH: usize = 92;

/// Writes `text` as lines that begin with `indent` and `mark`, such as `    # `.
pub(super) fn push(out: &mut String, indent: &str, mark: &str, text: &str) {
    let prefix = format!("{indent}{mark} ");
    // Identifiers are never broken: somebody may search for them.
    let options = Options::new(WIDTH - prefix.len())
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation);
    for line in wrap(text, options) {
        out.push_str(&prefix);
        out.push_str(&line);
        out.push('\n');
    }
}
