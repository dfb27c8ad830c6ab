//! Searches with a setting of their own, from `SNIPPETS`.

use anyhow::Result;
use hnswkit_core::snippet::SNIPPETS;

use crate::page::{Body, Page};

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut body = Body::new(
        "A search with `hnsw.ef_search = 100` for its own transaction, in the words of each driver. \
         The next user of a pooled connection has the default again.",
    );
    body.push(
        "`SET` and `set_config(…, false)` last as long as the session, which a pool hands on. \
         `SET LOCAL` and `set_config(…, true)` last as long as the transaction, whether it commits or \
         not; outside of one they do nothing. [Search settings](page:operations/search-settings) \
         says when a role or a database should have one of its own.",
    );
    for it in SNIPPETS {
        body.entry(2, "snippet", it.id, it.title);
        body.push(it.proof.sentence());
        body.code(it.language, it.code.trim_end());
    }
    let source = "crates/hnswkit-core/src/snippet/mod.rs";
    Ok(vec![Page::new(
        "reference",
        "reference/snippets",
        "Search settings by driver",
        body,
        source,
    )])
}
