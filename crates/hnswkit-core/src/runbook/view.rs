//! What the templates of runbooks see of a plan: names that Markdown cannot break, numbers, blocks.

use super::{
    failures::{self, Failure},
    markdown::{block, code},
    messages::{self, Message},
    phases::{PHASES, Phase},
    queries::{build, index, search, server, vacuum},
};
use crate::{
    domain::IndexKey,
    plan::{IndexRequest, Plan},
};

/// A plan as templates see it.
pub(super) struct View<'a> {
    pub(super) plan: &'a Plan,
}

/// A block of SQL.
pub(super) fn sql(text: &str) -> String {
    block("sql", text)
}

/// Blocks of SQL, one below the other.
pub(super) fn blocks(texts: impl IntoIterator<Item = String>) -> String {
    let blocks: Vec<_> = texts.into_iter().map(|it| sql(&it)).collect();
    blocks.join("\n\n")
}

impl<'a> View<'a> {
    /// The plan's indexes.
    pub(super) fn requests(&self) -> &'a [IndexRequest] {
        &self.plan.request.indexes
    }

    /// A block for the first index; a plan may have a hundred.
    fn of_the_first(&self, query: impl Fn(&IndexRequest) -> String) -> String {
        self.requests().first().map(|it| sql(&query(it))).unwrap_or_default()
    }

    /// What to do about the indexes that have no block of their own; empty when there are none.
    pub(super) fn likewise(&self) -> String {
        let others: Vec<_> = self.requests().iter().skip(1).collect();
        let Some(first) = others.first() else { return String::new() };
        let name = code(first.definition.name.as_str());
        let more = match others.len() {
            1 => String::new(),
            n => format!(" and {} more", n - 1),
        };
        let column = match &first.definition.key {
            IndexKey::Column(it) => format!("{}.{it}", first.definition.table),
            IndexKey::Expression(_) => first.definition.table.to_string(),
        };
        format!(" Likewise for {name}{more}, with {} and so on.", code(&column))
    }

    /// Commands of the shell, one a line.
    pub(super) fn console(&self, commands: impl AsRef<str>) -> String {
        let lines: Vec<_> = commands.as_ref().lines().map(|it| format!("$ {it}")).collect();
        block("console", &lines.join("\n"))
    }
}

/// Queries and statements as blocks.
impl View<'_> {
    pub(super) fn obstacles(&self) -> String {
        sql(&build::obstacles(self.plan))
    }

    pub(super) fn progress(&self) -> String {
        sql(&build::progress(self.plan))
    }

    pub(super) fn blockers(&self) -> String {
        sql(&build::blockers(self.plan))
    }

    pub(super) fn end_idle_blockers(&self) -> String {
        sql(&build::end_idle_blockers(self.plan))
    }

    pub(super) fn cancel(&self) -> String {
        sql(&build::cancel(self.plan))
    }

    pub(super) fn state(&self) -> String {
        sql(&index::state(self.plan))
    }

    pub(super) fn definitions(&self) -> String {
        sql(&index::definitions(self.plan))
    }

    pub(super) fn unfinished(&self) -> String {
        sql(&index::unfinished(self.plan))
    }

    pub(super) fn drop_unfinished(&self) -> String {
        block("psql", &index::drop_unfinished(self.plan))
    }

    pub(super) fn explain(&self) -> String {
        self.of_the_first(search::explain)
    }

    pub(super) fn explain_forced(&self) -> String {
        self.of_the_first(search::explain_forced)
    }

    pub(super) fn count(&self) -> String {
        self.of_the_first(|it| search::count(it, 100, &[]))
    }

    pub(super) fn count_with_more(&self) -> String {
        self.of_the_first(|it| search::count(it, 100, search::MORE))
    }

    pub(super) fn count_iterative(&self) -> String {
        self.of_the_first(|it| search::count(it, 100, search::ITERATIVE))
    }

    pub(super) fn recall(&self) -> String {
        self.of_the_first(|it| search::recall(it, 40))
    }

    pub(super) fn vacuum_progress(&self) -> String {
        sql(&vacuum::progress(self.plan))
    }

    pub(super) fn dead_rows(&self) -> String {
        sql(&vacuum::dead_rows(self.plan))
    }

    pub(super) fn cancel_vacuums(&self) -> String {
        sql(&vacuum::cancel(self.plan))
    }

    pub(super) fn memory(&self) -> String {
        sql(server::MEMORY)
    }

    pub(super) fn shared_memory_settings(&self) -> String {
        sql(server::SHARED_MEMORY)
    }

    pub(super) fn disk_use(&self) -> String {
        sql(server::DISK)
    }

    pub(super) fn slots(&self) -> String {
        sql(server::SLOTS)
    }

    pub(super) fn checkpoint(&self) -> String {
        sql(server::CHECKPOINT)
    }

    pub(super) fn role(&self) -> String {
        sql(server::ROLE)
    }

    pub(super) fn lag(&self) -> String {
        sql(server::LAG)
    }

    pub(super) fn releases(&self) -> String {
        sql(server::RELEASES)
    }

    pub(super) fn search_settings(&self) -> String {
        sql(server::SEARCH_SETTINGS)
    }

    pub(super) fn role_settings(&self) -> String {
        sql(server::ROLE_SETTINGS)
    }
}

/// Rows of tables that are the same for every plan.
impl View<'_> {
    pub(super) fn failures(&self) -> &'static [Failure] {
        failures::of(self.plan.request.mode)
    }

    pub(super) fn phases(&self) -> &'static [Phase] {
        PHASES
    }

    pub(super) fn messages_of_a_build(&self) -> Vec<Message> {
        messages::rows(messages::OF_A_BUILD)
    }

    pub(super) fn messages_of_memory(&self) -> Vec<Message> {
        messages::rows(messages::OF_MEMORY)
    }

    pub(super) fn messages_of_the_disk(&self) -> Vec<Message> {
        messages::rows(messages::OF_THE_DISK)
    }

    pub(super) fn messages_of_shared_memory(&self) -> Vec<Message> {
        messages::rows(messages::OF_SHARED_MEMORY)
    }

    pub(super) fn messages_of_old_releases(&self) -> Vec<Message> {
        messages::rows(messages::OF_OLD_RELEASES)
    }
}
