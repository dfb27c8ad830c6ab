//! What servers say to a role that may do little.

use anyhow::Result;
use hnswkit_tests::{Database, Server};

use super::{
    case::{compare, said},
    statements::Said,
};

/// What is there, made by a superuser.
const SCHEMA: &str = "CREATE TABLE t (v vector(3)); CREATE INDEX t_idx ON t (v);
    CREATE SCHEMA closed";

/// Statements of the role, and the patterns of what is said to them.
pub(super) const SAID: &[Said] = &[
    ("CREATE INDEX ON t USING hnsw (v vector_l2_ops)", &["must be owner of table {name}"]),
    ("DROP INDEX t_idx", &["must be owner of index {name}"]),
    ("SELECT * FROM t", &["permission denied for table {name}"]),
    ("CREATE TABLE closed.x (i int)", &["permission denied for schema {name}"]),
    (
        "CREATE TEMPORARY TABLE x (i int) TABLESPACE pg_global",
        &["permission denied for tablespace {name}"],
    ),
    (
        "SET session_replication_role = replica",
        &["permission denied to set parameter \"{parameter}\""],
    ),
    ("ALTER EXTENSION vector UPDATE", &["must be owner of extension {extension}"]),
    ("LOAD 'vector'", &["access to library \"{library}\" is not allowed"]),
];

/// The same after a superuser has said something first.
pub(super) const SAID_AFTER: &[(&str, Said)] = &[
    (
        "DROP EXTENSION vector CASCADE; REVOKE CREATE ON DATABASE {database} FROM PUBLIC",
        ("CREATE EXTENSION vector", &["permission denied to create extension \"{extension}\""]),
    ),
    (
        "CREATE EXTENSION vector; UPDATE pg_extension SET extversion = '0.5.0', extowner = '{database}'::regrole WHERE extname = 'vector'",
        (
            "ALTER EXTENSION vector UPDATE",
            &["permission denied to update extension \"{extension}\""],
        ),
    ),
];

/// Everything is said and explained.
pub(super) fn run(server: &Server, problems: &mut Vec<String>) -> Result<()> {
    let database = Database::create(server, "rights")?;
    let mut session = database.connect()?;
    session.batch_execute(SCHEMA)?;
    // The role has the name of the database.
    let role = database.name();
    session.batch_execute(&format!("CREATE ROLE {role}"))?;
    let mut check = |(sql, patterns): Said| -> Result<()> {
        let said = said(&mut database.connect()?, &format!("SET ROLE {role}; {sql}"));
        if let Err(problem) = compare(sql, &said.join("\n"), patterns) {
            problems.push(problem.to_string());
        }
        Ok(())
    };
    for it in SAID {
        check(*it)?;
    }
    for (before, it) in SAID_AFTER {
        session.batch_execute(&before.replace("{database}", role))?;
        check(*it)?;
    }
    // The role owns something now.
    let superuser = "DROP EXTENSION vector CASCADE";
    session.batch_execute(&format!("{superuser}; DROP ROLE {role}"))?;
    Ok(())
}
