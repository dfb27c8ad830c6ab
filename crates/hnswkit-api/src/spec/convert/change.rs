//! What becomes of the column of an index: its type before, the stage, and what goes with it.

use hnswkit_core::{
    domain::{ColumnType, ElementType, IndexKey, Interval, PostgresVersion, VectorType},
    plan::{Change, Mode, Operation, Stage, Target},
};

use super::{
    check::{self, Check},
    key::Key,
    size,
};

/// The first PostgreSQL that reads a range of pages without the others.
// PostgreSQL 14 release notes: "Allow TID range scans".
const FIRST_WITH_PAGE_RANGES: PostgresVersion = PostgresVersion { major: 14, minor: None };

/// The change, when the operation is one and its keys make sense.
pub(super) fn convert(
    check: &mut Check<'_>,
    key: &Key,
    operation: Option<&'static Operation>,
    to: Option<VectorType>,
    target: &Target,
    mode: Mode,
) -> Option<Change> {
    let operation = operation?;
    if operation.id != "change-type" {
        return None;
    }
    index(check, key);
    if let Some(postgres) = target.postgres
        && postgres.major < FIRST_WITH_PAGE_RANGES.major
        && mode == Mode::Online
    {
        let message = format!("`change-type` needs PostgreSQL 14 or later, but is {postgres}");
        let help = "before it, filling a column in batches reads the whole table for each";
        check.refuse("operation", message, help);
    }
    let from = from(check, to);
    let words = Stage::ALL.iter().map(|it| it.id()).collect();
    let stage = check.choice_of("stage", words, stage, |_| None);
    let soak = soak(check);
    let max_rewrite = size::bytes(check, "max_rewrite");
    match mode {
        Mode::Transactional => {
            for key in ["stage", "soak"] {
                refuse_key(check, key, "`mode = \"online\"`", "a transaction changes it at once");
            }
        }
        Mode::Online => {
            refuse_key(
                check,
                "max_rewrite",
                "`mode = \"transactional\"`",
                "no table is written anew under a lock",
            );
            if stage.unwrap_or_default() != Stage::Contract {
                let help = "the other stages drop nothing";
                refuse_key(check, "soak", "`stage = \"contract\"`", help);
            }
        }
    }
    Some(Change { from: from?, stage: stage.unwrap_or_default(), soak, max_rewrite })
}

fn refuse_key(check: &mut Check<'_>, key: &str, belongs_to: &str, why: &str) {
    if check.values.value(key).is_some() {
        check.refuse(
            key,
            format!("`{key}` is for {belongs_to}"),
            format!("leave `{key}` out; {why}"),
        );
    }
}

/// The index must be on a column, and its predicate must not name the column.
fn index(check: &mut Check<'_>, key: &Key) {
    match &key.key {
        Some(IndexKey::Expression(_)) => {
            let message = "`expression` has no type to change: it is the column that changes";
            check.refuse("expression", message, "write the `column`, and its `type` afterwards");
        }
        Some(IndexKey::Column(column)) => {
            let names_it = key.predicate.as_ref().is_some_and(|it| {
                let is_word = |it: char| it.is_alphanumeric() || it == '_';
                it.to_string().split(|it| !is_word(it)).any(|it| it == column.as_str())
            });
            if names_it {
                let message = format!("`where` names {column}, and would stay with the old column");
                let help = "leave the column out of `where`; rows that are NULL are in no index";
                check.refuse("where", message, help);
            }
        }
        None => {}
    }
}

fn from(check: &mut Check<'_>, to: Option<VectorType>) -> Option<ColumnType> {
    let missing = "write the type that the column has now, as in `from = \"vector(1536)\"`";
    let text = check.required("from", missing).and_then(check::text)?;
    let Ok(from) = text.parse::<ColumnType>() else {
        let message = format!("`from` must be a type with its dimensions, but is `{text}`");
        check.refuse("from", message, missing);
        return None;
    };
    let to = to?;
    let changes = |it: ElementType| matches!(it, ElementType::Vector | ElementType::Halfvec);
    if from == ColumnType::from(to) {
        check.refuse(
            "from",
            format!("`from` and `type` are both {to}"),
            "there is nothing to change",
        );
    } else if !changes(from.element()) || !changes(to.element()) {
        let message = format!("{from} is not changed to {to}: only vector and halfvec are");
        let help = "index an expression instead, as in `expression = \"binary_quantize(embedding)::bit(1536)\"`";
        check.refuse("from", message, help);
    } else if from.dimensions() != to.dimensions() {
        let message = format!("{from} has other dimensions than {to}");
        let help = "no cast changes dimensions: embed the rows anew with the other model, or index a prefix, as in `expression = \"subvector(embedding, 1, 512)::vector(512)\"`";
        check.refuse("from", message, help);
    } else {
        return Some(from);
    }
    None
}

fn stage(word: &str) -> Option<Stage> {
    Stage::ALL.iter().copied().find(|it| it.id().eq_ignore_ascii_case(word.trim()))
}

fn soak(check: &mut Check<'_>) -> Option<Interval> {
    let text = check.text("soak")?;
    let soak = text.parse().ok();
    if soak.is_none() {
        let message = format!("`soak` must be minutes, hours or days, but is `{text}`");
        check.refuse("soak", message, "write it as `soak = \"7 days\"`");
    }
    soak
}
