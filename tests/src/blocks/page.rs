//! A page and its blocks.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

use crate::blocks::{
    fence::{Fence, fences},
    info::Info,
};

/// What psql must print for a block on some servers.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) info: Info,
    pub(super) text: String,
}

/// A block that psql runs, or a shell.
#[derive(Debug)]
pub struct Block {
    /// The line of its opening fence.
    pub line: usize,
    /// What is typed.
    pub text: String,
    pub(super) info: Info,
    pub(super) outputs: Vec<Output>,
}

/// A page of Markdown with blocks of SQL.
#[derive(Debug)]
pub struct Page {
    /// Where it is, for messages.
    pub name: String,
    /// What is run, in order.
    pub blocks: Vec<Block>,
}

impl Page {
    /// Reads the blocks; fails on a word that says nothing.
    pub fn read(name: &str, markdown: &str) -> Result<Self> {
        let mut page = Self { name: name.to_owned(), blocks: vec![] };
        // An output belongs to the block before it; text in between does not matter.
        let mut open = false;
        for fence in fences(markdown) {
            let place = format!("{name}:{}", fence.line);
            let mut words = fence.info.split_whitespace();
            match (words.next(), words.next()) {
                (Some("sql" | "psql"), _) | (Some("sh"), Some("run")) => {
                    page.blocks.push(Block::read(fence).context(place)?);
                    open = true;
                }
                (Some("output"), _) => {
                    let info = Info::read(&fence.info).with_context(|| place.clone())?;
                    let block = page.blocks.last_mut().filter(|_| open);
                    let block = block.with_context(|| format!("{place}: no block prints this"))?;
                    block.outputs.push(Output { info, text: fence.text });
                }
                _ => open = false,
            }
        }
        for it in &page.blocks {
            it.check().with_context(|| format!("{name}:{}", it.line))?;
        }
        Ok(page)
    }

    /// What each session runs and the server accepts, with every other line of the page empty,
    /// so that places in it are those of the page.
    #[must_use]
    pub fn sessions(&self) -> Vec<String> {
        let accepted = self.blocks.iter().filter(|it| it.is_sql() && !it.info.fails);
        let mut sessions: BTreeMap<&str, (String, usize)> = BTreeMap::new();
        for block in accepted {
            let (text, lines) = sessions.entry(&block.info.session).or_default();
            text.push_str(&"\n".repeat(block.line.saturating_sub(*lines)));
            text.push_str(&block.text);
            *lines = block.line + block.text.lines().count();
        }
        sessions.into_values().map(|it| it.0).collect()
    }

    /// The rules that are said to have a finding, with the line of their block.
    pub fn expected_findings(&self) -> impl Iterator<Item = (usize, &str)> {
        let blocks = self.blocks.iter();
        blocks.flat_map(|it| it.info.lint.iter().map(|rule| (it.line, rule.as_str())))
    }
}

impl Block {
    fn read(fence: Fence) -> Result<Self> {
        let info = Info::read(&fence.info)?;
        Ok(Self { line: fence.line, text: fence.text, info, outputs: vec![] })
    }

    /// What can be said without a server.
    fn check(&self) -> Result<()> {
        ensure!(
            !self.info.fails || !self.outputs.is_empty(),
            "a block that fails needs an output with the server's words"
        );
        if !self.is_sql() {
            return Ok(());
        }
        ensure!(self.text.trim_end().ends_with(';'), "psql waits for a semicolon");
        if self.info.not_run.is_some() {
            pg_query::parse(&self.text, 0).context("PostgreSQL cannot parse this")?;
        }
        Ok(())
    }

    fn is_sql(&self) -> bool {
        self.info.language == "sql"
    }

    /// Whether a shell runs it, and not psql.
    pub(super) fn is_shell(&self) -> bool {
        self.info.language == "sh"
    }
}
