//! Types and their limits, from `ElementType`.

use anyhow::Result;
use hnswkit_core::domain::{ElementType, OPERATOR_CLASSES, VectorType};

use crate::page::{Body, Page, code, thousands};

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut body = Body::new(
        "The types that an HNSW index can hold, and how many dimensions a column and an index take. \
         A column may have more than its index: see [beyond 2,000 dimensions](#more-dimensions-than-that).",
    );
    body.table(
        ["type", "dimensions of a column", "of an HNSW index", "since pgvector"],
        ElementType::ALL.iter().map(|it| {
            [
                format!("[{}](type:{it})", code(it.name())),
                thousands(it.max_stored_dimensions()),
                thousands(it.max_indexed_dimensions()),
                format!("[{0}](version:{0})", it.since()),
            ]
        }),
    );
    for it in ElementType::ALL {
        body.entry(2, "type", it.name(), &code(it.name()));
        body.push(about(*it));
        let classes = OPERATOR_CLASSES.iter().filter(|class| class.element == *it);
        let classes: Vec<_> =
            classes.map(|it| format!("[{}](operator-class:{})", code(it.name), it.name)).collect();
        let mut facts = vec![
            format!("Dimensions of a column: up to {}", thousands(it.max_stored_dimensions())),
            format!("Dimensions of an index: up to {}", thousands(it.max_indexed_dimensions())),
            format!("HNSW since pgvector [{0}](version:{0})", it.since()),
            format!("Operator classes: {}", classes.join(", ")),
        ];
        if *it == ElementType::Sparsevec {
            let limit = thousands(VectorType::MAX_INDEXED_NON_ZERO);
            facts.insert(2, format!("Elements of an indexed row that are not zero: up to {limit}"));
        }
        body.list(facts);
    }
    body.heading(2, "More dimensions than that");
    body.push(
        "Index an expression: `embedding::halfvec(3072)` takes up to 4,000 dimensions with half the \
         bytes, `binary_quantize(embedding)::bit(3072)` up to 64,000 with a thirty-second. \
         Queries have to use the same expression.",
    );
    body.push(
        "Sources: pgvector 0.8.6, `src/vector.h`, `src/halfvec.h`, `src/sparsevec.h`, `src/hnsw.h`, \
         `src/hnswutils.c`; PostgreSQL 18, `src/include/access/htup_details.h`.",
    );
    let source = "crates/hnswkit-core/src/domain/vector_type.rs";
    Ok(vec![Page::new("reference", "reference/types", "Types and limits", body, source)])
}

fn about(element: ElementType) -> &'static str {
    match element {
        ElementType::Vector => "Floats of 4 bytes each: `vector(1536)`.",
        ElementType::Halfvec => "Floats of 2 bytes each: `halfvec(3072)`.",
        ElementType::Bit => "Bits, PostgreSQL's own type: `bit(1024)`.",
        ElementType::Sparsevec => {
            "Only the elements that are not zero, each with its index and a float of 4 bytes: `sparsevec(30000)`."
        }
    }
}
