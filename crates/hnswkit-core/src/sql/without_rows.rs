//! A statement for tables without rows, in a migration whose change happens outside of its tool.

use std::fmt;

use super::{
    Lock, Statement, Transaction, block,
    facts::{Facts, looks_at},
};
use crate::domain::QualifiedName;

/// Runs a statement where a table has no rows, as in a fresh database; elsewhere it does nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithoutRows {
    /// The table.
    pub table: QualifiedName,
    /// The statement; a transaction may hold it.
    pub statement: Box<Statement>,
}

impl fmt::Display for WithoutRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.statement.to_string();
        let mut tag = "$statement$".to_owned();
        let mut n = 0;
        while text.contains(&tag) {
            n += 1;
            tag = format!("$statement{n}$");
        }
        block::write(
            f,
            &format!(
                "BEGIN
    IF NOT EXISTS (SELECT FROM {}) THEN
        EXECUTE {tag}
{text}
{tag};
    END IF;
END",
                self.table
            ),
        )
    }
}

impl Facts for WithoutRows {
    fn title(&self) -> String {
        format!("{}, where {} has no rows", self.statement.title(), self.table)
    }

    fn transaction(&self) -> Transaction {
        self.statement.transaction()
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::{Build, DropIndex};

    #[test]
    fn no_name_ends_it() {
        let table: QualifiedName = "t".parse().unwrap();
        let name = "\"$statement$ $hnswkit$\"".parse().unwrap();
        let drop = DropIndex { name, table: table.clone(), build: Build::Plain };
        let text = WithoutRows { table, statement: Box::new(drop.into()) }.to_string();
        assert!(text.starts_with("DO $hnswkit1$\n") && text.ends_with("\n$hnswkit1$;"), "{text}");
        assert!(text.contains("EXECUTE $statement1$\nDROP INDEX IF EXISTS "), "{text}");
    }
}
