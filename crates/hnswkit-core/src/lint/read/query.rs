//! Reads the shape of queries: which distance they order by, and what stands in the way.

use super::distance::{condition, conjuncts, find, metric, span, tops};
use crate::{
    lint::{Condition, Distance, FromTable, Limit, OrderKey, OrderKind, Query},
    parse::{Cursor, Kind, Token},
};

/// Where a clause of a query stands among the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clause {
    Select,
    From,
    Where,
    Group,
    Order,
    Limit,
    Offset,
    Fetch,
    Rest,
}

/// Words that begin clauses.
const CLAUSES: &[(&str, Clause)] = &[
    ("FROM", Clause::From),
    ("WHERE", Clause::Where),
    ("GROUP", Clause::Group),
    ("HAVING", Clause::Rest),
    ("WINDOW", Clause::Rest),
    ("ORDER", Clause::Order),
    ("LIMIT", Clause::Limit),
    ("OFFSET", Clause::Offset),
    ("FETCH", Clause::Fetch),
    ("FOR", Clause::Rest),
    ("INTO", Clause::Rest),
    ("RETURNING", Clause::Rest),
];

/// How many keys of `ORDER BY` are looked at.
const KEYS: usize = 8;
/// How deep queries may nest; each level is looked at again for those around it.
const DEPTH: usize = 64;

/// What stands between two parentheses, or the whole.
#[derive(Debug, Default)]
struct Frame {
    /// The first token of the query, once `SELECT` was seen.
    start: Option<usize>,
    clauses: Vec<(Clause, usize, usize)>,
    /// Whether there are several sets.
    union: bool,
}

impl Frame {
    fn close(&mut self, at: usize) {
        if let Some(last) = self.clauses.last_mut() {
            last.2 = at;
        }
    }

    fn open(&mut self, clause: Clause, at: usize) {
        self.close(at);
        self.clauses.push((clause, at + 1, at + 1));
    }

    fn find(&self, clause: Clause) -> Option<(usize, usize)> {
        self.clauses.iter().find(|it| it.0 == clause).map(|it| (it.1, it.2))
    }
}

/// Calls `found` for every query among the tokens that computes a distance.
pub(super) fn queries(
    text: &str,
    tokens: &[Token],
    in_function: bool,
    found: &mut dyn FnMut(Query),
) {
    if !has_distance(text, tokens) {
        return;
    }
    let early = ["DECLARE", "CURSOR", "FOR", "CREATE"];
    let select = tokens.iter().position(|it| text[it.span()].eq_ignore_ascii_case("SELECT"));
    let is_early = tokens[..select.unwrap_or(0)]
        .iter()
        .any(|it| early.iter().any(|word| text[it.span()].eq_ignore_ascii_case(word)));
    let mut found = |depth: usize, it: Query| {
        found(Query { may_stop_early: is_early || 1 < depth, in_function, ..it });
    };
    let found: &mut dyn FnMut(usize, Query) = &mut found;
    let ctes = ctes(text, tokens);
    let mut frames = vec![Frame::default()];
    for (n, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open if DEPTH < frames.len() => return,
            Kind::Open => frames.push(Frame::default()),
            Kind::Close => {
                let depth = frames.len();
                if 1 < depth
                    && let Some(mut frame) = frames.pop()
                {
                    frame.close(n);
                    finish(text, tokens, &frame, n, &ctes, &mut |it| found(depth, it));
                }
            }
            Kind::Word => {
                if let Some(frame) = frames.last_mut() {
                    word(text, tokens, n, frame);
                }
            }
            _ => {}
        }
    }
    while let Some(mut frame) = frames.pop() {
        let depth = frames.len() + 1;
        frame.close(tokens.len());
        finish(text, tokens, &frame, tokens.len(), &ctes, &mut |it| found(depth, it));
    }
}

fn has_distance(text: &str, tokens: &[Token]) -> bool {
    tokens.iter().any(|it| match it.kind {
        Kind::Operator => metric(text, *it).is_some(),
        Kind::Word => {
            let word = &text[it.span()];
            word.len() >= 11 && word.to_ascii_lowercase().ends_with("_distance")
                || word.eq_ignore_ascii_case("negative_inner_product")
        }
        _ => false,
    })
}

fn word(text: &str, tokens: &[Token], n: usize, frame: &mut Frame) {
    let word = &text[tokens[n].span()];
    if 0 < n && tokens[n - 1].kind == Kind::Dot {
        return;
    }
    if word.eq_ignore_ascii_case("SELECT") {
        if frame.start.is_none() {
            frame.start = Some(n);
            frame.open(Clause::Select, n);
        } else {
            frame.union = true;
        }
        return;
    }
    if frame.start.is_none() {
        return;
    }
    if ["UNION", "EXCEPT", "INTERSECT"].iter().any(|it| word.eq_ignore_ascii_case(it)) {
        frame.union = true;
        return;
    }
    let Some((_, clause)) = CLAUSES.iter().find(|it| word.eq_ignore_ascii_case(it.0)) else {
        return;
    };
    let is = |n: usize, it: &str| {
        tokens.get(n).is_some_and(|token| text[token.span()].eq_ignore_ascii_case(it))
    };
    let is_clause = match clause {
        Clause::Order | Clause::Group => is(n + 1, "BY"),
        // `IS DISTINCT FROM` is no clause.
        Clause::From => !(0 < n && is(n - 1, "DISTINCT")),
        _ => true,
    };
    if is_clause {
        frame.open(*clause, n);
    }
}

/// The names behind `WITH`.
fn ctes(text: &str, tokens: &[Token]) -> Vec<String> {
    let is = |n: usize, it: &str| {
        tokens.get(n).is_some_and(|token| text[token.span()].eq_ignore_ascii_case(it))
    };
    let opens = |n: usize| tokens.get(n).is_some_and(|it| it.kind == Kind::Open);
    let mut names = vec![];
    for n in 1..tokens.len() {
        let after = match () {
            () if is(n + 1, "MATERIALIZED") => n + 2,
            () if is(n + 1, "NOT") && is(n + 2, "MATERIALIZED") => n + 3,
            () => n + 1,
        };
        if is(n, "AS") && opens(after) {
            names.push(text[tokens[n - 1].span()].trim_matches('"').to_ascii_lowercase());
        }
    }
    names
}

fn finish(
    text: &str,
    tokens: &[Token],
    frame: &Frame,
    end: usize,
    ctes: &[String],
    found: &mut dyn FnMut(Query),
) {
    let Some(start) = frame.start else { return };
    let part = |clause| frame.find(clause).map(|(from, to)| &tokens[from..to.max(from)]);
    let select = part(Clause::Select).unwrap_or_default();
    let order = part(Clause::Order).map(|it| order(text, it, select)).unwrap_or_default();
    let filter = part(Clause::Where);
    let parts = filter.map(|it| conjuncts(text, it)).unwrap_or_default();
    let filter_distances: Vec<Distance> =
        parts.iter().filter_map(|it| find_outside_queries(text, it)).collect();
    if order.iter().all(|it| it.kind == OrderKind::Other) && filter_distances.is_empty() {
        return;
    }
    let first_word = |it: &[Token], word: &str| {
        it.first().is_some_and(|token| text[token.span()].eq_ignore_ascii_case(word))
    };
    let (tables, other_from) =
        part(Clause::From).map(|it| from(text, it, ctes)).unwrap_or_default();
    let limit = match (part(Clause::Limit), part(Clause::Fetch)) {
        (Some(it), _) => limit(text, it),
        (None, Some(it)) => limit(text, it.get(1..).unwrap_or_default()),
        (None, None) => Limit::None,
    };
    let offset = match part(Clause::Offset).map(|it| self::limit(text, it)) {
        Some(Limit::Rows(it)) => it,
        _ => 0,
    };
    found(Query {
        span: tokens[start].start..tokens[end - 1].end,
        tables,
        other_from,
        order,
        filter: filter.map(|it| without_distances(text, it, &parts)),
        filter_span: filter.map(span),
        filter_distances,
        limit,
        offset,
        may_stop_early: false,
        in_function: false,
        grouped: frame.union
            || part(Clause::Group).is_some()
            || ["DISTINCT", "COUNT", "SUM", "AVG", "MIN", "MAX", "BOOL_OR"]
                .iter()
                .any(|it| first_word(select, it)),
    });
}

/// The condition without the parts that are about distances.
fn without_distances(text: &str, all: &[Token], parts: &[&[Token]]) -> Condition {
    let mut whole = condition(text, all);
    let rest: Vec<Condition> =
        parts.iter().filter(|it| find(text, it).is_none()).map(|it| condition(text, it)).collect();
    whole.columns = rest.iter().flat_map(|it| it.columns.clone()).collect();
    whole.columns.sort();
    whole.columns.dedup();
    whole.parts = rest.into_iter().flat_map(|it| it.parts).collect();
    whole.parts.sort();
    whole
}

fn find_outside_queries(text: &str, tokens: &[Token]) -> Option<Distance> {
    let has_query = tokens
        .iter()
        .any(|it| it.kind == Kind::Word && text[it.span()].eq_ignore_ascii_case("SELECT"));
    // `v <=> (SELECT …)` asks for one vector; within more than that, the query is another's.
    find(text, tokens).filter(|it| it.1 || !has_query).map(|it| it.0)
}

/// The keys behind `ORDER BY`.
fn order(text: &str, tokens: &[Token], select: &[Token]) -> Vec<OrderKey> {
    // The clause begins with the word `BY`.
    let tokens = tokens.get(1..).unwrap_or_default();
    let keys = commas(tokens).into_iter().filter(|it| !it.is_empty());
    keys.take(KEYS).map(|it| key(text, it, select)).collect()
}

fn commas(tokens: &[Token]) -> Vec<&[Token]> {
    let mut parts = vec![];
    let mut start = 0;
    for (n, it) in tops(tokens) {
        if it.kind == Kind::Comma {
            parts.push(&tokens[start..n]);
            start = n + 1;
        }
    }
    parts.push(&tokens[start..]);
    parts
}

fn key(text: &str, mut tokens: &[Token], select: &[Token]) -> OrderKey {
    let is = |it: &Token, word: &str| text[it.span()].eq_ignore_ascii_case(word);
    let mut nulls_first = None;
    if let [rest @ .., nulls, which] = tokens
        && is(nulls, "NULLS")
    {
        if is(which, "FIRST") {
            nulls_first = Some(nulls.start..which.end);
        }
        tokens = rest;
    }
    let mut descending = None;
    match tokens {
        [rest @ .., last] if is(last, "DESC") => {
            descending = Some(last.span());
            tokens = rest;
        }
        [rest @ .., last] if is(last, "ASC") => tokens = rest,
        _ => {}
    }
    let kind = match find_outside_queries_with(text, tokens) {
        Some(it) => it,
        None => alias(text, tokens, select).unwrap_or(OrderKind::Other),
    };
    OrderKey { span: span(tokens), kind, descending, nulls_first }
}

fn find_outside_queries_with(text: &str, tokens: &[Token]) -> Option<OrderKind> {
    find_outside_queries(text, tokens)?;
    find(text, tokens).map(|(it, exact)| match exact {
        true => OrderKind::Distance(it),
        false => OrderKind::Computed(it),
    })
}

/// What the key stands for, when it is the name or number of an output column.
fn alias(text: &str, tokens: &[Token], select: &[Token]) -> Option<OrderKind> {
    let [only] = tokens else { return None };
    let items = commas(select);
    if only.kind == Kind::Number {
        let n: usize = text[only.span()].parse().ok()?;
        return find_outside_queries_with(text, items.get(n.checked_sub(1)?)?.split_last()?.1)
            .or_else(|| find_outside_queries_with(text, items.get(n - 1)?));
    }
    if !matches!(only.kind, Kind::Word | Kind::QuotedWord) {
        return None;
    }
    let name = text[only.span()].trim_matches('"');
    items.iter().find_map(|item| {
        let (last, before) = item.split_last()?;
        if !text[last.span()].trim_matches('"').eq_ignore_ascii_case(name) {
            return None;
        }
        let before = match before.split_last() {
            Some((it, rest)) if text[it.span()].eq_ignore_ascii_case("AS") => rest,
            _ => before,
        };
        find_outside_queries_with(text, before)
    })
}

fn limit(text: &str, tokens: &[Token]) -> Limit {
    match tokens {
        [only] if only.kind == Kind::Number => {
            text[only.span()].replace('_', "").parse().map_or(Limit::Unknown, Limit::Rows)
        }
        [number, rest @ ..]
            if number.kind == Kind::Number && rest.iter().all(|it| it.kind == Kind::Word) =>
        {
            text[number.span()].parse().map_or(Limit::Unknown, Limit::Rows)
        }
        [only] if ["ALL", "NULL"].iter().any(|it| text[only.span()].eq_ignore_ascii_case(it)) => {
            Limit::None
        }
        // `FETCH FIRST ROW ONLY`
        [first, ..]
            if ["ROW", "ROWS"].iter().any(|it| text[first.span()].eq_ignore_ascii_case(it)) =>
        {
            Limit::Rows(1)
        }
        _ => Limit::Unknown,
    }
}

/// The tables behind `FROM`, and whether there is anything else.
fn from(text: &str, tokens: &[Token], ctes: &[String]) -> (Vec<FromTable>, bool) {
    let mut cursor = Cursor::new(text, tokens, tokens.last().map_or(0, |it| it.end));
    let mut tables = vec![];
    let mut other = false;
    let joins = ["JOIN", "LEFT", "RIGHT", "FULL", "INNER", "OUTER", "CROSS", "NATURAL"];
    while cursor.peek(0).is_some() {
        while cursor.kind(Kind::Comma).is_some()
            || joins.iter().any(|it| cursor.keyword(it).is_some())
        {}
        cursor.keyword("ONLY");
        match cursor.object_name("a table") {
            Ok(name) if cursor.peek(0).is_none_or(|it| it.kind != Kind::Open) => {
                if name.qualifiers.is_empty() && ctes.contains(&name.name.value) {
                    other = true;
                }
                cursor.operator("*");
                cursor.keyword("AS");
                let ends = joins.iter().any(|it| cursor.is_keyword(0, it))
                    || ["ON", "USING", "TABLESAMPLE"].iter().any(|it| cursor.is_keyword(0, it));
                let alias = match ends {
                    true => None,
                    false => cursor.name("an alias").ok().map(|it| it.value),
                };
                let alias = alias.unwrap_or_else(|| name.name.value.clone());
                tables.push(FromTable { name, alias });
            }
            _ => other = true,
        }
        // The condition of the join.
        while cursor.peek(0).is_some_and(|it| it.kind != Kind::Comma)
            && !joins.iter().any(|it| cursor.is_keyword(0, it))
        {
            if cursor.peek(0).is_some_and(|it| it.kind == Kind::Open) {
                if cursor.group().is_err() {
                    cursor.advance();
                }
            } else {
                cursor.advance();
            }
        }
    }
    (tables, other)
}
