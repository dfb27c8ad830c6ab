//! Runs an SQL script as psql does: one statement at a time, outside a transaction.

use anyhow::{Context, Result};
use postgres::Client;

/// The statements of a script, cut by PostgreSQL's own scanner, without their semicolons.
pub fn statements(script: &str) -> Result<Vec<&str>> {
    let pieces = pg_query::split_with_scanner(script).context("PostgreSQL cannot scan this")?;
    Ok(pieces.into_iter().map(str::trim).filter(|it| !it.is_empty()).collect())
}

/// Runs the statements one by one; the error says which one failed.
pub fn run_script(client: &mut Client, script: &str) -> Result<()> {
    for statement in statements(script)? {
        client
            .batch_execute(statement)
            .with_context(|| format!("in the statement\n{statement}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::statements;

    #[test]
    fn semicolons_in_quotes_and_bodies_end_nothing() {
        let script = "SELECT ';'; DO $$ BEGIN PERFORM 1; END $$; -- a; b\nSELECT 2";
        let expected = ["SELECT ';'", "DO $$ BEGIN PERFORM 1; END $$", "-- a; b\nSELECT 2"];
        assert_eq!(statements(script).unwrap(), expected);
    }
}
