//! Settings.

use super::{PRIVILEGES, RESOURCE_SETTINGS};
use crate::explain::{Check, Explanation, Severity};

const QUERY_OPTIONS: &str = "https://github.com/pgvector/pgvector#query-options";
const ITERATIVE: &str = "https://github.com/pgvector/pgvector#iterative-index-scans";

pub(super) static TABLE: &[Explanation] = &[
    Explanation {
        id: "setting-out-of-range",
        severity: Severity::Error,
        patterns: &[
            "{value} is outside the valid range for parameter \"{parameter}\" ({least} .. {most})",
        ],
        examples: &["5000 is outside the valid range for parameter \"hnsw.ef_search\" (1 .. 1000)"],
        title: "{parameter} must be between {least} and {most}",
        meaning: "The value was refused. As a WARNING it means more: the setting was made before the library was loaded, so nobody checked it, and now it is back at its default. maintenance_work_mem without a unit counts in kB.",
        actions: &[
            "set a value between {least} and {most}; write units, as in '2GB'",
            "for hnsw settings in a fresh session, load the library first: LOAD 'vector', or use a vector",
        ],
        checks: &[Check {
            why: "the value in force and where it comes from",
            sql: "SELECT setting, unit, source\nFROM pg_settings\nWHERE name = {parameter};",
        }],
        sources: &[QUERY_OPTIONS, RESOURCE_SETTINGS],
    },
    Explanation {
        id: "setting-value-invalid",
        severity: Severity::Error,
        patterns: &["invalid value for parameter \"{parameter}\": \"{value}\""],
        examples: &["invalid value for parameter \"hnsw.iterative_scan\": \"on\""],
        title: "{parameter} does not take the value {value}",
        meaning: "hnsw.iterative_scan takes off, strict_order and relaxed_order, but not on. Sizes take kB, MB, GB and TB, with the B and in these capitals.",
        actions: &["read the HINT below the message, which lists what it takes"],
        checks: &[],
        sources: &[ITERATIVE, "https://www.postgresql.org/docs/current/config-setting.html"],
    },
    Explanation {
        id: "setting-name-invalid",
        severity: Severity::Error,
        patterns: &["invalid configuration parameter name \"{parameter}\""],
        examples: &["invalid configuration parameter name \"hnsw.iterative_scan\""],
        title: "this release of pgvector has no setting {parameter}",
        meaning: "hnsw.ef_search came with pgvector 0.5.0; hnsw.iterative_scan, hnsw.max_scan_tuples and hnsw.scan_mem_multiplier with 0.8.0. Others do not exist.",
        actions: &["compare the name; update pgvector if the setting is newer than it"],
        checks: &[Check {
            why: "the settings that there are",
            sql: "SELECT name, setting\nFROM pg_settings\nWHERE name LIKE 'hnsw.%';",
        }],
        sources: &[ITERATIVE],
    },
    Explanation {
        id: "setting-removed",
        severity: Severity::Warning,
        patterns: &["invalid configuration parameter name \"{parameter}\", removing it"],
        examples: &["invalid configuration parameter name \"hnsw.iterative_scan\", removing it"],
        title: "{parameter} was set before the library was loaded, and has been thrown away",
        meaning: "Before pgvector is loaded into a session, anything of the form hnsw.x is accepted. When a vector is first used, the library takes its prefix over and removes what it does not know.",
        actions: &[
            "load the library first: LOAD 'vector', or any query on a vector; then SET says at once what is wrong",
            "compare the name; hnsw.iterative_scan needs pgvector 0.8.0",
        ],
        checks: &[Check {
            why: "the settings that there are",
            sql: "SELECT name, setting\nFROM pg_settings\nWHERE name LIKE 'hnsw.%';",
        }],
        sources: &[ITERATIVE],
    },
    Explanation {
        id: "setting-unknown",
        severity: Severity::Error,
        patterns: &["unrecognized configuration parameter \"{parameter}\""],
        examples: &["unrecognized configuration parameter \"hnsw.ef_search\""],
        title: "the session does not know {parameter}",
        meaning: "Settings of pgvector exist in a session only after its library was loaded, and SHOW in a fresh session fails. Otherwise the name is misspelled, or newer than the server.",
        actions: &[
            "load the library first: LOAD 'vector', or use a vector",
            "in functions, use current_setting('hnsw.ef_search', true), which gives NULL instead",
        ],
        checks: &[],
        sources: &[QUERY_OPTIONS],
    },
    Explanation {
        id: "setting-not-permitted",
        severity: Severity::Error,
        patterns: &["permission denied to set parameter \"{parameter}\""],
        examples: &["permission denied to set parameter \"session_replication_role\""],
        title: "the role may not set {parameter}",
        meaning: "Some settings are for superusers, or for whom a superuser has granted them. On managed services, settings of pgvector can be among them when they are set for a role or a database before the library was loaded.",
        actions: &[
            "SET it in the session or transaction, after the library was loaded, instead of ALTER ROLE or ALTER DATABASE",
            "or let an administrator GRANT SET ON PARAMETER, in PostgreSQL 15 and later",
        ],
        checks: &[Check {
            why: "who may set it",
            sql: "SELECT name, context, source\nFROM pg_settings\nWHERE name = {parameter};",
        }],
        sources: &[PRIVILEGES],
    },
    Explanation {
        id: "setting-needs-restart",
        severity: Severity::Error,
        patterns: &["parameter \"{parameter}\" cannot be changed without restarting the server"],
        examples: &["parameter \"shared_buffers\" cannot be changed without restarting the server"],
        title: "{parameter} is set in the configuration of the server",
        meaning: "It takes effect when the server starts. What a build needs can all be set in the session: maintenance_work_mem and max_parallel_maintenance_workers; only more workers than max_worker_processes need a restart.",
        actions: &[
            "change it with ALTER SYSTEM or in the console of the service, and restart in a maintenance window",
        ],
        checks: &[],
        sources: &[RESOURCE_SETTINGS],
    },
    Explanation {
        id: "set-with-bind-parameter",
        severity: Severity::Error,
        patterns: &["syntax error at or near \"$1\""],
        examples: &["syntax error at or near \"$1\""],
        title: "SET and CREATE INDEX take no bind parameters",
        meaning: "The driver sends the value apart from the statement, which only works in SELECT, INSERT, UPDATE, DELETE and MERGE.",
        actions: &[
            "for settings, call `SELECT set_config('hnsw.ef_search', $1, true)`, which does the same as SET LOCAL",
            "for CREATE INDEX, write the value into the statement",
        ],
        checks: &[],
        sources: &[
            "https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SET",
        ],
    },
];
