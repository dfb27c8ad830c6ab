//! Transactions and drivers.

use super::CONCURRENTLY;
use crate::explain::{Explanation, Severity};

const SET: &str = "https://www.postgresql.org/docs/current/sql-set.html";
const BEGIN: &str = "https://www.postgresql.org/docs/current/sql-begin.html";

pub(super) static TABLE: &[Explanation] = &[
    Explanation {
        id: "concurrently-in-transaction",
        severity: Severity::Error,
        patterns: &[
            "CREATE INDEX CONCURRENTLY cannot run inside a transaction block",
            "DROP INDEX CONCURRENTLY cannot run inside a transaction block",
            "REINDEX CONCURRENTLY cannot run inside a transaction block",
            "VACUUM cannot run inside a transaction block",
        ],
        examples: &[
            "CREATE INDEX CONCURRENTLY cannot run inside a transaction block",
            "DROP INDEX CONCURRENTLY cannot run inside a transaction block",
            "REINDEX CONCURRENTLY cannot run inside a transaction block",
            "VACUUM cannot run inside a transaction block",
        ],
        title: "the migration tool has opened a transaction around the statement",
        meaning: "The statement makes transactions of its own and so cannot be part of one. Most migration tools open one unless they are told not to; a string with several statements is one transaction for every driver. Nothing has been changed.",
        actions: &[
            "tell the tool: autocommit_block() in Alembic, atomic = False in Django, disable_ddl_transaction! in Rails, `-- no-transaction` in sqlx, `-- +goose NO TRANSACTION` in goose; `hnswkit generate --format …` writes it for your tool",
            "send the statement on its own, not with others in one string",
            "or build without CONCURRENTLY, if no row has to be written meanwhile",
        ],
        checks: &[],
        sources: &[CONCURRENTLY],
    },
    Explanation {
        id: "concurrently-in-pipeline",
        severity: Severity::Error,
        patterns: &[
            "CREATE INDEX CONCURRENTLY cannot be executed within a pipeline",
            "DROP INDEX CONCURRENTLY cannot be executed within a pipeline",
            "REINDEX CONCURRENTLY cannot be executed within a pipeline",
            "VACUUM cannot be executed within a pipeline",
        ],
        examples: &[
            "CREATE INDEX CONCURRENTLY cannot be executed within a pipeline",
            "DROP INDEX CONCURRENTLY cannot be executed within a pipeline",
            "REINDEX CONCURRENTLY cannot be executed within a pipeline",
            "VACUUM cannot be executed within a pipeline",
        ],
        title: "the driver has sent the statement together with others",
        meaning: "Statements that a driver sends without waiting for the answer to each form a pipeline, which is one transaction. The Supabase CLI and Liquibase do so with the statements of one file or changeset.",
        actions: &[
            "put the statement into a file, or a changeset, of its own",
            "in Liquibase add runInTransaction=\"false\" to it; update the Supabase CLI, which sends such statements alone from 2.109 on",
        ],
        checks: &[],
        sources: &[
            CONCURRENTLY,
            "https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING",
        ],
    },
    Explanation {
        id: "concurrently-in-function",
        severity: Severity::Error,
        patterns: &[
            "CREATE INDEX CONCURRENTLY cannot be executed from a function",
            "DROP INDEX CONCURRENTLY cannot be executed from a function",
            "REINDEX CONCURRENTLY cannot be executed from a function",
            "VACUUM cannot be executed from a function",
        ],
        examples: &[
            "CREATE INDEX CONCURRENTLY cannot be executed from a function",
            "DROP INDEX CONCURRENTLY cannot be executed from a function",
            "REINDEX CONCURRENTLY cannot be executed from a function",
            "VACUUM cannot be executed from a function",
        ],
        title: "the statement stands in a function or a DO block",
        meaning: "A function runs within the transaction of its caller, and the statement makes transactions of its own. EXECUTE in a DO block does not change that.",
        actions: &[
            "send the statement as it is, from the migration itself",
            "to decide by a condition, let psql do it: a SELECT that gives the statement, then \\gexec",
        ],
        checks: &[],
        sources: &[CONCURRENTLY],
    },
    Explanation {
        id: "transaction-aborted",
        severity: Severity::Error,
        patterns: &[
            "current transaction is aborted, commands ignored until end of transaction block",
        ],
        examples: &[
            "current transaction is aborted, commands ignored until end of transaction block",
        ],
        title: "an earlier statement of the transaction failed",
        meaning: "After an error the server refuses everything until ROLLBACK. This message is only the echo: the cause is the first error above it.",
        actions: &["look further up for the first ERROR", "send ROLLBACK before anything else"],
        checks: &[],
        sources: &["https://www.postgresql.org/docs/current/tutorial-transactions.html"],
    },
    Explanation {
        id: "set-local-outside-transaction",
        severity: Severity::Warning,
        patterns: &["SET LOCAL can only be used in transaction blocks"],
        examples: &["SET LOCAL can only be used in transaction blocks"],
        title: "SET LOCAL had no effect",
        meaning: "SET LOCAL lasts to the end of the transaction, and there is none, so it ended at once. For a concurrent build this means: the build went on with the old maintenance_work_mem or timeouts.",
        actions: &[
            "before a concurrent build, use SET without LOCAL in the same session, and RESET after it",
            "for hnsw.ef_search, put SET LOCAL and the query into one BEGIN … COMMIT",
        ],
        checks: &[],
        sources: &[SET],
    },
    Explanation {
        id: "several-statements-prepared",
        severity: Severity::Error,
        patterns: &["cannot insert multiple commands into a prepared statement"],
        examples: &["cannot insert multiple commands into a prepared statement"],
        title: "the driver sends one statement at a time, and got several",
        meaning: "With parameters, or when it prepares, a driver sends each statement alone; several with semicolons between them are refused.",
        actions: &[
            "send them one by one",
            "without parameters some drivers take several, as one transaction: then nothing that says CONCURRENTLY may be among them",
        ],
        checks: &[],
        sources: &[
            "https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY",
        ],
    },
    Explanation {
        id: "prepared-statement-lost",
        severity: Severity::Error,
        patterns: &[
            "prepared statement \"{name}\" does not exist",
            "prepared statement \"{name}\" already exists",
        ],
        examples: &[
            "prepared statement \"s1\" does not exist",
            "prepared statement \"s1\" already exists",
        ],
        title: "the driver and the session disagree about {name}",
        meaning: "A pooler that hands out sessions by the transaction gave the driver another session than the one that prepared the statement.",
        actions: &[
            "run migrations and builds on a connection to the server itself, or on the pooler's port for sessions",
            "for queries, switch prepared statements off in the driver, or use a pooler that follows them (PgBouncer 1.21 and max_prepared_statements)",
        ],
        checks: &[],
        sources: &["https://www.pgbouncer.org/config.html"],
    },
    Explanation {
        id: "pending-trigger-events",
        severity: Severity::Error,
        patterns: &["cannot {statement} \"{table}\" because it has pending trigger events"],
        examples: &["cannot CREATE INDEX \"messages\" because it has pending trigger events"],
        title: "{statement} follows changes of rows of {table} in the same transaction",
        meaning: "Deferred constraints, such as foreign keys of Django and Rails, are checked at the end of the transaction, and the table has to keep its form until then.",
        actions: &[
            "put the change of rows and {statement} into two migrations",
            "or SET CONSTRAINTS ALL IMMEDIATE between them",
        ],
        checks: &[],
        sources: &["https://www.postgresql.org/docs/current/sql-set-constraints.html"],
    },
    Explanation {
        id: "read-only-transaction",
        severity: Severity::Error,
        patterns: &["cannot execute {statement} in a read-only transaction"],
        examples: &["cannot execute CREATE INDEX in a read-only transaction"],
        title: "{statement} was sent to a replica, or to a read-only session",
        meaning: "A replica takes no changes; the index is built on the primary and comes by replication. A session can be read-only, too, by default_transaction_read_only, which managed services set when the disk is nearly full.",
        actions: &[
            "connect to the primary: the address for writes, not that of the readers",
            "if it is the primary, look at default_transaction_read_only and at the free disk",
        ],
        checks: &[crate::explain::Check {
            why: "whether this is a replica, and whether the session is read-only",
            sql: "SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only');",
        }],
        sources: &["https://www.postgresql.org/docs/current/sql-set-transaction.html"],
    },
    Explanation {
        id: "no-transaction-in-progress",
        severity: Severity::Warning,
        patterns: &["there is no transaction in progress"],
        examples: &["there is no transaction in progress"],
        title: "COMMIT or ROLLBACK had nothing to end",
        meaning: "No transaction was open. It is harmless in itself, and tells that BEGIN did not reach this session or that something ended the transaction before, as a COMMIT in the migration does to the tool's own.",
        actions: &[
            "take BEGIN and COMMIT out of migrations, and let the tool do it",
            "through a pooler that hands out sessions by the statement, send the whole as one transaction or connect to the server itself",
        ],
        checks: &[],
        sources: &[BEGIN],
    },
    Explanation {
        id: "transaction-already-in-progress",
        severity: Severity::Warning,
        patterns: &["there is already a transaction in progress"],
        examples: &["there is already a transaction in progress"],
        title: "BEGIN came within a transaction",
        meaning: "The tool has opened a transaction already, and the migration has a BEGIN of its own. The COMMIT that belongs to it ends the tool's transaction.",
        actions: &["take BEGIN and COMMIT out of the migration, or tell the tool to open none"],
        checks: &[],
        sources: &[BEGIN],
    },
    Explanation {
        id: "invalid-transaction-termination",
        severity: Severity::Error,
        patterns: &["invalid transaction termination"],
        examples: &["invalid transaction termination"],
        title: "COMMIT or ROLLBACK stands in a function, or in a DO block within a transaction",
        meaning: "A procedure or a DO block may end a transaction only when the client has opened none around it.",
        actions: &[
            "send the DO block or CALL outside of a transaction",
            "or take the COMMIT out of it",
        ],
        checks: &[],
        sources: &["https://www.postgresql.org/docs/current/plpgsql-transactions.html"],
    },
];
