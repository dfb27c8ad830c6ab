//! Vectors and queries.

use super::{PGVECTOR, PGVECTOR_CHANGES};
use crate::explain::{Check, Explanation, Severity};

const QUANTIZATION: &str = "https://github.com/pgvector/pgvector#binary-quantization";

pub(super) static TABLE: &[Explanation] = &[
    Explanation {
        id: "wrong-dimensions",
        severity: Severity::Error,
        patterns: &["expected {expected#} dimensions, not {given#}"],
        examples: &["expected 1536 dimensions, not 768"],
        title: "the column has {expected} dimensions, and the vector {given}",
        meaning: "The vector comes from another model than the column was made for, or with another number of dimensions than was asked of the model. During a build it means that the index is on a cast to {expected} dimensions and a row has {given}.",
        actions: &[
            "look at the model of the program that writes, and at its setting for dimensions",
            "to change the model, add a second column with its own index, fill it, then switch queries over",
            "for a table with mixed lengths, index the rows of one: `WHERE vector_dims(embedding) = {expected}`",
        ],
        checks: &[],
        sources: &[PGVECTOR],
    },
    Explanation {
        id: "different-dimensions",
        severity: Severity::Error,
        patterns: &[
            "different vector dimensions {left#} and {right#}",
            "different halfvec dimensions {left#} and {right#}",
            "different sparsevec dimensions {left#} and {right#}",
            "different bit lengths {left#} and {right#}",
        ],
        examples: &[
            "different vector dimensions 1536 and 768",
            "different halfvec dimensions 1536 and 768",
            "different sparsevec dimensions 1536 and 768",
            "different bit lengths 1536 and 768",
        ],
        title: "a vector of {left} dimensions was compared with one of {right}",
        meaning: "The query uses another model than the rows, or the column has no fixed dimensions and rows of several lengths.",
        actions: &[
            "make the vector of the query with the model that made the rows",
            "in a table with mixed lengths, filter by vector_dims before comparing",
        ],
        checks: &[],
        sources: &[PGVECTOR],
    },
    Explanation {
        id: "vector-syntax",
        severity: Severity::Error,
        patterns: &[
            "invalid input syntax for type vector: \"{value}\"",
            "invalid input syntax for type halfvec: \"{value}\"",
            "malformed vector literal: \"{value}\"",
        ],
        examples: &[
            "invalid input syntax for type vector: \"{1,2,3}\"",
            "invalid input syntax for type halfvec: \"1,2,3\"",
            "malformed vector literal: \"{1,2,3}\"",
        ],
        title: "the text is no vector",
        meaning: "A vector is written `[1,2,3]`. Arrays of PostgreSQL are written `{1,2,3}`, and a driver that does not know the type sends lists so.",
        actions: &[
            "register the type with the driver: register_vector of pgvector's package for your language",
            "or send text in brackets and cast it: `$1::vector`; for an array, `$1::real[]::vector`",
        ],
        checks: &[],
        sources: &[PGVECTOR, "https://github.com/pgvector/pgvector#languages"],
    },
    Explanation {
        id: "not-a-finite-number",
        severity: Severity::Error,
        patterns: &["NaN not allowed in {type}", "infinite value not allowed in {type}"],
        examples: &["NaN not allowed in vector", "infinite value not allowed in halfvec"],
        title: "the vector has an element that is no finite number",
        meaning: "A {type} takes finite numbers only. NaN comes from dividing by a length of 0, or from an empty text that was given to the model.",
        actions: &["refuse such vectors where they are made; store NULL for texts without one"],
        checks: &[],
        sources: &[PGVECTOR],
    },
    Explanation {
        id: "halfvec-overflow",
        severity: Severity::Error,
        patterns: &["\"{value}\" is out of range for type halfvec"],
        examples: &["\"70000\" is out of range for type halfvec"],
        title: "{value} is too large for 2 bytes",
        meaning: "An element of a halfvec is at most 65504. With an index on a cast to halfvec, every INSERT of a larger one fails, too.",
        actions: &[
            "normalize the vectors: `l2_normalize(embedding)::halfvec(n)`, if cosine is the distance",
            "or keep vector, and index a prefix or the signs",
        ],
        checks: &[],
        sources: &["https://github.com/pgvector/pgvector#half-precision-vectors"],
    },
    Explanation {
        id: "no-distance-operator",
        severity: Severity::Error,
        patterns: &[
            "operator does not exist: {left} <=> ",
            "operator does not exist: {left} <-> ",
            "operator does not exist: {left} <#> ",
            "operator does not exist: {left} <+> ",
            "operator does not exist: {left} <~> ",
            "operator does not exist: {left} <%> ",
        ],
        examples: &[
            "operator does not exist: extensions.vector <=> ",
            "operator does not exist: vector <-> ",
            "operator does not exist: vector <#> ",
            "operator does not exist: vector <+> ",
            "operator does not exist: vector <~> ",
            "operator does not exist: vector <%> ",
        ],
        title: "there is no such distance between these two types",
        meaning: "Either the right side is no vector but an array or text, or the schema of the extension is not in search_path: operators are looked for there, too. `<~>` and `<%>` are for bit, `<+>` needs pgvector 0.7.0.",
        actions: &[
            "cast the right side: `embedding <=> $1::vector`",
            "add the schema of the extension to search_path, in functions with SET search_path as well, or write `OPERATOR(extensions.<=>)`",
        ],
        checks: &[Check {
            why: "the schema of the extension and the schemas that are searched",
            sql: "SELECT extnamespace::regnamespace AS schema, current_schemas(true) AS searched\nFROM pg_extension\nWHERE extname = 'vector';",
        }],
        sources: &["https://github.com/pgvector/pgvector#vector-operators"],
    },
    Explanation {
        id: "ambiguous-quantize",
        severity: Severity::Error,
        patterns: &["function binary_quantize(unknown) is not unique"],
        examples: &["function binary_quantize(unknown) is not unique"],
        title: "the type of the argument of binary_quantize is not known",
        meaning: "There is one for vector and one for halfvec, and a bare text or parameter could be either.",
        actions: &["cast it: `binary_quantize($1::vector)`"],
        checks: &[],
        sources: &[QUANTIZATION],
    },
    Explanation {
        id: "newer-function-missing",
        severity: Severity::Error,
        patterns: &[
            "function binary_quantize({arguments}) does not exist",
            "function subvector({arguments}) does not exist",
            "function l2_normalize({arguments}) does not exist",
        ],
        examples: &[
            "function binary_quantize(unknown) does not exist",
            "function subvector(vector, integer, integer) does not exist",
            "function l2_normalize(vector) does not exist",
        ],
        title: "this database has no pgvector, or one before 0.7.0",
        meaning: "binary_quantize, subvector and l2_normalize came with pgvector 0.7.0. Otherwise the schema of the extension is not in search_path.",
        actions: &["update: install the newer package, then ALTER EXTENSION vector UPDATE"],
        checks: &[Check {
            why: "the release of pgvector and its schema",
            sql: "SELECT extversion, extnamespace::regnamespace\nFROM pg_extension\nWHERE extname = 'vector';",
        }],
        sources: &[PGVECTOR_CHANGES],
    },
    Explanation {
        id: "little-data-for-ivfflat",
        severity: Severity::Notice,
        patterns: &["ivfflat index created with little data"],
        examples: &["ivfflat index created with little data"],
        title: "an IVFFlat index was built on a table with too few rows",
        meaning: "IVFFlat learns its lists from the rows that are there when it is built. With fewer rows than lists they say nothing, and queries miss most of what they should find.",
        actions: &[
            "drop it, load the data, build it then",
            "or build HNSW, which can be built on an empty table",
        ],
        checks: &[],
        sources: &["https://github.com/pgvector/pgvector#ivfflat"],
    },
];
