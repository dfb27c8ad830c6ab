//! The gates and the swap of a replacement.
//!
//! The new index is built as `<name>_new` beside the one that serves; then the two swap names, and
//! the old one is dropped as `<name>_old`. Names mean nothing to queries, so they never lose the
//! index. Every state that an interruption can leave is brought back to "the old one under its
//! name, the new one beside it", from where a run goes on.

use std::{
    fmt::{self, Write as _},
    sync::Arc,
};

use super::{
    Held, Lock, LockMode, block,
    facts::{Facts, lock, looks_at},
    inspection::{self, Named},
};
use crate::domain::{IndexDefinition, Literal, QualifiedName};

/// The names of a replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplacementNames {
    /// The index, before and afterwards.
    pub name: QualifiedName,
    /// The new one until the swap.
    pub new: QualifiedName,
    /// The old one after the swap.
    pub old: QualifiedName,
    /// An INVALID one, until it is dropped.
    pub leftover: QualifiedName,
}

/// Lets a replacement go on: the index is there, and the name of the new one is free or belongs to
/// the planned index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardReplace {
    /// The planned index, under its final name.
    pub definition: Arc<IndexDefinition>,
    /// What it is until then, if that is known; then anything else is an error.
    pub previous: Option<Arc<IndexDefinition>>,
    /// The names.
    pub names: ReplacementNames,
}

/// Gives the new index the name of the old one, both at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwapIndexes {
    /// The names.
    pub names: ReplacementNames,
}

/// Takes a replacement back that has not dropped the old index yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwapBack {
    /// The names.
    pub names: ReplacementNames,
    /// Whether it stops when there is nothing to take back, as the old index was dropped.
    pub needs_the_old: bool,
}

/// Brings back the names from before a swap.
fn unswap(names: &ReplacementNames, indent: &str) -> String {
    let ReplacementNames { name, new, old, .. } = names;
    let lines = [
        format!("IF to_regclass({}) IS NOT NULL THEN", Literal(old)),
        "    -- Interrupted between the swap and the drop: the names go back.".to_owned(),
        format!("    IF to_regclass({}) IS NOT NULL THEN", Literal(new)),
        "        RAISE EXCEPTION USING".to_owned(),
        "            ERRCODE = 'duplicate_object',".to_owned(),
        format!("            MESSAGE = {},", Literal(format!("{old} and {new} are both there"))),
        "            HINT = 'One of them is not of this migration: look at both, and drop that one.';"
            .to_owned(),
        format!("    ELSIF to_regclass({}) IS NOT NULL THEN", Literal(name)),
        format!("        ALTER INDEX {name} RENAME TO {};", new.name),
        "    END IF;".to_owned(),
        format!("    ALTER INDEX {old} RENAME TO {};", name.name),
        "END IF;".to_owned(),
    ];
    lines.map(|it| format!("{indent}{it}\n")).concat()
}

/// Stops at an index that is neither what the plan knows nor what it makes; and takes up what an
/// interrupted drop of the way back's own has left.
const UNLIKE_BEFORE: &str = "
    ELSIF existing NOT IN (before, planned) THEN
        RAISE EXCEPTION 'index % is not what the plan says that it is', existing_name
            USING DETAIL = format('There is: %s. Said: %s. Planned: %s.', existing, before, planned),
                HINT = 'Correct what the spec says of it (previous_…), so that the way back is true.';
    ELSIF fresh_usable AND fresh = before AND existing_usable IS NOT TRUE THEN
        -- Interrupted while the other one was being dropped: this is the one that serves.";

impl fmt::Display for GuardReplace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ReplacementNames { name, new, leftover, .. } = &self.names;
        let mut body = String::new();
        let named = [Named { variable: "existing", name }, Named { variable: "fresh", name: new }];
        inspection::declare(&mut body, &self.definition, &named)?;
        let previous = self.previous.as_deref();
        if previous.is_some() {
            body.push_str("    before text;\n");
        }
        body.push_str("BEGIN\n");
        body.push_str(&unswap(&self.names, "    "));
        body.push('\n');
        inspection::read(&mut body, &self.definition, previous, &named)?;
        write!(
            body,
            "
    IF to_regclass(existing_name) IS NULL AND to_regclass(fresh_name) IS NULL THEN
        RAISE EXCEPTION 'index % does not exist', existing_name
            USING HINT = 'There is nothing to replace: create it.';
    ELSIF to_regclass(existing_name) IS NOT NULL AND existing IS NULL
        OR to_regclass(fresh_name) IS NOT NULL AND fresh IS NULL THEN
        RAISE EXCEPTION 'relation % or % is there and is not an index', existing_name, fresh_name
            USING HINT = 'Choose another name.';
    ELSIF NOT coalesce(existing_same_table, true) OR NOT coalesce(fresh_same_table, true) THEN
        RAISE EXCEPTION 'index % or % belongs to another table than %', existing_name, fresh_name, table_name
            USING HINT = 'Choose another name, or another schema.';
    ELSIF EXISTS (
        SELECT
        FROM pg_stat_progress_create_index
        WHERE index_relid IN (to_regclass(existing_name), to_regclass(fresh_name))
    ) THEN
        RAISE EXCEPTION 'another session is building index % or %', existing_name, fresh_name
            USING HINT = 'Wait for it, or cancel it; then run this again.';{checked}
    ELSIF existing_usable AND existing = planned THEN
        RAISE NOTICE 'index % is valid and as planned: nothing to build', existing_name;
        IF fresh IS NOT NULL THEN
            RAISE NOTICE 'index % is of a replacement that was given up: removing it', fresh_name;
            ALTER INDEX {new} RENAME TO {leftover};
        END IF;
        ALTER INDEX {name} RENAME TO {working};
    ELSIF fresh_usable AND fresh <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition', fresh_name
            USING DETAIL = format('There is: %s. Planned: %s.', fresh, planned),
                HINT = 'Drop it: it is the leftover of another migration.';
    ELSIF NOT fresh_usable THEN
        RAISE NOTICE 'index % is INVALID, left by a build that did not finish: removing it', fresh_name;
        ALTER INDEX {new} RENAME TO {leftover};
    END IF;
END",
            checked = match previous {
                Some(_) => format!("{UNLIKE_BEFORE}
        IF existing IS NOT NULL THEN
            ALTER INDEX {name} RENAME TO {};
        END IF;
        ALTER INDEX {new} RENAME TO {};", leftover.name, name.name),
                None => String::new(),
            },
            leftover = leftover.name,
            working = new.name,
        )?;
        block::write(f, &body)
    }
}

impl fmt::Display for SwapIndexes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ReplacementNames { name, new, old, .. } = &self.names;
        block::write(
            f,
            &format!(
                "BEGIN
    -- Renaming needs a lock on the indexes only; it gives up rather than queue, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            IF to_regclass({index}) IS NOT NULL THEN
                ALTER INDEX {name} RENAME TO {old_name};
            END IF;
            ALTER INDEX {new} RENAME TO {plain_name};
            EXIT;
        EXCEPTION WHEN lock_not_available THEN
            IF attempt = 30 THEN
                RAISE;
            END IF;
            PERFORM pg_sleep(1);
        END;
    END LOOP;
END",
                index = Literal(name),
                old_name = old.name,
                plain_name = name.name,
            ),
        )
    }
}

impl fmt::Display for SwapBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ReplacementNames { name, new, old, .. } = &self.names;
        if !self.needs_the_old {
            return block::write(f, &format!("BEGIN\n{}END", unswap(&self.names, "    ")));
        }
        let mut body = format!(
            "BEGIN
    IF EXISTS (
        SELECT
        FROM pg_index
        WHERE indexrelid = to_regclass({old}) AND NOT (indisvalid AND indisready)
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = {begun},
            HINT = 'Run the migration again: it goes on from here.';
    ELSIF to_regclass({old}) IS NULL
        AND (to_regclass({new}) IS NULL OR to_regclass({plain}) IS NULL) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = {message},
            HINT = 'Say what it was (previous_m, previous_metric, …), and the way back builds it again.';
    END IF;
",
            old = Literal(old),
            new = Literal(new),
            plain = Literal(name),
            begun = Literal(format!("{old} is INVALID: its drop has begun, it cannot come back")),
            message =
                Literal(format!("the index that {name} has replaced was dropped: it cannot come back")),
        );
        body.push_str(&unswap(&self.names, "    "));
        body.push_str("END");
        block::write(f, &body)
    }
}

impl Facts for GuardReplace {
    fn title(&self) -> String {
        format!("stop unless {} may be replaced", self.definition.qualified_name())
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.definition.table)
    }
}

impl Facts for SwapIndexes {
    fn title(&self) -> String {
        format!("swap the names of {} and {}", self.names.name, self.names.new)
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::ShareUpdateExclusive, &self.names.name, Held::Moment)
    }

    fn patience(&self) -> Option<u32> {
        Some(1)
    }
}

impl Facts for SwapBack {
    fn title(&self) -> String {
        format!("give {} its name back, if it is there", self.names.name)
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::ShareUpdateExclusive, &self.names.name, Held::Moment)
    }
}
