//! The number of the next migration in a folder.

use std::cmp::Reverse;

use hnswkit_core::{
    domain::Timestamp,
    render::{Format, Numbering, Options},
};

use super::Project;

/// The place of a migration among those of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Next {
    /// What stands before its name; nothing when the tool has no numbers.
    pub(crate) revision: Option<String>,
    /// The last one before it, without an ending; nothing when it is the first.
    pub(crate) after: Option<String>,
    /// Whether the migration is there already, under this number.
    pub(crate) is_there: bool,
}

/// An entry of the folder that begins with a number.
struct Entry {
    number: String,
    value: u64,
    rest: String,
    stem: String,
}

/// The place of the migration `name` in the folder of the project.
///
/// One of that name keeps its number, so that writing and checking again give the same file.
pub(crate) fn next(
    project: &Project,
    folder: &str,
    format: &Format,
    options: &Options,
    name: &str,
) -> Next {
    let prefix = prefix(format);
    let mut entries: Vec<Entry> =
        project.names(folder).iter().filter_map(|it| entry(it, prefix)).collect();
    entries.sort_by_key(|it| Reverse(it.value));
    let ours = |it: &Entry| it.rest.trim_start_matches(['_', '-', '.']) == name;
    // Several files of one migration follow each other: the first has the number.
    if let Some(first) = entries.iter().rev().position(|it| belongs(&it.rest, name)) {
        let at = entries.len() - 1 - first;
        let before = entries[at + 1..].iter().find(|it| !ours(it));
        return Next {
            revision: options.revision.clone().or_else(|| Some(entries[at].number.clone())),
            after: before.map(|it| it.stem.clone()),
            is_there: true,
        };
    }
    let last = entries.first();
    let revision = match (&options.revision, format.numbering, last) {
        (Some(it), ..) => Some(it.clone()),
        (None, Numbering::None | Numbering::Chain, _) => None,
        (None, _, None) => None,
        (None, numbering, Some(last)) => Some(following(numbering, last, options.now)),
    };
    Next { revision, after: last.map(|it| it.stem.clone()), is_there: false }
}

/// What stands before the number in the names of a tool's files.
pub(super) fn prefix(format: &Format) -> &'static str {
    match format.id {
        "flyway" | "refinery" => "V",
        "doctrine" => "Version",
        "mikro-orm" => "Migration",
        "sea-orm" => "m",
        _ => "",
    }
}

/// Whether what follows a number is this migration's name, or that of one of its files.
fn belongs(rest: &str, name: &str) -> bool {
    let rest = rest.trim_start_matches(['_', '-', '.']);
    // Postgrator says the direction first: `001.do.items.sql`.
    let rest = ["do.", "undo."].iter().find_map(|it| rest.strip_prefix(it)).unwrap_or(rest);
    rest.strip_prefix(name).is_some_and(|it| it.is_empty() || it.starts_with(['.', '_']))
        || letters(rest.split('.').next().unwrap_or(rest)) == letters(name)
}

/// The same for `add_indexes` and, where a file is named like its class, `AddIndexes`.
fn letters(name: &str) -> String {
    name.chars().filter(|it| !"_-".contains(*it)).collect::<String>().to_lowercase()
}

/// `0002_items.up.sql` as its parts; nothing when it does not begin with a number.
fn entry(file: &str, prefix: &str) -> Option<Entry> {
    let body = file.strip_prefix(prefix)?;
    let end = body.find(|it: char| !(it.is_ascii_digit() || "_-".contains(it)))?;
    let number = body[..end].trim_end_matches(['_', '-']);
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let value = digits.parse().ok()?;
    let rest = body[number.len()..].to_owned();
    let stem = file.split('.').next().unwrap_or(file).to_owned();
    Some(Entry { number: number.to_owned(), value, rest, stem })
}

/// The number after the last one: `now` when that is later, else the next of the same shape.
fn following(numbering: Numbering, last: &Entry, now: Option<Timestamp>) -> String {
    let after = Options { revision: Some(last.number.clone()), ..Options::default() };
    let step = |numbering: Numbering| numbering.numbers(&after, 2).pop().unwrap_or_default();
    let at = |numbering: Numbering| {
        now.map(|now| {
            numbering.numbers(&Options { now: Some(now), ..Options::default() }, 1).remove(0)
        })
    };
    // aerich: a counter, then the time.
    if let (Numbering::Sequence { .. }, Some((count, time))) =
        (numbering, last.number.split_once('_'))
        && let Ok(count) = count.parse::<u64>()
    {
        let now = now.map(|it| it.format("%Y%m%d%H%M%S"));
        return format!("{}_{}", count + 1, now.as_deref().unwrap_or(time));
    }
    // Some projects number by time what their tool would count, and the other way round.
    let shape = match (numbering, last.number.len()) {
        (Numbering::Sequence { .. }, 14) => Numbering::Time { pattern: "%Y%m%d%H%M%S" },
        (Numbering::Time { .. } | Numbering::Milliseconds, width @ 1..=6) => {
            Numbering::Sequence { width }
        }
        (it, _) => it,
    };
    let next = step(shape);
    match shape {
        Numbering::Time { .. } | Numbering::Milliseconds => match at(shape) {
            Some(now) if last.number < now && now.len() == last.number.len() => now,
            _ => next,
        },
        _ => next,
    }
}
