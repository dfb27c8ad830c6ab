//! Replacements: of parameters and predicate, of the key, and without a way back.

use hnswkit_tests::{Version, operation};

use super::case::{Case, INDEXES};

const OLD: &[&str] = &[
    "CREATE INDEX items_nearest ON public.items USING hnsw (embedding vector_l2_ops) WITH (m='16', ef_construction='64') valid",
];

const CASE: Case = Case {
    state: INDEXES,
    before: OLD,
    data: "SELECT md5(string_agg(i::text, ',' ORDER BY id)) FROM items AS i WHERE id <= 80",
    write: "INSERT INTO items VALUES (1000 + {n}, 'a', ARRAY[{n}, 1, 2]::vector)",
    ..Case::BASE
};

pub(super) static CASES: &[Case] = &[
    Case {
        example: operation!("replace", Version::OLDEST),
        after: &[
            "CREATE INDEX items_nearest ON public.items USING hnsw (embedding vector_l2_ops) WITH (m='24', ef_construction='96') WHERE (kind = 'a'::text) valid",
        ],
        search: Some(
            "SELECT id FROM items WHERE kind = 'a' ORDER BY embedding <-> '[1,2,3]' LIMIT 5",
        ),
        ..CASE
    },
    Case {
        example: operation!("replace-key", Version::new(0, 7, 0)),
        after: &[
            "CREATE INDEX items_nearest ON public.items USING hnsw (((embedding)::halfvec(3)) halfvec_cosine_ops) WITH (m='16', ef_construction='64') valid",
        ],
        ..CASE
    },
    Case {
        example: operation!("replace-one-way", Version::OLDEST),
        after: &[
            "CREATE INDEX items_nearest ON public.items USING hnsw (embedding vector_l2_ops) WITH (m='8', ef_construction='32') valid",
        ],
        search: Some("SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 5"),
        no_way_back: Some("it cannot come back"),
        ..CASE
    },
];
