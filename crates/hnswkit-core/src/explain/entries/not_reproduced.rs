//! Messages that no test has produced, with the reason.

/// The patterns of the table that no test produces on a server or with a tool, each with the
/// reason; a test holds this list to be complete.
pub static NOT_REPRODUCED: &[(&str, &str)] = &[
    (
        "Out of memory: Killed process {pid#} (postgres)",
        "the whole machine would have to run out of memory; the same message of a control group is produced",
    ),
    (
        "SSL connection has been closed unexpectedly",
        "the servers of the tests are built without TLS",
    ),
    ("column {column} of {table} is not halfvec({dimensions#})", "produced with vector"),
    ("{column} of {table} is not halfvec({dimensions#})", "produced with vector"),
    ("{column} of {table} is there and is not vector({dimensions#})", "produced with halfvec"),
    ("rows of {table} are locked by others all the time", "it takes a hundred tries, for minutes"),
    (
        "{rows#} rows filled, page {page#} of {pages#}",
        "said every ten seconds while a large table is filled",
    ),
    (
        "could not open extension control file \"{file}\": No such file or directory",
        "servers before PostgreSQL 15 say it so; the tests have 15 and later",
    ),
    (
        "hnsw graph not repaired",
        "a race of pgvector 0.8.3, which the tests do not have; the text is in the library of 0.8.5 and 0.8.6",
    ),
];
