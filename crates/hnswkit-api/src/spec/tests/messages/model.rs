//! Another embedding model: its stage, its columns, and what goes with them.

use super::{check, file};
use crate::spec::Spec;

const OPERATION: &str = "index.operation = \"change-model\"";
const STAGE: &str = "index.stage = \"expand\"";
const FROM: &str = "index.from = \"vector(3072)\"";

#[test]
fn stages() {
    let help = "write `stage = \"expand\"`; then `index`, `switch` and `contract`, each in a migration of its own";
    check(&[OPERATION, FROM], "index[0].stage", "`stage` is missing", help);
    check(
        &[OPERATION, FROM, "index.stage = \"contact\""],
        "index[0].stage",
        "`stage` must be `expand`, `index`, `switch` or `contract`, but is `contact`",
        "did you mean `contract`?",
    );
    check(
        &[OPERATION, FROM, STAGE, "migration.mode = \"transactional\""],
        "index[0].operation",
        "`change-model` cannot be one transaction: the application fills the new column between its stages",
        "write `mode = \"online\"`",
    );
}

#[test]
fn columns() {
    let missing = "write the type that the column has now, as in `from = \"vector(1536)\"`";
    check(&[OPERATION, STAGE], "index[0].from", "`from` is missing", missing);
    check(
        &[OPERATION, STAGE, "index.from = \"text\""],
        "index[0].from",
        "`from` must be a type with its dimensions, but is `text`",
        missing,
    );
    check(
        &[OPERATION, STAGE, FROM, "index.new_column = \"embedding\""],
        "index[0].new_column",
        "`new_column` must be another column than `column`, but is the same",
        "name it after the model, or leave it out",
    );
    check(
        &[OPERATION, STAGE, FROM, "index.quantize = \"halfvec\""],
        "index[0].quantize",
        "`quantize` is not for `operation = \"change-model\"`",
        "give the new column the smaller `type`, as in `halfvec(1024)`",
    );
    check(
        &[OPERATION, STAGE, FROM, "index.soak = \"a week\""],
        "index[0].soak",
        "`soak` must be minutes, hours or days, but is `a week`",
        "write it as `soak = \"7 days\"`",
    );
    check(
        &["index.source = \"body\""],
        "index[0].source",
        "`source` is for `operation = \"change-model\"`",
        "leave `source` out",
    );
    let source = "index.source = 'title, \"my.body\"'";
    let text = file(&[OPERATION, STAGE, FROM, source]);
    let request = Spec::from_toml(&text, "f").unwrap().to_request().unwrap();
    let index = &request.indexes[0];
    let model = index.model.as_ref().unwrap();
    let sources: Vec<_> = model.sources.iter().map(|it| it.as_str()).collect();
    assert_eq!((model.old.as_str(), sources), ("embedding", vec!["title", "my.body"]));
    assert_eq!(model.soak.to_string(), "7 days");
    assert_eq!(index.definition.key.to_string(), "embedding_new");
    assert!(index.definition.name.as_str().ends_with("_embedding_new_hnsw"));
}
