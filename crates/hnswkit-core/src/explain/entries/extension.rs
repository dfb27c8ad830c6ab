//! The extension.

use super::{PGVECTOR, PGVECTOR_CHANGES};
use crate::explain::{Check, Explanation, Severity};

const CREATE_EXTENSION: &str = "https://www.postgresql.org/docs/current/sql-createextension.html";
const INSTALL: &str = "https://github.com/pgvector/pgvector#installation";

const AVAILABLE: Check = Check {
    why: "the release in this database, and those that the server could have",
    sql: "SELECT name, version, installed\nFROM pg_available_extension_versions\nWHERE name = 'vector';",
};

pub(super) static TABLE: &[Explanation] = &[
    Explanation {
        id: "vector-type-missing",
        severity: Severity::Error,
        patterns: &[
            "type \"vector\" does not exist",
            "type \"public.vector\" does not exist",
            "type \"extensions.vector\" does not exist",
        ],
        examples: &[
            "type \"vector\" does not exist",
            "type \"public.vector\" does not exist",
            "type \"extensions.vector\" does not exist",
        ],
        title: "pgvector is not in this database, or its schema is not searched",
        meaning: "Each database has its own extensions: created in one, it is missing in the next, and in the shadow database of a migration tool. When it is there, its schema (on Supabase: extensions) may not be in search_path.",
        actions: &[
            "ask in which schema it is; no row means that it is missing here",
            "missing: CREATE EXTENSION vector, in the first migration, so that every database gets it",
            "there: name the schema of the type, as in `extensions.vector(1536)`, or add it to search_path",
        ],
        checks: &[Check {
            why: "the extension and its schema",
            sql: "SELECT extversion, extnamespace::regnamespace AS schema, current_schemas(true) AS searched\nFROM pg_extension\nWHERE extname = 'vector';",
        }],
        sources: &[PGVECTOR, CREATE_EXTENSION],
    },
    Explanation {
        id: "newer-type-missing",
        severity: Severity::Error,
        patterns: &["type \"halfvec\" does not exist", "type \"sparsevec\" does not exist"],
        examples: &["type \"halfvec\" does not exist", "type \"sparsevec\" does not exist"],
        title: "this database has no pgvector, or one before 0.7.0",
        meaning: "halfvec and sparsevec came with pgvector 0.7.0. A newer package on the server is not enough: each database keeps its release until ALTER EXTENSION.",
        actions: &[
            "look at the release here and at the newest that is available",
            "ALTER EXTENSION vector UPDATE, or CREATE EXTENSION vector",
        ],
        checks: &[AVAILABLE],
        sources: &[PGVECTOR_CHANGES],
    },
    Explanation {
        id: "extension-not-installed",
        severity: Severity::Error,
        patterns: &[
            "extension \"vector\" is not available",
            "could not open extension control file \"{file}\": No such file or directory",
        ],
        examples: &[
            "extension \"vector\" is not available",
            "could not open extension control file \"/usr/share/postgresql/17/extension/vector.control\": No such file or directory",
        ],
        title: "the files of the extension are not on the server",
        meaning: "CREATE EXTENSION switches an extension on in a database; its files have to be on the machine of the server first, for the same major release of PostgreSQL.",
        actions: &[
            "install the package, such as postgresql-17-pgvector on Debian, or use the image pgvector/pgvector",
            "after an upgrade of PostgreSQL, install the package of the new release",
            "on a managed service, look in its list of extensions, and for the release from which it has vector",
        ],
        checks: &[Check { why: "the release of PostgreSQL", sql: "SHOW server_version;" }],
        sources: &[INSTALL],
    },
    Explanation {
        id: "extension-not-allowed",
        severity: Severity::Error,
        patterns: &[
            "permission denied to create extension \"{extension}\"",
            "permission denied to update extension \"{extension}\"",
            "must be owner of extension {extension}",
        ],
        examples: &[
            "permission denied to create extension \"vector\"",
            "permission denied to update extension \"vector\"",
            "must be owner of extension vector",
        ],
        title: "the role may not create or update {extension}",
        meaning: "pgvector is a trusted extension where its control file says so: the owner of the database may create it. Elsewhere it takes a superuser, or the administrator role of the service. To update it one has to own it.",
        actions: &[
            "create or update it once, as the administrator, outside of the migrations",
            "in migrations, use CREATE EXTENSION IF NOT EXISTS, which needs no right when it is there",
        ],
        checks: &[AVAILABLE],
        sources: &[CREATE_EXTENSION],
    },
    Explanation {
        id: "extension-exists",
        severity: Severity::Error,
        patterns: &["extension \"{extension}\" already exists"],
        examples: &["extension \"vector\" already exists"],
        title: "{extension} is in this database already",
        meaning: "CREATE EXTENSION does not update one that is there.",
        actions: &["write CREATE EXTENSION IF NOT EXISTS; to update it, ALTER EXTENSION … UPDATE"],
        checks: &[AVAILABLE],
        sources: &[CREATE_EXTENSION],
    },
    Explanation {
        id: "extension-exists-skipped",
        severity: Severity::Notice,
        patterns: &["extension \"{extension}\" already exists, skipping"],
        examples: &["extension \"vector\" already exists, skipping"],
        title: "{extension} is in this database already, in whatever release",
        meaning: "IF NOT EXISTS does not compare releases: it can be one before 0.5.0, which has no HNSW.",
        actions: &["look at its release; update it with ALTER EXTENSION vector UPDATE"],
        checks: &[AVAILABLE],
        sources: &[CREATE_EXTENSION],
    },
    Explanation {
        id: "extension-not-created",
        severity: Severity::Error,
        patterns: &["extension \"{extension}\" does not exist"],
        examples: &["extension \"vector\" does not exist"],
        title: "{extension} was not created in this database",
        meaning: "Each database has its own extensions. pgvector is called vector.",
        actions: &["CREATE EXTENSION vector, as the owner of the database or an administrator"],
        checks: &[AVAILABLE],
        sources: &[CREATE_EXTENSION],
    },
    Explanation {
        id: "extension-in-use",
        severity: Severity::Error,
        patterns: &["cannot drop extension {extension} because other objects depend on it"],
        examples: &["cannot drop extension vector because other objects depend on it"],
        title: "{extension} is used by columns or indexes",
        meaning: "CASCADE would drop every column of its types, with all vectors in them.",
        actions: &[
            "do not use CASCADE; to get a newer release, ALTER EXTENSION {extension} UPDATE",
            "to be rid of it, drop the columns and indexes of the DETAIL first, one by one",
        ],
        checks: &[],
        sources: &["https://www.postgresql.org/docs/current/sql-dropextension.html"],
    },
    Explanation {
        id: "no-update-path",
        severity: Severity::Error,
        patterns: &[
            "extension \"{extension}\" has no update path from version \"{from}\" to version \"{to}\"",
        ],
        examples: &[
            "extension \"vector\" has no update path from version \"0.5.1\" to version \"0.8.6\"",
        ],
        title: "the server has no files to go from {from} to {to}",
        meaning: "The package on the server is older than {to}, or {to} does not exist.",
        actions: &[
            "look which releases the server has, and install the newer package first",
            "leave TO out, and the newest that is there is taken",
        ],
        checks: &[AVAILABLE],
        sources: &["https://www.postgresql.org/docs/current/sql-alterextension.html"],
    },
    Explanation {
        id: "extension-up-to-date",
        severity: Severity::Notice,
        patterns: &["version \"{version}\" of extension \"{extension}\" is already installed"],
        examples: &["version \"0.8.6\" of extension \"vector\" is already installed"],
        title: "{extension} is at {version}, the newest that the server has",
        meaning: "Nothing was done. A newer release needs a newer package on the server.",
        actions: &["if you expected a newer one, install the package, then update again"],
        checks: &[AVAILABLE],
        sources: &["https://www.postgresql.org/docs/current/sql-alterextension.html"],
    },
    Explanation {
        id: "library-missing",
        severity: Severity::Error,
        patterns: &[
            "could not access file \"{library}\": No such file or directory",
            "could not load library \"{library}\"",
        ],
        examples: &[
            "could not access file \"$libdir/vector\": No such file or directory",
            "could not load library \"/usr/lib/postgresql/17/lib/vector.so\"",
        ],
        title: "the library {library} is gone or does not fit",
        meaning: "The database says that it has the extension, and the machine has no library for it: a restore or a failover to a machine without the package, or an upgrade of PostgreSQL without that of the extension. Tables can be read as long as no vector is touched.",
        actions: &[
            "install the package for this release of PostgreSQL; nothing in the database has to change",
        ],
        checks: &[Check { why: "the release of PostgreSQL", sql: "SHOW server_version;" }],
        sources: &[INSTALL],
    },
    Explanation {
        id: "library-of-another-postgresql",
        severity: Severity::Error,
        patterns: &["incompatible library \"{library}\": version mismatch"],
        examples: &[
            "incompatible library \"/usr/lib/postgresql/17/lib/vector.so\": version mismatch",
        ],
        title: "the library {library} was made for another release of PostgreSQL",
        meaning: "Each major release of PostgreSQL needs its own build of pgvector. The DETAIL below the message names both. Nothing in the database is damaged. Between some releases the same mistake reads \"could not load library\" and \"undefined symbol\".",
        actions: &[
            "install the package of pgvector for the release of this server, and connect anew; indexes stay as they are",
            "when you build it yourself, let PG_CONFIG name the pg_config of this server",
        ],
        checks: &[Check { why: "the release of PostgreSQL", sql: "SHOW server_version;" }],
        sources: &[INSTALL, "https://www.postgresql.org/docs/current/xfunc-c.html"],
    },
    Explanation {
        id: "library-not-allowed",
        severity: Severity::Error,
        patterns: &["access to library \"{library}\" is not allowed"],
        examples: &["access to library \"vector\" is not allowed"],
        title: "only a superuser may LOAD {library}",
        meaning: "Anybody may use a library by its functions and types, which loads it, but LOAD by name is for superusers.",
        actions: &[
            "use a vector in place of LOAD: SELECT '[1]'::vector",
            "or let an administrator put it into session_preload_libraries",
        ],
        checks: &[],
        sources: &["https://www.postgresql.org/docs/current/sql-load.html"],
    },
    Explanation {
        id: "library-older-than-extension",
        severity: Severity::Error,
        patterns: &["could not find function \"{function}\" in file \"{file}\""],
        examples: &[
            "could not find function \"halfvec_in\" in file \"/usr/lib/postgresql/17/lib/vector.so\"",
        ],
        title: "the library and the extension are of different releases",
        meaning: "The database was updated to a release whose library is not the one on the machine, or a session still has the old one loaded.",
        actions: &[
            "install the package of the release that the database has, and connect anew",
            "then ALTER EXTENSION vector UPDATE, so that both are the same",
        ],
        checks: &[AVAILABLE],
        sources: &[INSTALL],
    },
];
