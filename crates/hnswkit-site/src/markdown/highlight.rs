//! Colors code when the site is built: a few classes that the style sheet colors.

use std::{cell::RefCell, collections::HashMap};

use anyhow::{Context, Result};
use syntect::{
    easy::ScopeRegionIterator,
    parsing::{ParseState, Scope, ScopeStack, SyntaxDefinition, SyntaxSet},
    util::LinesWithEndings,
};

/// PostgreSQL's SQL: that of others takes `<#>` for the beginning of a comment.
const POSTGRESQL: &str = include_str!("postgresql.sublime-syntax");

/// What the languages of our blocks are called in the grammars.
const LANGUAGES: &[(&str, &str)] = &[
    ("csharp", "cs"),
    ("hcl", "tf"),
    // No grammar knows it.
    ("prisma", "txt"),
    ("properties", "Java Properties"),
    ("psql", "pgsql"),
    ("sql", "pgsql"),
    ("text", "txt"),
    ("ts", "TypeScript"),
];

/// Kinds of words, and the class that they get; the first that fits.
const KINDS: &[(&str, &str)] = &[
    ("comment", "c"),
    ("constant.numeric", "n"),
    ("constant.language", "n"),
    ("constant.character.escape", "s"),
    ("string", "s"),
    ("keyword.operator.word", "k"),
    ("keyword.operator.logical.python", "k"),
    ("keyword.operator", "o"),
    ("keyword", "k"),
    ("storage", "k"),
    ("entity.name", "e"),
    ("support.type.property-name", "e"),
    ("support.function", "e"),
    ("variable.annotation", "e"),
    ("support.type", "k"),
];

/// Colors code; what it has colored once it knows.
pub(crate) struct Highlighter {
    grammars: SyntaxSet,
    kinds: Vec<(Scope, &'static str)>,
    known: RefCell<HashMap<(String, String), String>>,
}

impl Highlighter {
    /// Loads the grammars.
    ///
    /// # Errors
    /// When ours cannot be read.
    pub(crate) fn new() -> Result<Self> {
        let mut grammars = two_face::syntax::extra_newlines().into_builder();
        let ours = SyntaxDefinition::load_from_str(POSTGRESQL, true, None);
        grammars.add(ours.context("postgresql.sublime-syntax")?);
        let kinds = KINDS.iter().map(|(name, class)| Ok((Scope::new(name)?, *class)));
        Ok(Self {
            grammars: grammars.build(),
            kinds: kinds.collect::<Result<_>>()?,
            known: RefCell::default(),
        })
    }

    /// The code as HTML.
    ///
    /// # Errors
    /// When no grammar is called so.
    pub(crate) fn color(&self, language: &str, code: &str) -> Result<String, String> {
        let key = (language.to_owned(), code.to_owned());
        if let Some(it) = self.known.borrow().get(&key) {
            return Ok(it.clone());
        }
        let html = match language {
            "" | "output" | "text" => escape(code),
            "console" => self.session(code)?,
            it => self.parse(it, code)?,
        };
        self.known.borrow_mut().insert(key, html.clone());
        Ok(html)
    }

    /// What is typed as shell, what comes back as it is.
    fn session(&self, code: &str) -> Result<String, String> {
        let mut html = String::new();
        let mut typed = false;
        for line in LinesWithEndings::from(code) {
            let command = line.strip_prefix("$ ").or(line.strip_prefix("> ").filter(|_| typed));
            typed = command.is_some();
            match command {
                Some(it) => {
                    html.push_str(&format!("<span class=\"p\">{}</span>", escape(&line[..2])));
                    html.push_str(&self.parse("bash", it)?);
                }
                None => html.push_str(&format!("<span class=\"r\">{}</span>", escape(line))),
            }
        }
        Ok(html)
    }

    fn parse(&self, language: &str, code: &str) -> Result<String, String> {
        let name = LANGUAGES.iter().find(|it| it.0 == language).map_or(language, |it| it.1);
        let grammar = self
            .grammars
            .find_syntax_by_token(name)
            .ok_or_else(|| format!("no grammar is called `{language}`"))?;
        let mut state = ParseState::new(grammar);
        let mut stack = ScopeStack::new();
        let mut out = Runs::default();
        for line in LinesWithEndings::from(code) {
            let changes =
                state.parse_line(line, &self.grammars).map_err(|error| error.to_string())?;
            for (text, change) in ScopeRegionIterator::new(&changes, line) {
                stack.apply(change).map_err(|error| error.to_string())?;
                out.push(self.class(&stack), text);
            }
        }
        Ok(out.end())
    }

    /// The class of what is innermost and known.
    fn class(&self, stack: &ScopeStack) -> &'static str {
        let mut scopes = stack.as_slice().iter().rev();
        let known = scopes.find_map(|it| self.kinds.iter().find(|kind| kind.0.is_prefix_of(*it)));
        known.map_or("", |it| it.1)
    }
}

/// HTML of stretches; neighbors of one class become one.
#[derive(Default)]
struct Runs {
    html: String,
    class: &'static str,
    text: String,
}

impl Runs {
    fn push(&mut self, class: &'static str, text: &str) {
        let is_blank = text.chars().all(char::is_whitespace);
        if class != self.class && !is_blank {
            self.flush();
            self.class = class;
        }
        self.text.push_str(text);
    }

    fn flush(&mut self) {
        let kept = self.text.trim_end().len();
        let (text, blank) = self.text.split_at(kept);
        if self.class.is_empty() || text.is_empty() {
            self.html.push_str(&escape(text));
        } else {
            self.html.push_str(&format!("<span class=\"{}\">{}</span>", self.class, escape(text)));
        }
        self.html.push_str(blank);
        self.text.clear();
    }

    fn end(mut self) -> String {
        self.flush();
        self.html
    }
}

/// A text as HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LANGUAGES_OF_OURS: &[&str] = &[
        "bash",
        "cs",
        "csharp",
        "diff",
        "elixir",
        "go",
        "hcl",
        "ini",
        "java",
        "javascript",
        "json",
        "kotlin",
        "php",
        "prisma",
        "properties",
        "psql",
        "python",
        "ruby",
        "rust",
        "toml",
        "typescript",
        "xml",
        "yaml",
    ];

    #[test]
    fn every_language_of_ours_has_its_colors() {
        let it = Highlighter::new().unwrap();
        for (language, code, html) in [
            (
                "sql",
                "SELECT 1 FROM t ORDER BY e <#> '[1]' -- it's\n",
                "<span class=\"k\">SELECT</span> <span class=\"n\">1</span> <span class=\"k\">FROM</span> t <span class=\"k\">ORDER BY</span> e <span class=\"o\">&lt;#&gt;</span> <span class=\"s\">'[1]'</span> <span class=\"c\">-- it's</span>\n",
            ),
            (
                "sql",
                "SELECT l.mode AS index\n",
                "<span class=\"k\">SELECT</span> l.mode <span class=\"k\">AS</span> index\n",
            ),
            ("toml", "m = 16\n", "<span class=\"e\">m</span> = <span class=\"n\">16</span>\n"),
            ("console", "$ ls\na\n", "<span class=\"p\">$ </span>ls\n<span class=\"r\">a\n</span>"),
        ] {
            assert_eq!(it.color(language, code).unwrap(), html);
        }
        for language in LANGUAGES_OF_OURS {
            it.color(language, "x\n").unwrap();
        }
        assert_eq!(it.color("cobol85", "").unwrap_err(), "no grammar is called `cobol85`");
    }
}
