//! Another type for a column: its types, stages, and what goes with them.

use super::{check, file};
use crate::spec::Spec;

const OPERATION: &str = "index.operation = \"change-type\"";
const TO: &str = "index.type = \"halfvec(1536)\"";
const FROM: &str = "index.from = \"vector(1536)\"";

#[test]
fn types() {
    let missing = "write the type that the column has now, as in `from = \"vector(1536)\"`";
    check(&[OPERATION, TO], "index[0].from", "`from` is missing", missing);
    check(
        &[OPERATION, TO, "index.from = \"vector\""],
        "index[0].from",
        "`from` must be a type with its dimensions, but is `vector`",
        missing,
    );
    check(
        &[OPERATION, FROM],
        "index[0].from",
        "`from` and `type` are both vector(1536)",
        "there is nothing to change",
    );
    check(
        &[OPERATION, TO, "index.from = \"vector(3072)\""],
        "index[0].from",
        "vector(3072) has other dimensions than halfvec(1536)",
        "no cast changes dimensions: embed the rows anew with the other model, or index a prefix, as in `expression = \"subvector(embedding, 1, 512)::vector(512)\"`",
    );
    check(
        &[OPERATION, TO, "index.from = \"sparsevec(1536)\""],
        "index[0].from",
        "sparsevec(1536) is not changed to halfvec(1536): only vector and halfvec are",
        "index an expression instead, as in `expression = \"binary_quantize(embedding)::bit(1536)\"`",
    );
    // No index holds it, but a column does.
    let large =
        file(&[OPERATION, "index.type = \"halfvec(3072)\"", "index.from = \"vector(3072)\""]);
    let request = Spec::from_toml(&large, "f").unwrap().to_request().unwrap();
    assert_eq!(request.indexes[0].change.unwrap().from.to_string(), "vector(3072)");
}

#[test]
fn stages() {
    check(
        &[OPERATION, TO, FROM, "index.stage = \"before\""],
        "index[0].stage",
        "`stage` must be `expand`, `switch` or `contract`, but is `before`",
        "write one of them, as in `stage = \"expand\"`",
    );
    check(
        &[FROM],
        "index[0].from",
        "`from` is for `operation = \"change-type\"`",
        "leave `from` out",
    );
    check(
        &[OPERATION, TO, FROM, "index.soak = \"7 days\""],
        "index[0].soak",
        "`soak` is for `stage = \"contract\"`",
        "leave `soak` out; the other stages drop nothing",
    );
    check(
        &[OPERATION, TO, FROM, "index.stage = \"contract\"", "index.soak = \"7\""],
        "index[0].soak",
        "`soak` must be minutes, hours or days, but is `7`",
        "write it as `soak = \"7 days\"`",
    );
    check(
        &[OPERATION, TO, FROM, "index.max_rewrite = \"1GB\""],
        "index[0].max_rewrite",
        "`max_rewrite` is for `mode = \"transactional\"`",
        "leave `max_rewrite` out; no table is written anew under a lock",
    );
    check(
        &[OPERATION, TO, FROM, "index.stage = \"switch\"", "migration.mode = \"transactional\""],
        "index[0].stage",
        "`stage` is for `mode = \"online\"`",
        "leave `stage` out; a transaction changes it at once",
    );
}

#[test]
fn what_cannot_go_along() {
    check(
        &[OPERATION, TO, FROM, "index.where = \"embedding IS NOT NULL\""],
        "index[0].where",
        "`where` names embedding, and would stay with the old column",
        "leave the column out of `where`; rows that are NULL are in no index",
    );
    check(
        &[OPERATION, TO, FROM, "target.postgres = \"13\""],
        "index[0].operation",
        "`change-type` needs PostgreSQL 14 or later, but is 13",
        "before it, filling a column in batches reads the whole table for each",
    );
}
