//! The chain of revisions in a folder of Alembic.

use std::{collections::BTreeSet, fmt};

/// What a revision file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The file.
    pub file: String,
    /// Its id.
    pub id: String,
    /// The ids that it follows; none for the first, several for a merge.
    pub follows: Vec<String>,
}

/// Why a folder has no single head.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChainError {
    /// More than one revision is followed by none.
    SeveralHeads {
        /// They, sorted by id.
        heads: Vec<Revision>,
    },
    /// Every revision is followed by another one.
    Circle,
}

/// Reads the assignments of `revision` and `down_revision` at the margin of a Python file.
///
/// Gives nothing for a file that is no revision.
pub fn read_revision(file: &str, text: &str) -> Option<Revision> {
    let id = strings(assigned(text, "revision")?).into_iter().next()?;
    let follows = assigned(text, "down_revision").map(strings).unwrap_or_default();
    Some(Revision { file: file.to_owned(), id, follows })
}

/// The revision that none follows; nothing when there are no revisions.
///
/// # Errors
///
/// When there are several, or none although there are revisions.
pub fn head(revisions: &[Revision]) -> Result<Option<&Revision>, ChainError> {
    let followed: BTreeSet<_> = revisions.iter().flat_map(|it| &it.follows).collect();
    let mut heads: Vec<_> = revisions.iter().filter(|it| !followed.contains(&it.id)).collect();
    match heads.as_slice() {
        [] if revisions.is_empty() => Ok(None),
        [] => Err(ChainError::Circle),
        [head] => Ok(Some(head)),
        _ => {
            heads.sort_by(|a, b| a.id.cmp(&b.id));
            Err(ChainError::SeveralHeads { heads: heads.into_iter().cloned().collect() })
        }
    }
}

/// What follows `name =` or `name: type =`, up to the end of its parentheses or line.
fn assigned<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = text;
    loop {
        if let Some(after) = rest.strip_prefix(name) {
            let after = after.trim_start_matches([' ', '\t']);
            // An annotation may hold brackets and quotes, but no `=`.
            let annotated = after.strip_prefix(':').and_then(|it| it.find('=').map(|at| &it[at..]));
            if let Some(value) = annotated.unwrap_or(after).strip_prefix('=') {
                let value = value.trim_start();
                let end = if value.starts_with(['(', '[']) {
                    value.find([')', ']'])
                } else {
                    value.find('\n')
                };
                return Some(&value[..end.unwrap_or(value.len())]);
            }
        }
        rest = &rest[rest.find('\n')? + 1..];
    }
}

/// The string literals in a piece of Python, without their quotes.
fn strings(python: &str) -> Vec<String> {
    let mut found = vec![];
    let mut rest = python;
    while let Some(start) = rest.find(['"', '\'', '#']) {
        let quote = rest.as_bytes()[start];
        if quote == b'#' {
            match rest[start..].find('\n') {
                Some(end) => rest = &rest[start + end..],
                None => break,
            }
            continue;
        }
        let inner = &rest[start + 1..];
        let Some(end) = inner.find(char::from(quote)) else { break };
        found.push(inner[..end].to_owned());
        rest = &inner[end + 1..];
    }
    found
}

impl fmt::Display for ChainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SeveralHeads { heads } => {
                write!(f, "the folder has {} heads:", heads.len())?;
                for (n, it) in heads.iter().enumerate() {
                    write!(f, "{} {} ({})", if n == 0 { "" } else { "," }, it.id, it.file)?;
                }
                Ok(())
            }
            Self::Circle => f.write_str("every revision of the folder is followed by another one"),
        }
    }
}

impl std::error::Error for ChainError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, id: &str, follows: &[&str]) {
        let it = read_revision("f.py", text).unwrap();
        assert_eq!(
            (it.id.as_str(), it.follows),
            (id, follows.iter().map(|it| (*it).into()).collect())
        );
    }

    #[test]
    fn reads_what_alembic_writes() {
        check(
            "\"\"\"x\n\nRevision ID: a\n\"\"\"\nrevision = 'a'\ndown_revision = None\n",
            "a",
            &[],
        );
        check(
            "revision: str = \"b\"\ndown_revision: Union[str, Sequence[str], None] = \"a\"  # 'c'\n",
            "b",
            &["a"],
        );
        check(
            "revision = 'm'\ndown_revision = (\n    'a',  # left\n    'b',\n)\n",
            "m",
            &["a", "b"],
        );
        assert_eq!(read_revision("f.py", "import os\n"), None);
    }

    #[test]
    fn two_heads_are_named() {
        let revision = |id: &str, follows: &[&str]| Revision {
            file: format!("{id}.py"),
            id: id.into(),
            follows: follows.iter().map(|it| (*it).into()).collect(),
        };
        let chain = [revision("a", &[]), revision("c", &["a"]), revision("b", &["a"])];
        assert_eq!(head(&chain[..2]).unwrap().unwrap().id, "c");
        assert_eq!(head(&[]), Ok(None));
        assert_eq!(
            head(&chain).unwrap_err().to_string(),
            "the folder has 2 heads: b (b.py), c (c.py)"
        );
    }
}
