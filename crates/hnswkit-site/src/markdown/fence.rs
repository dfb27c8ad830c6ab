//! What stands behind the three backticks of a block: its language, and how it is tested.

/// The first line of a block of code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Fence {
    /// The language; empty when there is none.
    pub(super) language: String,
    /// It prepares the blocks that follow; readers don't see it.
    pub(super) is_setup: bool,
    /// What a reader should know of the state in which it runs.
    pub(super) labels: Vec<String>,
}

/// Words that mean something to the tests only.
const SILENT: &[&str] = &["background", "awaits", "run"];

/// How a word is told to readers; `{}` is its value.
const WORDS: &[(&str, &str)] = &[
    ("fails", "fails"),
    ("session", "session {}"),
    ("since", "pgvector {} and later"),
    ("from", "pgvector {} and later"),
    ("before", "before pgvector {}"),
    ("lint", "hnswkit lint: {}"),
    ("pgvector", "pgvector {}"),
    ("postgres>", "PostgreSQL {} and later"),
    ("postgres", "PostgreSQL {}"),
    ("platform", "{}"),
    ("ram", "{} of memory"),
    ("cpus", "{} processors"),
    ("shm", "/dev/shm of {}"),
    ("tool", "{}"),
    ("rows", "{} rows"),
    ("not-run", "not run by our tests: {}"),
];

impl Fence {
    /// Reads it.
    ///
    /// # Errors
    /// With a word that nobody knows.
    pub(super) fn read(info: &str) -> Result<Self, String> {
        let mut words = words(info).into_iter();
        let mut fence = Self { language: words.next().unwrap_or_default(), ..Self::default() };
        for word in words {
            let (name, value) = word.split_once('=').unwrap_or((&word, ""));
            let value = value.trim_matches('"');
            if name == "setup" {
                fence.is_setup = true;
            } else if let Some((_, told)) = WORDS.iter().find(|it| it.0 == name) {
                fence.labels.push(told.replace("{}", &value.replace(':', ": ")));
            } else if !SILENT.contains(&name) {
                return Err(format!("`{word}` behind ``` is not known"));
            }
        }
        Ok(fence)
    }

    /// Whether it is what the block before prints.
    pub(super) fn is_output(&self) -> bool {
        self.language == "output"
    }
}

/// The words of a line; what stands in double quotes is a part of one.
fn words(info: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for it in info.trim().chars() {
        quoted ^= it == '"';
        match words.last_mut() {
            Some(last) if !it.is_whitespace() || quoted => last.push(it),
            _ => words.push(String::new()),
        }
    }
    words.retain(|it| !it.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_to_readers() {
        let labels = |info| Fence::read(info).unwrap().labels;
        assert_eq!(labels("sql session=b background"), ["session b"]);
        assert_eq!(labels("sql since=0.8.0 fails"), ["pgvector 0.8.0 and later", "fails"]);
        assert_eq!(labels("sql postgres>=17"), ["PostgreSQL 17 and later"]);
        assert_eq!(
            labels("sql not-run=\"takes an hour\""),
            ["not run by our tests: takes an hour"]
        );
        assert_eq!(labels("sql rows=items:100000"), ["items: 100000 rows"]);
        assert!(Fence::read("sql setup").unwrap().is_setup);
        assert!(Fence::read("output").unwrap().is_output());
    }

    #[test]
    fn an_unknown_word_is_refused() {
        assert_eq!(Fence::read("sql failz").unwrap_err(), "`failz` behind ``` is not known");
    }
}
