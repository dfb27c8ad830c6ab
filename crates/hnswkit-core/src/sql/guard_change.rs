//! The gates of a change of a column's type, one for each stage and direction.
//!
//! All look at the types of three columns, which say how far the change is: the column itself, the
//! new one before the switch, and the old one after it.

use std::fmt;

use super::{
    ColumnNames, Lock, ReplacementNames, block,
    facts::{Facts, looks_at},
    sync_trigger::MARK,
};
use crate::domain::{ColumnType, Identifier, Interval, Literal, QualifiedName};

/// Lets a stage of a change go on, or stops it with what is in its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardChange {
    /// The names of the columns.
    pub columns: ColumnNames,
    /// The names of their indexes.
    pub indexes: ReplacementNames,
    /// The name of the trigger.
    pub sync: Identifier,
    /// The type before.
    pub from: ColumnType,
    /// The type afterwards.
    pub to: ColumnType,
    /// What is about to happen.
    pub before: ChangeStep,
}

/// What is about to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeStep {
    /// Adding and filling the new column.
    Expand,
    /// Dropping the new column.
    ExpandBack,
    /// Giving the new column the name.
    Switch,
    /// Giving the old column the name again.
    SwitchBack,
    /// Dropping the old column, so long after the switch.
    Contract(Option<Interval>),
    /// Bringing the old column back.
    ContractBack,
    /// Rewriting the table, up to so many bytes, in either direction.
    Rewrite(u64),
}

/// A condition of the server's with what to say when it is true.
fn stop(condition: &str, message: impl fmt::Display, hint: &str) -> String {
    format!(
        "    IF {condition} THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = {},
            HINT = {};
    END IF;
",
        Literal(message),
        Literal(hint),
    )
}

/// A question for names; any that are found are in the way.
fn names(query: &str, message: impl fmt::Display, hint: &str) -> String {
    format!(
        "    SELECT string_agg(name, ', ' ORDER BY name)
    INTO found
    FROM (
{query}
    ) AS it (name);
    IF found IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'dependent_objects_still_exist',
            MESSAGE = {message},
            DETAIL = found,
            HINT = {hint};
    END IF;
",
        query = block::indented("        ", query),
        message = Literal(message),
        hint = Literal(hint),
    )
}

impl GuardChange {
    /// Stops when anything but what the change knows of depends on the column.
    fn dependents(&self, column: &Identifier) -> String {
        let ReplacementNames { name, new, old, leftover } = &self.indexes;
        let ours = [name, new, old, leftover].map(|it| format!("to_regclass({})", Literal(it)));
        names(
            &format!(
                "SELECT pg_describe_object(d.classid, d.objid, d.objsubid)
FROM pg_attribute AS a
JOIN pg_depend AS d
    ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
WHERE a.attrelid = relation
    AND a.attname = {column_name}
    AND NOT EXISTS (SELECT FROM pg_attrdef WHERE oid = d.objid AND adnum = a.attnum)
    AND NOT EXISTS (SELECT FROM pg_index WHERE indexrelid = d.objid AND NOT indisvalid)
    AND NOT EXISTS (
        SELECT FROM pg_constraint
        WHERE oid = d.objid AND (contype = 'n' OR conname = {not_null})
    )
    AND NOT (
        d.classid = 'pg_class'::regclass
        AND d.objid IN (
            {ours}
        )
    )",
                column_name = Literal(column.as_str()),
                not_null = Literal(self.columns.not_null.as_str()),
                ours = ours.join(",\n            "),
            ),
            format!("{column} of {} is used by others", self.columns.table),
            "They would stay with the old column. Drop them before, and create them again \
             afterwards; an index of another name gets a change of its own.",
        )
    }

    /// What stops a new column.
    fn expand(&self) -> String {
        let ColumnNames { table, column, new, old, .. } = &self.columns;
        let (from, to) = (self.from, self.to);
        let mut out = names(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE relation IN (inhparent, inhrelid)
UNION ALL
SELECT format('kind %s', relkind) FROM pg_class WHERE oid = relation AND relkind <> 'r'",
            format!("{table} is no plain table, or has partitions or children"),
            "Change them one by one, or move the rows to a new table.",
        );
        out.push_str(&stop(
            "current_setting('server_version_num')::int < 140000",
            "filling a column in batches needs PostgreSQL 14 or later",
            "Before it, a batch would read the whole table.",
        ));
        out.push_str(&stop(
            "(
        SELECT c.relforcerowsecurity AND NOT r.rolbypassrls AND NOT r.rolsuper
        FROM pg_class AS c, pg_roles AS r
        WHERE c.oid = relation AND r.rolname = current_user
    )",
            format!("row-level security hides rows of {table} from this role"),
            "Run this as a role with BYPASSRLS.",
        ));
        out.push_str(&stop(
            "old_type IS NOT NULL",
            format!("{old} of {table} is there: the columns are switched"),
            "Nothing is left to add. Take the switch back first, if you want to go back.",
        ));
        out.push_str(&stop(
            &format!("now_type = {}", Literal(to)),
            format!("{column} of {table} is {to} already"),
            "There is nothing to change.",
        ));
        out.push_str(&stop(
            &format!("now_type IS DISTINCT FROM {}", Literal(from)),
            format!("{column} of {table} is not {from}"),
            "Correct `from` in the spec: SELECT format_type(atttypid, atttypmod) FROM pg_attribute.",
        ));
        out.push_str(&stop(
            &format!("new_type <> {}", Literal(to)),
            format!("{new} of {table} is there and is not {to}"),
            "It is not of this migration: rename it or drop it.",
        ));
        out.push_str(&stop(
            &format!(
                "EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = relation AND attname = {} AND attgenerated <> ''
    )",
                Literal(column.as_str())
            ),
            format!("{column} of {table} is generated"),
            "Change the expression that generates it instead.",
        ));
        out.push_str(&self.dependents(column));
        out.push_str(&names(
            &format!(
                "SELECT tgname::text
FROM pg_trigger
WHERE tgrelid = relation
    AND NOT tgisinternal
    AND tgenabled <> 'D'
    AND tgtype & 17 = 17
    AND tgattr::text = ''
    AND tgname <> {}
    AND pg_get_triggerdef(oid) NOT LIKE '%hnswkit.backfill%'
    AND coalesce(current_setting('hnswkit.accept', true), '') NOT LIKE '%triggers%'",
                Literal(self.sync.as_str())
            ),
            format!("triggers of {table} would fire for each row that is filled"),
            "Let them pass it by (WHEN (current_setting('hnswkit.backfill', true) IS DISTINCT FROM \
             'on')), or accept it: SET hnswkit.accept = 'triggers, publications'.",
        ));
        out.push_str(&names(
            "SELECT pubname::text
FROM pg_publication_tables
WHERE to_regclass(format('%I.%I', schemaname, tablename)) = relation
    AND coalesce(current_setting('hnswkit.accept', true), '') NOT LIKE '%publications%'",
            format!("{table} is published: subscribers stop at a column that they do not have"),
            "Add the column there first, then accept it: SET hnswkit.accept = 'triggers, \
             publications'.",
        ));
        out
    }

    /// What stops a switch.
    fn switch(&self) -> String {
        let ColumnNames { table, column, .. } = &self.columns;
        let (from, to) = (Literal(self.from), Literal(self.to));
        let new = &self.indexes.new;
        let mut out = format!(
            "    IF now_type = {to} AND old_type = {from} THEN
        RETURN;
    END IF;
"
        );
        out.push_str(&stop(
            &format!(
                "(now_type = {from} AND new_type = {to}) IS NOT TRUE
        OR NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = relation AND tgname = {})",
                Literal(self.sync.as_str())
            ),
            format!("the new column of {table} is not there, or its trigger is not"),
            "Run the migration with stage = \"expand\" first.",
        ));
        out.push_str(&stop(
            &format!(
                "NOT EXISTS (
        SELECT FROM pg_index
        WHERE indexrelid = to_regclass({}) AND indisvalid AND indisready
    )",
                Literal(new)
            ),
            format!("{new} is not there, or is INVALID"),
            "Run the migration with stage = \"expand\" again.",
        ));
        out.push_str(&self.dependents(column));
        out
    }

    fn switch_back(&self) -> String {
        let ColumnNames { table, column, .. } = &self.columns;
        let (from, to) = (Literal(self.from), Literal(self.to));
        let mut out = format!(
            "    IF now_type = {from} AND new_type = {to} THEN
        RETURN;
    END IF;
"
        );
        out.push_str(&stop(
            &format!("(now_type = {to} AND old_type = {from}) IS NOT TRUE"),
            format!("the old column of {table} was dropped"),
            "The way back of stage = \"contract\" brings it back.",
        ));
        out.push_str(&self.dependents(column));
        out
    }

    fn contract(&self, soak: Option<Interval>) -> String {
        let ColumnNames { table, old, .. } = &self.columns;
        let (from, to) = (Literal(self.from), Literal(self.to));
        let mut out = format!(
            "    IF now_type = {to} AND old_type IS NULL AND new_type IS NULL THEN
        RETURN;
    END IF;
"
        );
        out.push_str(&stop(
            &format!("(now_type = {to} AND old_type = {from}) IS NOT TRUE"),
            format!("the columns of {table} are not switched"),
            "Run the migration with stage = \"switch\" first.",
        ));
        if let Some(soak) = soak {
            out.push_str(&stop(
                &format!(
                    "coalesce((
        SELECT substring(col_description(relation, attnum) FROM '{MARK}switched (.+)')::timestamptz
        FROM pg_attribute
        WHERE attrelid = relation AND attname = {}
    ), now()) + interval '{soak}' > now()",
                    Literal(old.as_str())
                ),
                format!("the columns of {table} were switched less than {soak} ago"),
                "The time is in the comment of the old column. Wait, or change `soak`.",
            ));
        }
        out.push_str(&self.dependents(old));
        out
    }

    fn contract_back(&self) -> String {
        let ColumnNames { table, old, .. } = &self.columns;
        let (from, to) = (Literal(self.from), Literal(self.to));
        let mut out = stop(
            &format!("(now_type = {to} AND new_type IS NULL) IS NOT TRUE"),
            format!("the columns of {table} are not switched"),
            "There is nothing to bring back.",
        );
        out.push_str(&stop(
            &format!("old_type <> {from}"),
            format!("{old} of {table} is there and is not {}", self.from),
            "It is not of this migration: rename it or drop it.",
        ));
        out
    }

    fn rewrite(&self, limit: u64) -> String {
        let ColumnNames { table, column, .. } = &self.columns;
        let mut out = stop(
            &format!(
                "coalesce(now_type, '') NOT IN ({}, {})",
                Literal(self.from),
                Literal(self.to)
            ),
            format!("{column} of {table} is neither {} nor {}", self.from, self.to),
            "Correct `from` and `type` in the spec.",
        );
        out.push_str(&stop(
            &format!("now_type = {} AND {limit} < pg_table_size(relation)", Literal(self.from)),
            format!("{table} is larger than {limit} bytes: nobody could read it while it is written anew"),
            "Use mode = \"online\", or say how large it may be: max_rewrite = \"10GB\".",
        ));
        out.push_str(&self.dependents(column));
        out
    }
}

impl fmt::Display for GuardChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ColumnNames { table, column, new, old, .. } = &self.columns;
        let mut body = format!(
            "DECLARE
    relation regclass := {relation};
    now_type text;
    new_type text;
    old_type text;
    found text;
BEGIN
    SELECT
        max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = {column}),
        max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = {new}),
        max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = {old})
    INTO now_type, new_type, old_type
    FROM pg_attribute AS a
    JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE a.attrelid = relation AND NOT a.attisdropped;
",
            relation = Literal(table),
            column = Literal(column.as_str()),
            new = Literal(new.as_str()),
            old = Literal(old.as_str()),
        );
        body.push_str(&match self.before {
            ChangeStep::Expand => self.expand(),
            ChangeStep::ExpandBack => stop(
                "old_type IS NOT NULL",
                format!("the columns of {table} are switched"),
                "Take the switch back first: the way back of stage = \"switch\".",
            ),
            ChangeStep::Switch => self.switch(),
            ChangeStep::SwitchBack => self.switch_back(),
            ChangeStep::Contract(soak) => self.contract(soak),
            ChangeStep::ContractBack => self.contract_back(),
            ChangeStep::Rewrite(limit) => self.rewrite(limit),
        });
        body.push_str("END");
        block::write(f, &body)
    }
}

impl Facts for GuardChange {
    fn title(&self) -> String {
        let ColumnNames { table, column, .. } = &self.columns;
        format!("stop unless {column} of {table} may be changed")
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.columns.table)
    }
}

/// Names used by [`VerifyColumns`]: a column with its type, or without one when it has to be gone.
pub type ExpectedColumn = (Identifier, Option<ColumnType>);

/// Fails unless columns have their types, or are gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyColumns {
    /// The table.
    pub table: QualifiedName,
    /// The columns.
    pub columns: Vec<ExpectedColumn>,
}

impl fmt::Display for VerifyColumns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.columns.iter().map(|(name, column_type)| {
            let column_type = column_type.map_or("NULL".to_owned(), |it| Literal(it).to_string());
            format!("({}, {column_type})", Literal(name.as_str()))
        });
        let columns: Vec<_> = columns.collect();
        block::write(
            f,
            &format!(
                "DECLARE
    found text;
BEGIN
    SELECT string_agg(
        format(
            'column %s is %s; planned is %s',
            it.name,
            coalesce(t.typname || '(' || a.atttypmod || ')', 'absent'),
            coalesce(it.planned, 'absent')
        ),
        '; '
    )
    INTO found
    FROM (
        VALUES
            {columns}
    ) AS it (name, planned)
    LEFT JOIN pg_attribute AS a
        ON a.attrelid = {relation}::regclass AND a.attname = it.name AND NOT a.attisdropped
    LEFT JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE t.typname || '(' || a.atttypmod || ')' IS DISTINCT FROM it.planned::text;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = found,
            HINT = 'Run this again.';
    END IF;
END",
                columns = columns.join(",\n            "),
                relation = Literal(&self.table),
            ),
        )
    }
}

impl Facts for VerifyColumns {
    fn title(&self) -> String {
        format!("prove the columns of {}", self.table)
    }
}
