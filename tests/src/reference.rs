//! What a plan makes of a database, by its own steps: what tools that run its files are compared with.

use anyhow::{Context, Result, ensure};

use crate::{
    catalog::tables,
    database::Database,
    server::Server,
    session::Session,
    specs::Example,
    steps::{Direction, run_plan},
};

/// The states of a plan, each as lines: columns, indexes and triggers of the example's tables.
pub struct Reference {
    tables: Vec<String>,
    /// Before anything was run.
    pub before: Vec<String>,
    /// After the way there.
    pub after: Vec<String>,
    /// After the way back.
    pub back: Vec<String>,
}

impl Reference {
    /// Runs the example's plan there and back in a database of its own.
    pub fn of(server: &Server, example: &Example) -> Result<Self> {
        let plan = example.plan()?;
        let database = Database::create(server, &format!("reference_{}", example.name))?;
        let mut session = database.connect()?;
        session.batch_execute(example.schema)?;
        let mut known = tables(&mut session)?;
        let before = state(&mut session, &known)?;
        run_plan(&mut session, &plan, Direction::Up).context("the plan itself")?;
        let new: Vec<_> =
            tables(&mut session)?.into_iter().filter(|it| !known.contains(it)).collect();
        known.extend(new);
        let after = state(&mut session, &known)?;
        run_plan(&mut session, &plan, Direction::Down).context("the way back itself")?;
        let back = state(&mut session, &known)?;
        Ok(Self { tables: known, before, after, back })
    }

    /// The database is as after the way there.
    pub fn is_after(&self, session: &mut Session) -> Result<()> {
        same(&state(session, &self.tables)?, &self.after)
    }

    /// The database is as after the way back.
    pub fn is_back(&self, session: &mut Session) -> Result<()> {
        same(&state(session, &self.tables)?, &self.back)
    }
}

fn same(found: &[String], expected: &[String]) -> Result<()> {
    let missing: Vec<_> = expected.iter().filter(|it| !found.contains(it)).collect();
    let more: Vec<_> = found.iter().filter(|it| !expected.contains(it)).collect();
    ensure!(found == expected, "missing: {missing:#?}\nnot expected: {more:#?}");
    Ok(())
}

/// Columns, indexes and triggers of these tables.
fn state(session: &mut Session, tables: &[String]) -> Result<Vec<String>> {
    let names: Vec<_> = tables.iter().map(|it| format!("'{}'", it.replace('\'', "''"))).collect();
    let names = names.join(", ");
    session.values(&format!(
        "SELECT line COLLATE \"C\" FROM (
            SELECT c.oid::regclass::text AS name, line
            FROM pg_class AS c
            CROSS JOIN LATERAL (
                SELECT format(
                    '%s.%s %s%s', c.oid::regclass, a.attname,
                    format_type(a.atttypid, a.atttypmod),
                    CASE WHEN a.attnotnull THEN ' NOT NULL' END
                )
                FROM pg_attribute AS a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT format(
                    '%s %s', pg_get_indexdef(i.indexrelid),
                    CASE WHEN i.indisvalid AND i.indisready THEN 'valid' ELSE 'INVALID' END
                )
                FROM pg_index AS i WHERE i.indrelid = c.oid
                UNION ALL
                SELECT pg_get_triggerdef(t.oid)
                FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal
            ) AS of_table (line)
            WHERE c.relkind IN ('r', 'p')
        ) AS all_lines
        WHERE name IN ({names})
        ORDER BY 1"
    ))
}
