//! Comments of programs that silence rules.

use std::borrow::Cow;

use hnswkit_core::{lint::Piece, parse::Span};

use crate::{language::for_each, write::Placed};

/// The word with which such a comment begins.
const WORD: &str = "hnswkit-ignore";

/// The comments of the tree that are for us.
pub(crate) fn comments(program: &str, root: tree_sitter::Node<'_>) -> Vec<Span> {
    let mut found = vec![];
    if program.contains(WORD) {
        for_each(root, &mut |it| {
            if it.kind() == "comment"
                && program.get(it.byte_range()).is_some_and(|it| it.contains(WORD))
            {
                found.push(it.byte_range());
            }
        });
    }
    found
}

/// The pieces with the comments among them, each beside what it is about.
pub(crate) fn merge(
    program: &str,
    pieces: Vec<Placed>,
    comments: Vec<Span>,
) -> Vec<Piece<'static>> {
    let places: Vec<(usize, Span)> =
        pieces.iter().enumerate().filter_map(|(n, it)| Some((n, it.span.clone()?))).collect();
    let mut by_start: Vec<(usize, usize)> = places.iter().map(|it| (it.1.start, it.0)).collect();
    by_start.sort_unstable();
    let mut by_end: Vec<(usize, usize)> = places.iter().map(|it| (it.1.end, it.0)).collect();
    by_end.sort_unstable();
    let mut before: Vec<Vec<Span>> = vec![vec![]; pieces.len() + 1];
    let mut behind: Vec<Vec<Span>> = vec![vec![]; pieces.len() + 1];
    for comment in comments {
        // The last that ends before it, and the first that ends behind it: that one may be around.
        let next_end = by_end.partition_point(|it| it.0 <= comment.start);
        let around = by_end.get(next_end).filter(|it| {
            pieces
                .get(it.1)
                .and_then(|it| it.span.as_ref())
                .is_some_and(|it| it.start < comment.start)
        });
        let last = next_end.checked_sub(1).and_then(|it| by_end.get(it));
        let same_line =
            |end: usize| !program.get(end..comment.start).unwrap_or("\n").contains('\n');
        let next_start = by_start.partition_point(|it| it.0 < comment.end);
        match (around, last, by_start.get(next_start)) {
            (Some((_, n)), ..) => before[*n].push(comment),
            (_, Some((end, n)), _) if same_line(*end) => behind[*n].push(comment),
            (_, _, Some((_, n))) => before[*n].push(comment),
            _ => before[pieces.len()].push(comment),
        }
    }
    let piece = |span: Span, trailing| Piece::Comment {
        text: Cow::Owned(program.get(span.clone()).unwrap_or_default().to_owned()),
        span,
        trailing,
    };
    let mut merged = vec![];
    for (n, it) in pieces.into_iter().enumerate() {
        merged.extend(std::mem::take(&mut before[n]).into_iter().map(|it| piece(it, false)));
        merged.push(it.piece);
        merged.extend(std::mem::take(&mut behind[n]).into_iter().map(|it| piece(it, true)));
    }
    merged.extend(before.pop().into_iter().flatten().map(|it| piece(it, false)));
    merged
}
