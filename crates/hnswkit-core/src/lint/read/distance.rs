//! Finds distances among tokens.

use crate::{
    domain::Metric,
    lint::{Condition, Distance, Operand},
    parse::{Kind, Span, Token},
};

/// The functions behind the operators.
// pgvector 0.8.6 sql/vector.sql.
const FUNCTIONS: &[(&str, Metric)] = &[
    ("l2_distance", Metric::L2),
    ("negative_inner_product", Metric::InnerProduct),
    ("vector_negative_inner_product", Metric::InnerProduct),
    ("cosine_distance", Metric::Cosine),
    ("l1_distance", Metric::L1),
    ("hamming_distance", Metric::Hamming),
    ("jaccard_distance", Metric::Jaccard),
];

/// Operators and words that bind less than a distance.
const LOOSE: &str = "= < > <= >= <> != AND OR NOT IS IN LIKE ILIKE BETWEEN SIMILAR ISNULL NOTNULL";

/// How many parentheses around the whole are taken off.
const DEPTH: usize = 32;

/// The metric whose operator the token is.
// A hole of a program can follow at once, as in `<=>%s`.
pub(super) fn metric(text: &str, token: Token) -> Option<Metric> {
    if token.kind != Kind::Operator {
        return None;
    }
    let spelling = &text[token.span()];
    let operator = spelling.get(..3)?;
    let is_it = matches!(&spelling[3..], "" | "%" | "?" | "@");
    Metric::ALL.iter().copied().find(|it| is_it && it.operator() == operator)
}

/// Where the tokens stand.
pub(super) fn span(tokens: &[Token]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => 0..0,
    }
}

/// The tokens without parentheses around all of them.
pub(super) fn inside(mut tokens: &[Token]) -> &[Token] {
    for _ in 0..DEPTH {
        match tokens {
            [open, within @ .., close]
                if open.kind == Kind::Open
                    && close.kind == Kind::Close
                    && tops(tokens).nth(2).is_none() =>
            {
                tokens = within;
            }
            _ => break,
        }
    }
    tokens
}

/// The tokens that stand in no parentheses, which themselves count.
pub(super) fn tops(tokens: &[Token]) -> impl Iterator<Item = (usize, Token)> + '_ {
    let mut depth = 0_usize;
    tokens.iter().enumerate().filter_map(move |(n, it)| {
        match it.kind {
            Kind::Open | Kind::OpenBracket => depth += 1,
            Kind::Close | Kind::CloseBracket => depth = depth.saturating_sub(1),
            _ => {}
        }
        let opens = matches!(it.kind, Kind::Open | Kind::OpenBracket) && depth == 1;
        (opens || depth == 0).then_some((n, *it))
    })
}

/// The distance within the tokens, and whether it is all that they say.
pub(super) fn find(text: &str, tokens: &[Token]) -> Option<(Distance, bool)> {
    if let Some(it) = exact(text, tokens) {
        return Some((it, true));
    }
    // The innermost parentheses around the first operator.
    if let Some(at) = tokens.iter().position(|it| metric(text, *it).is_some()) {
        let (first, last) = group_around(tokens, at);
        let (left, right) = between_loose(text, tokens, first..last, at);
        let found = exact(text, &tokens[first..last])
            .or_else(|| exact(text, &tokens[left..right]))
            .or_else(|| around(text, tokens, at));
        return found.map(|it| (it, false));
    }
    let at = tokens.iter().enumerate().position(|(n, it)| {
        it.kind == Kind::Word
            && tokens.get(n + 1).is_some_and(|it| it.kind == Kind::Open)
            && function(&text[it.span()]).is_some()
    })?;
    let (_, end) = group_around(tokens, (at + 2).min(tokens.len() - 1));
    exact(text, &tokens[at..(end + 1).min(tokens.len())]).map(|it| (it, false))
}

fn function(name: &str) -> Option<Metric> {
    FUNCTIONS.iter().find(|it| it.0.eq_ignore_ascii_case(name)).map(|it| it.1)
}

/// Whether the token binds less than a distance.
fn is_loose(text: &str, it: Token) -> bool {
    let spelling = &text[it.span()];
    matches!(it.kind, Kind::Operator | Kind::Word)
        && LOOSE.split(' ').any(|loose| loose.eq_ignore_ascii_case(spelling))
}

/// The tokens around the one at `at` up to the next that bind less.
fn between_loose(text: &str, tokens: &[Token], within: Span, at: usize) -> (usize, usize) {
    let (mut left, mut right) = (within.start, within.end);
    for (n, it) in tops(&tokens[within.clone()]) {
        let n = within.start + n;
        if is_loose(text, it) {
            if n < at {
                left = n + 1;
            } else {
                right = n;
                break;
            }
        }
    }
    (left, right)
}

/// The tokens between the innermost parentheses around the one at `at`.
fn group_around(tokens: &[Token], at: usize) -> (usize, usize) {
    let mut depth = 0_usize;
    let mut first = 0;
    for n in (0..at).rev() {
        match tokens[n].kind {
            Kind::Close => depth += 1,
            Kind::Open if depth == 0 => {
                first = n + 1;
                break;
            }
            Kind::Open => depth -= 1,
            _ => {}
        }
    }
    depth = 0;
    for (n, it) in tokens.iter().enumerate().skip(at) {
        match it.kind {
            Kind::Open => depth += 1,
            Kind::Close if depth == 0 => return (first, n),
            Kind::Close => depth -= 1,
            _ => {}
        }
    }
    (first, tokens.len())
}

/// All of the tokens as one distance.
fn exact(text: &str, tokens: &[Token]) -> Option<Distance> {
    let tokens = inside(tokens);
    if let Some(it) = call(text, tokens) {
        return Some(it);
    }
    let mut found = None;
    for (n, it) in tops(tokens) {
        if metric(text, it).is_some() {
            match found {
                None => found = Some(n),
                Some(_) => return None,
            }
        } else if is_loose(text, it) {
            return None;
        }
    }
    let at = found?;
    Some(Distance {
        metric: metric(text, tokens[at])?,
        operator: tokens[at].start..tokens[at].start + 3,
        is_call: false,
        left: Operand::of(text, &tokens[..at]),
        left_span: span(&tokens[..at]),
        right: Operand::of(text, &tokens[at + 1..]),
        right_span: span(&tokens[at + 1..]),
    })
}

/// `1 - a <=> b` and the like: the operator with the word on either side.
fn around(text: &str, tokens: &[Token], at: usize) -> Option<Distance> {
    Some(Distance {
        metric: metric(text, tokens[at])?,
        operator: tokens[at].start..tokens[at].start + 3,
        is_call: false,
        left: Operand::Other(String::new()),
        left_span: tokens[at].span(),
        right: Operand::Other(String::new()),
        right_span: tokens[at].span(),
    })
}

/// `cosine_distance(a, b)`
fn call(text: &str, tokens: &[Token]) -> Option<Distance> {
    let open = tokens.iter().position(|it| it.kind == Kind::Open)?;
    let name = tokens.get(open.checked_sub(1)?)?;
    let metric = function(&text[name.span()])?;
    let plain = open == 1 || open == 3 && tokens[1].kind == Kind::Dot;
    let last = tops(tokens).last()?;
    if !plain
        || last.1.kind != Kind::Close
        || tops(tokens).filter(|it| it.1.kind == Kind::Open).count() != 1
    {
        return None;
    }
    let arguments = &tokens[open + 1..last.0];
    let comma = tops(arguments).find(|it| it.1.kind == Kind::Comma)?.0;
    let (left, right) = (&arguments[..comma], &arguments[comma + 1..]);
    Some(Distance {
        metric,
        operator: name.span(),
        is_call: true,
        left: Operand::of(text, left),
        left_span: span(left),
        right: Operand::of(text, right),
        right_span: span(right),
    })
}

/// A condition: its parts between `AND`s and the columns in them.
pub(in crate::lint) fn condition(text: &str, tokens: &[Token]) -> Condition {
    let mut parts: Vec<String> =
        conjuncts(text, tokens).into_iter().map(|it| spelled(text, it)).collect();
    parts.sort();
    parts.dedup();
    Condition { parts, columns: columns(text, tokens) }
}

/// The parts of a condition between `AND`s.
pub(super) fn conjuncts<'t>(text: &str, tokens: &'t [Token]) -> Vec<&'t [Token]> {
    let tokens = inside(tokens);
    let is =
        |it: Token, word: &str| it.kind == Kind::Word && text[it.span()].eq_ignore_ascii_case(word);
    let mut parts = vec![];
    let mut start = 0;
    let mut within_between = false;
    for (n, it) in tops(tokens) {
        if is(it, "BETWEEN") {
            within_between = true;
        } else if is(it, "OR") {
            return vec![tokens];
        } else if is(it, "AND") {
            if within_between {
                within_between = false;
                continue;
            }
            parts.push(inside(&tokens[start..n]));
            start = n + 1;
        }
    }
    parts.push(inside(&tokens[start..]));
    parts
}

/// In one spelling, without the tables before columns.
fn spelled(text: &str, tokens: &[Token]) -> String {
    let kept: Vec<Token> = (0..tokens.len())
        .filter(|n| {
            let is_dot = |n: usize| tokens.get(n).is_some_and(|it| it.kind == Kind::Dot);
            !is_dot(*n) && !is_dot(n + 1)
        })
        .map(|n| tokens[n])
        .collect();
    crate::lint::operand::spelling(text, &kept)
}

const NO_COLUMNS: &str = "and or not is null in true false like ilike between any all some exists distinct \
    from case when then else end array cast as similar to escape";

fn columns(text: &str, tokens: &[Token]) -> Vec<String> {
    let mut columns = vec![];
    for (n, it) in tokens.iter().enumerate() {
        let next = tokens.get(n + 1).map(|it| it.kind);
        let before = n.checked_sub(1).map(|n| tokens[n].kind);
        let is_name = matches!(it.kind, Kind::Word | Kind::QuotedWord)
            && !matches!(next, Some(Kind::Open | Kind::Dot))
            && before != Some(Kind::DoubleColon);
        if is_name {
            let name = text[it.span()].trim_matches('"');
            let name =
                if it.kind == Kind::Word { name.to_ascii_lowercase() } else { name.to_owned() };
            if it.kind == Kind::QuotedWord
                || !NO_COLUMNS.split_whitespace().any(|word| word == name)
            {
                columns.push(name);
            }
        }
    }
    columns.sort();
    columns.dedup();
    columns
}
