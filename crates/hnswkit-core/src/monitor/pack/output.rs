//! An output: for which program it is, and its files.

use std::{fmt, str::FromStr};

use super::OUTPUTS;

/// A form of the pack, for one program.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// A stable name in kebab case.
    pub id: &'static str,
    /// A name for headings.
    pub title: &'static str,
    /// What to do with the files, in one sentence.
    pub usage: &'static str,
    /// Where the program documents the form.
    pub source: &'static str,
    pub(super) render: fn(&Options) -> Vec<OutputFile>,
}

/// What the outputs depend on beside the tables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Where the documentation is served, for links to runbooks; without it, alerts name the
    /// runbook and link to nothing.
    pub site_url: Option<String>,
}

/// A file of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// A relative path, with `/`.
    pub path: &'static str,
    /// The text.
    pub content: String,
}

/// An id that no output has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownOutput {
    /// The id.
    pub id: String,
}

impl Output {
    /// The files.
    pub fn files(&self, options: &Options) -> Vec<OutputFile> {
        (self.render)(options)
    }
}

impl Options {
    /// The address of a runbook, if the site's is known.
    pub fn runbook(&self, id: &str) -> Option<String> {
        let site = self.site_url.as_ref()?;
        Some(format!("{}/runbooks/{id}.html", site.trim_end_matches('/')))
    }
}

impl FromStr for &'static Output {
    type Err = UnknownOutput;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        OUTPUTS.iter().find(|it| it.id == text).ok_or_else(|| UnknownOutput { id: text.to_owned() })
    }
}

impl fmt::Display for UnknownOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no form of the monitoring pack", self.id)
    }
}

impl std::error::Error for UnknownOutput {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_may_end_with_a_slash() {
        for site in ["https://a/b", "https://a/b/"] {
            let options = Options { site_url: Some(site.to_owned()) };
            assert_eq!(options.runbook("x").as_deref(), Some("https://a/b/runbooks/x.html"));
        }
        assert_eq!(Options::default().runbook("x"), None);
    }

    #[test]
    fn ids_are_read_and_files_are_named_once() {
        let mut paths: Vec<_> =
            OUTPUTS.iter().flat_map(|it| it.files(&Options::default())).map(|it| it.path).collect();
        let n_paths = paths.len();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), n_paths);
        let it: &Output = "grafana".parse().unwrap();
        assert_eq!(it.id, "grafana");
        let error = "grafna".parse::<&Output>().unwrap_err();
        assert_eq!(error.to_string(), "`grafna` is no form of the monitoring pack");
    }
}
