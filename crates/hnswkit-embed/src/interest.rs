//! Whether a program may have to do with pgvector: all others cost a glance.

/// Words in lower case, one of which stands in every program that concerns us.
const WORDS: &[&[u8]] = &[
    b"hnsw",
    b"vector",
    b"halfvec",
    b"sparsevec",
    b"ivfflat",
    b"<=>",
    b"<->",
    b"<#>",
    b"<+>",
    b"<~>",
    b"<%>",
    b"drop index",
    b"drop_index",
    b"dropindex",
    b"remove_index",
    b"removeindex",
    b"reindex",
];

/// The bytes with which one of them begins.
static FIRST: [bool; 256] = {
    let mut table = [false; 256];
    let mut n = 0;
    while n < WORDS.len() {
        table[WORDS[n][0] as usize] = true;
        table[WORDS[n][0].to_ascii_uppercase() as usize] = true;
        n += 1;
    }
    table
};

/// Whether one of our words stands in it, in any case.
pub(crate) fn is_interesting(program: &str) -> bool {
    let bytes = program.as_bytes();
    let begins = |at: usize, word: &[u8]| {
        bytes.get(at..at + word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word))
    };
    bytes
        .iter()
        .enumerate()
        .any(|(at, it)| FIRST[usize::from(*it)] && WORDS.iter().any(|word| begins(at, word)))
}

#[cfg(test)]
mod tests {
    use super::is_interesting;

    #[test]
    fn only_programs_with_our_words_are_read() {
        for (program, expected) in [
            ("USING HNSW", true),
            ("mapped_column(Vector(3))", true),
            ("ORDER BY a <=> b", true),
            ("op.drop_index('a')", true),
            ("SELECT 1 FROM t", false),
            ("vecto", false),
            ("", false),
        ] {
            assert_eq!(is_interesting(program), expected, "{program}");
        }
    }
}
