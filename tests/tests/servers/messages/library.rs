//! Every text in the library of pgvector is a message that is explained, or known to be none.

use anyhow::{Result, ensure};
use hnswkit_core::explain::explain;
use hnswkit_tests::{Database, Server};

/// Texts that need no explanation, with the reason.
const KNOWN: &[(&str, &[&str])] = &[
    (
        "parts of other messages",
        &[
            "Building will take significantly more time.",
            "Increase maintenance_work_mem to speed up builds.",
            "Drop the index until the table has more data.",
            "This will cause low recall.",
            "Index may have been created with little data.",
            "Recreate the index and possibly decrease lists.",
            "Vector contents must start with",
            "Junk after closing",
            "Unexpected end of input.",
        ],
    ),
    (
        "descriptions of settings and options",
        &[
            "Max number of connections",
            "Number of inverted lists",
            "Size of the dynamic candidate list",
            "Sets the ",
            "Valid range is ",
        ],
    ),
    (
        "names of memory and of locks, which stand in details and views",
        &[" context", "hnsw LWLock ids"],
    ),
    (
        "for developers, at levels that servers are not set to",
        &[
            " processed %ld tuples",
            "using %d parallel workers",
            "index scan found few tuples",
            "size: %lu, members: %u",
            "GCC: (",
        ],
    ),
    (
        "cannot be met but by a bug, or by an extension that misuses the index",
        &[
            "non-MVCC snapshots are not supported with ",
            "index without order",
            "Please report a bug.",
            "%s: expected state array",
            "index tuple too large",
            "hash table too large",
            "hash table size exceeded",
            "unsupported byval length: %d",
            "unsupported array type",
            "safety check failed",
            "correctness check failed",
            "ran out of buffer",
            "hnsw allocation too large",
            "hnsw allocator out of memory",
            "cannot load deleted element",
            "cannot create vector array",
        ],
    ),
    (
        "for programs that send the binary form of a vector",
        &[
            "expected unused to be 0, not %d",
            "sparsevec indices must be in ascending order",
            "sparsevec cannot have negative number of elements",
            "sparsevec cannot have more elements than dimensions",
            "binary representation of sparsevec cannot contain zero values",
        ],
    ),
    ("a damaged index of the other kind", &["ivfflat index is not valid"]),
];

/// A new release with a new message fails here.
pub(super) fn every_text_is_known(server: &Server) -> Result<()> {
    let database = Database::create(server, "library")?;
    let row = database.connect()?.query_one(
        "SELECT pg_read_binary_file(setting || '/vector.so')
        FROM pg_config WHERE name = 'PKGLIBDIR'",
        &[],
    )?;
    let library: Vec<u8> = row.try_get(0)?;
    let texts: Vec<String> = texts(&library).collect();
    ensure!(texts.iter().any(|it| it == "column does not have dimensions"), "no texts: {texts:?}");
    let known = |text: &str| KNOWN.iter().any(|(_, it)| it.iter().any(|it| text.contains(it)));
    let new = texts.iter().filter(|it| {
        let message = sample(it);
        !known(it) && explain(&format!("ERROR:  {message}")).found.is_empty()
    });
    let new: Vec<&String> = new.collect();
    ensure!(new.is_empty(), "neither explained nor known: {new:#?}");
    Ok(())
}

/// Texts of three words and more that end as C ends them.
fn texts(library: &[u8]) -> impl Iterator<Item = String> {
    let ended = library.split(|it| *it == 0).map(|it| {
        let printable = |it: &u8| *it == b' ' || it.is_ascii_graphic();
        let start = it.iter().rposition(|it| !printable(it)).map_or(0, |it| it + 1);
        String::from_utf8_lossy(&it[start..]).into_owned()
    });
    ended.filter(|it| 10 <= it.len() && 2 <= it.matches(' ').count())
}

/// The text as a server would send it.
fn sample(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split('%');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        out.push('1');
        let end = part.find(['d', 's', 'u', 'g', 'f']).map_or(0, |it| it + 1);
        out.push_str(&part[end..]);
    }
    out
}
