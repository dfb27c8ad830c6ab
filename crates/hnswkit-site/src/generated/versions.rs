//! Releases of pgvector: what came, what was wrong, from `RELEASES`, `FEATURES` and `ADVISORIES`.

use anyhow::Result;
use hnswkit_core::domain::{ADVISORIES, FEATURES, PgvectorVersion, RELEASES};

use crate::page::{Body, Page, capital, code, prose};

/// Where pgvector tells of its releases.
const CHANGES: &str = "https://github.com/pgvector/pgvector/blob/master/CHANGELOG.md";

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut body = Body::new(
        "What each release of pgvector changed for HNSW, and the known faults of each. \
         `SELECT extversion FROM pg_extension WHERE extname = 'vector'` says which one you have.",
    );
    body.push(&format!(
        "The newest that our tests ran on is [{0}](version:{0}). [Known faults](#known-faults) stand \
         below the releases.",
        PgvectorVersion::NEWEST_KNOWN
    ));
    body.heading(2, "Releases");
    for it in RELEASES.iter().rev() {
        let id = it.version.to_string();
        body.entry(3, "version", &id, &id);
        let changes = match it.changes {
            "" => "nothing for HNSW".to_owned(),
            text => prose(text),
        };
        body.push(&format!("{}: {changes}.", it.date));
        let features: Vec<_> =
            FEATURES.iter().filter(|feature| feature.since == it.version).collect();
        let faults: Vec<_> =
            ADVISORIES.iter().filter(|fault| fault.concerns(it.version)).map(|it| it.id).collect();
        let mended = ADVISORIES.iter().filter(|fault| fault.fixed == it.version).map(|it| it.id);
        let link = |id: &str| format!("[{}](advisory:{id})", code(id));
        let mut facts: Vec<_> =
            features.iter().map(|it| format!("New: {}", prose(it.title))).collect();
        facts.extend(mended.map(|id| format!("Mends {}", link(id))));
        if !faults.is_empty() {
            let faults: Vec<_> = faults.into_iter().map(link).collect();
            facts.push(format!("Known faults: {}", faults.join(", ")));
        }
        body.list(facts);
    }
    body.heading(2, "Known faults");
    body.push(
        "Faults that matter to HNSW. The rule [pgvector-with-advisory](rule:pgvector-with-advisory) \
         finds migrations that install such a release.",
    );
    for it in ADVISORIES.iter().rev() {
        body.entry(3, "advisory", it.id, it.id);
        body.push(&format!("{}.", capital(&prose(it.summary))));
        body.list([
            format!(
                "From pgvector [{0}](version:{0}), mended in [{1}](version:{1})",
                it.first, it.fixed
            ),
            format!("What to do: {}", prose(it.cure)),
            format!("Source: {}", prose(it.source)),
        ]);
    }
    body.push(&format!("Dates and changes: <{CHANGES}>."));
    let source = "crates/hnswkit-core/src/domain/release.rs";
    Ok(vec![Page::new("reference", "reference/versions", "Versions of pgvector", body, source)])
}
