//! Names and owners.

use super::{CONCURRENTLY, CREATE_INDEX, PRIVILEGES};
use crate::explain::{Check, Explanation, Severity};

const NAMED: Check = Check {
    why: "what has the name, in which schema, and whether it is a valid index",
    sql: "SELECT n.nspname AS schema, c.relkind AS kind, i.indisvalid AS valid, pg_get_indexdef(i.indexrelid) AS definition\nFROM pg_class AS c\nJOIN pg_namespace AS n ON n.oid = c.relnamespace\nLEFT JOIN pg_index AS i ON i.indexrelid = c.oid\nWHERE c.relname = {name};",
};

const SEARCH_PATH: Check =
    Check { why: "the schemas that are searched", sql: "SELECT current_schemas(true);" };

pub(super) static TABLE: &[Explanation] = &[
    Explanation {
        id: "already-exists-skipped",
        severity: Severity::Notice,
        patterns: &["relation \"{name}\" already exists, skipping"],
        examples: &["relation \"messages_embedding_idx\" already exists, skipping"],
        title: "nothing was built: there is something of the name {name}",
        meaning: "IF NOT EXISTS looks at the name only. What is there may be another index, or the INVALID one that a build has left when it failed; the statement succeeds all the same, and no query ever uses that index.",
        actions: &[
            "look whether the index is valid and defined as you want it",
            "if it is INVALID: DROP INDEX CONCURRENTLY, then build again; REINDEX INDEX CONCURRENTLY repairs it, too",
            "leave IF NOT EXISTS out of concurrent builds; the migrations of hnswkit check validity and definition instead",
        ],
        checks: &[NAMED],
        sources: &[CONCURRENTLY],
    },
    Explanation {
        id: "already-exists",
        severity: Severity::Error,
        patterns: &["relation \"{name}\" already exists"],
        examples: &["relation \"messages_embedding_idx\" already exists"],
        title: "there is something of the name {name} in the schema",
        meaning: "Tables, indexes, views and sequences of a schema share their names. Often it is the INVALID index that an earlier concurrent build has left.",
        actions: &[
            "look what has the name; if it is an INVALID index, drop it with DROP INDEX CONCURRENTLY and build again",
            "otherwise choose another name",
        ],
        checks: &[NAMED],
        sources: &[CONCURRENTLY],
    },
    Explanation {
        id: "name-taken-by-another-session",
        severity: Severity::Error,
        patterns: &[
            "duplicate key value violates unique constraint \"pg_class_relname_nsp_index\"",
        ],
        examples: &[
            "duplicate key value violates unique constraint \"pg_class_relname_nsp_index\"",
        ],
        title: "two sessions created something of the same name at once",
        meaning: "Both looked, saw that the name was free, and took it. It happens when two instances of a program start at once and both migrate.",
        actions: &[
            "let one process alone run migrations, or take an advisory lock around them",
            "look whether the other session has finished, and whether its index is valid",
        ],
        checks: &[Check {
            why: "builds that run",
            sql: "SELECT pid, relid::regclass, phase\nFROM pg_stat_progress_create_index;",
        }],
        sources: &[
            "https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADVISORY-LOCKS",
        ],
    },
    Explanation {
        id: "column-already-exists",
        severity: Severity::Error,
        patterns: &["column \"{column}\" of relation \"{table}\" already exists"],
        examples: &["column \"embedding\" of relation \"messages\" already exists"],
        title: "{table} has a column {column} already",
        meaning: "An earlier run of the migration has added it, or somebody did by hand. Its type may be another.",
        actions: &[
            "compare its type and dimensions; then write ADD COLUMN IF NOT EXISTS, or leave the step out",
        ],
        checks: &[Check {
            why: "its type",
            sql: "SELECT attrelid::regclass AS table, format_type(atttypid, atttypmod) AS type\nFROM pg_attribute\nWHERE attname = {column} AND 0 < attnum;",
        }],
        sources: &["https://www.postgresql.org/docs/current/sql-altertable.html"],
    },
    Explanation {
        id: "schema-missing",
        severity: Severity::Error,
        patterns: &["schema \"{schema}\" does not exist"],
        examples: &["schema \"extensions\" does not exist"],
        title: "this database has no schema {schema}",
        meaning: "A dump or a migration of another database names it; Supabase, for example, keeps extensions in a schema of its own.",
        actions: &[
            "CREATE SCHEMA {schema}, and create the extension there: `CREATE EXTENSION vector SCHEMA {schema}`",
            "or take the name of the schema out, and let search_path find the type",
        ],
        checks: &[SEARCH_PATH],
        sources: &["https://www.postgresql.org/docs/current/ddl-schemas.html"],
    },
    Explanation {
        id: "relation-missing",
        severity: Severity::Error,
        patterns: &["relation \"{name}\" does not exist"],
        examples: &["relation \"Messages\" does not exist"],
        title: "there is no {name} in the schemas that are searched",
        meaning: "The table is in another schema or another database, it was not created yet, or its name has capitals: without double quotes PostgreSQL makes them small, and many ORMs create tables with capitals.",
        actions: &[
            "compare the name letter by letter; write it in double quotes if it has capitals",
            "name the schema: `app.messages`",
            "look whether the migration runs against the right database",
        ],
        checks: &[NAMED, SEARCH_PATH],
        sources: &[
            "https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS",
        ],
    },
    Explanation {
        id: "column-missing",
        severity: Severity::Error,
        patterns: &[
            "column \"{column}\" does not exist",
            "column \"{column}\" of relation \"{table}\" does not exist",
        ],
        examples: &[
            "column \"Embedding\" does not exist",
            "column \"embedding\" of relation \"messages\" does not exist",
        ],
        title: "the table has no column {column}",
        meaning: "The name is spelled otherwise, has capitals and stands without double quotes, or the migration that adds the column has not run.",
        actions: &["compare the name with the columns of the table; capitals need double quotes"],
        checks: &[Check {
            why: "where a column of that name is",
            sql: "SELECT attrelid::regclass AS table, attname AS column\nFROM pg_attribute\nWHERE lower(attname) = lower({column});",
        }],
        sources: &[
            "https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS",
        ],
    },
    Explanation {
        id: "index-missing",
        severity: Severity::Error,
        patterns: &["index \"{name}\" does not exist"],
        examples: &["index \"messages_embedding_idx\" does not exist"],
        title: "there is no index {name} in the schemas that are searched",
        meaning: "An index lives in the schema of its table. The build has not happened, somebody dropped it, or the schema has to be named.",
        actions: &["look in which schema the index is, and name it: `app.{name}`"],
        checks: &[NAMED, SEARCH_PATH],
        sources: &["https://www.postgresql.org/docs/current/sql-dropindex.html"],
    },
    Explanation {
        id: "missing-skipped",
        severity: Severity::Notice,
        patterns: &[
            "index \"{name}\" does not exist, skipping",
            "relation \"{name}\" does not exist, skipping",
            "table \"{name}\" does not exist, skipping",
        ],
        examples: &[
            "index \"messages_embedding_idx\" does not exist, skipping",
            "relation \"messages\" does not exist, skipping",
            "table \"messages\" does not exist, skipping",
        ],
        title: "nothing was done: there is no {name}",
        meaning: "IF EXISTS makes this a notice and not an error. In a rollback it is fine when the index was never built; if it was, the name or the schema is another one, and the index stays.",
        actions: &["if you expected it to be there, look in which schema it is and name it"],
        checks: &[NAMED],
        sources: &["https://www.postgresql.org/docs/current/sql-dropindex.html"],
    },
    Explanation {
        id: "not-the-owner",
        severity: Severity::Error,
        patterns: &["must be owner of table {name}", "must be owner of index {name}"],
        examples: &["must be owner of table messages", "must be owner of index messages_idx"],
        title: "only the owner of {name} can do this",
        meaning: "Creating and dropping an index is for the owner of the table, its members and superusers; GRANT ALL is not enough. Since PostgreSQL 17 MAINTAIN allows REINDEX, and nothing else of this.",
        actions: &[
            "run the migration as the role that owns the table",
            "or let the owner GRANT its role to yours, then SET ROLE to it",
        ],
        checks: &[Check {
            why: "who owns it",
            sql: "SELECT relname, pg_get_userbyid(relowner) AS owner\nFROM pg_class\nWHERE relname = {name};",
        }],
        sources: &[PRIVILEGES],
    },
    Explanation {
        id: "permission-denied",
        severity: Severity::Error,
        patterns: &[
            "permission denied for schema {name}",
            "permission denied for table {name}",
            "permission denied for tablespace {name}",
        ],
        examples: &[
            "permission denied for schema public",
            "permission denied for table messages",
            "permission denied for tablespace fast",
        ],
        title: "the role may not use {name}",
        meaning: "The role lacks a privilege on {name}. To create an index it needs CREATE on the schema and to own the table; since PostgreSQL 15, CREATE on the schema public is no longer given to all.",
        actions: &[
            "run the migration as the role that owns the table",
            "or let an administrator GRANT what is missing",
        ],
        checks: &[Check { why: "who you are", sql: "SELECT current_user, session_user;" }],
        sources: &[PRIVILEGES],
    },
    Explanation {
        id: "not-a-table",
        severity: Severity::Error,
        patterns: &["cannot create index on relation \"{name}\""],
        examples: &["cannot create index on relation \"recent_messages\""],
        title: "{name} is a view or a foreign table, which can have no index",
        meaning: "Tables, partitioned tables and materialized views can have indexes.",
        actions: &["index the table behind it; its name stands in the definition of the view"],
        checks: &[NAMED],
        sources: &[CREATE_INDEX],
    },
];
