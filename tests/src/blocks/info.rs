//! The words behind a fence that say how its block is run.

use anyhow::{Context, Result, bail};

use crate::{server::Server, version::Version};

/// Which servers a block is for.
#[derive(Debug, Default, Clone)]
pub(super) struct Servers {
    since: Option<Version>,
    before: Option<Version>,
    postgres: Option<(bool, u32)>,
}

impl Servers {
    /// Whether the server is one of them.
    pub(super) fn include(&self, server: &Server) -> bool {
        self.since.is_none_or(|it| server.has(it))
            && self.before.is_none_or(|it| !server.has(it))
            && self.postgres.is_none_or(|(or_newer, major)| match or_newer {
                true => major <= server.postgres_major,
                false => major == server.postgres_major,
            })
    }
}

/// The words behind a fence.
#[derive(Debug, Default, Clone)]
pub(super) struct Info {
    /// The first word.
    pub(super) language: String,
    /// The session that runs it; the page's own has no name.
    pub(super) session: String,
    /// It must fail.
    pub(super) fails: bool,
    /// The page goes on while it runs.
    pub(super) background: bool,
    /// The session in the background that is done when this block is done.
    pub(super) awaits: Option<String>,
    /// The session in the background that must be done before this block begins.
    pub(super) after: Option<String>,
    /// Why it is not run.
    pub(super) not_run: Option<String>,
    /// The rules of `hnswkit lint` that have a finding in it.
    pub(super) lint: Vec<String>,
    /// The servers that it is for.
    pub(super) servers: Servers,
}

impl Info {
    pub(super) fn read(text: &str) -> Result<Self> {
        let mut info = Self::default();
        for (n, word) in words(text).iter().enumerate() {
            match word.split_once('=').unwrap_or((word, "")) {
                (language, "") if n == 0 => language.clone_into(&mut info.language),
                ("setup", "") => {}
                ("run", "") if info.language == "sh" => {}
                ("fails", "") => info.fails = true,
                ("background", "") => info.background = true,
                ("session", name) => name.clone_into(&mut info.session),
                ("awaits", name) => info.awaits = Some(session(name)),
                ("after", name) => info.after = Some(session(name)),
                ("not-run", reason) if reason.contains(' ') => {
                    info.not_run = Some(reason.to_owned());
                }
                ("lint", rules) => info.lint.extend(rules.split(',').map(str::to_owned)),
                ("since", version) => info.servers.since = Some(version.parse()?),
                ("before", version) => info.servers.before = Some(version.parse()?),
                ("postgres>", version) => info.servers.postgres = Some((true, major(version)?)),
                ("postgres", version) => info.servers.postgres = Some((false, major(version)?)),
                _ => bail!("`{word}` is no word for a block"),
            }
        }
        Ok(info)
    }
}

/// The page's own session is called `main` where a name is needed.
fn session(name: &str) -> String {
    if name == "main" { String::new() } else { name.to_owned() }
}

fn major(text: &str) -> Result<u32> {
    text.parse().with_context(|| format!("`{text}` is no major version of PostgreSQL"))
}

/// Words between spaces; quotes hold spaces together.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in text.chars() {
        match (letter, words.last_mut()) {
            ('"', _) => quoted = !quoted,
            (' ', Some(_)) if !quoted => words.push(String::new()),
            (letter, Some(last)) => last.push(letter),
            (_, None) => {}
        }
    }
    words.retain(|it| !it.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::Info;

    #[test]
    fn words_are_read() {
        let info =
            Info::read("sql session=b background since=0.8.0 not-run=\"no such server\"").unwrap();
        assert_eq!((info.language.as_str(), info.session.as_str()), ("sql", "b"));
        assert!(info.background);
        assert_eq!(info.not_run.as_deref(), Some("no such server"));
        assert!(info.servers.since.is_some());
    }

    #[test]
    fn an_unknown_word_is_refused() {
        assert!(Info::read("sql fail").is_err());
        assert!(Info::read("sql not-run=x").is_err());
    }
}
