//! Embedding models, from `MODELS`.

use anyhow::Result;
use hnswkit_core::domain::MODELS;

use crate::page::{Body, Page, code, prose, thousands};

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut body = Body::new(
        "Embedding models with the dimensions that they give, the type to index them as, and the metric \
         that their provider documents (cosine where that says nothing).",
    );
    let mut provider = "";
    for it in MODELS {
        if it.provider != provider {
            provider = it.provider;
            body.heading(2, provider);
            body.push(&format!("Source: <{}>", it.source));
            body.table(
                ["model", "dimensions", "index as", "metric", "notes"],
                MODELS.iter().filter(|it| it.provider == provider).map(|it| {
                    let index_as = it.vector_type().map(|it| code(&it.to_string()));
                    [
                        code(it.name),
                        thousands(it.dimensions),
                        index_as.unwrap_or_default(),
                        format!("[{0}](metric:{0})", it.metric),
                        prose(it.note),
                    ]
                }),
            );
        }
        body.also("model", it.name, &anchor(provider));
    }
    let source = "crates/hnswkit-core/src/domain/model.rs";
    Ok(vec![Page::new("reference", "reference/models", "Embedding models", body, source)])
}

/// The anchor of a provider's heading.
fn anchor(provider: &str) -> String {
    provider.to_lowercase().replace(' ', "-")
}
