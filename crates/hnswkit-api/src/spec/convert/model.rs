//! What `change-model` needs besides: its stage, the column from before, the books.

use hnswkit_core::{
    domain::{ColumnType, Identifier, IndexKey, Interval, QualifiedName},
    plan::{Mode, ModelChange, Operation, default_index_name, new_column},
};

use super::{
    check::Check,
    key::{Key, name, refuse_name},
};

/// The operation that these keys are for.
const OPERATION: &str = "change-model";

/// The operation of the stage, and the change; the key becomes the new column.
pub(super) fn convert(
    check: &mut Check<'_>,
    operation: Option<&'static Operation>,
    mode: Mode,
    key: &mut Key,
) -> (Option<&'static Operation>, Option<ModelChange>) {
    let Some(operation) = operation else { return (None, None) };
    if operation.id != OPERATION {
        return (Some(operation), None);
    }
    if mode == Mode::Transactional {
        let message = format!(
            "`{OPERATION}` cannot be one transaction: the application fills the new column between its stages"
        );
        check.refuse("operation", message, "write `mode = \"online\"`");
    }
    for key in ["quantize", "subvector"] {
        if check.values.value(key).is_some() {
            let message = format!("`{key}` is not for `operation = \"{OPERATION}\"`");
            check.refuse(
                key,
                message,
                "give the new column the smaller `type`, as in `halfvec(1024)`",
            );
        }
    }
    let stage = stage(check);
    let old_type = old_type(check);
    let sources = sources(check);
    let missing = match check.values.value("missing") {
        Some(_) => check.whole("missing"),
        None => Some(0),
    };
    let soak = soak(check);
    let old = columns(check, key);
    let change = || {
        Some(ModelChange {
            old: old?,
            old_type: old_type?,
            sources: sources?,
            missing: missing?,
            soak: soak?,
        })
    };
    let change = change();
    (stage.filter(|_| change.is_some()), change)
}

/// The old column; the key becomes the new one, and the index is named after that.
fn columns(check: &mut Check<'_>, key: &mut Key) -> Option<Identifier> {
    let old = match key.key.take()? {
        IndexKey::Column(it) => it,
        IndexKey::Expression(_) => {
            let message = format!("`{OPERATION}` needs `column`: it adds another beside it");
            check.refuse("expression", message, "write the column that serves now in `column`");
            return None;
        }
    };
    let new = match check.values.value("new_column") {
        Some(_) => name(check, "new_column")?,
        None => new_column(&old),
    };
    if new == old {
        let message = "`new_column` must be another column than `column`, but is the same";
        check.refuse("new_column", message, "name it after the model, or leave it out");
        return None;
    }
    if check.values.value("name").is_none() {
        key.name = key.table.as_ref().map(|it| default_index_name(it, Some(&new)));
    }
    key.key = Some(IndexKey::Column(new));
    Some(old)
}

#[cfg(feature = "every-operation")]
fn stage(check: &mut Check<'_>) -> Option<&'static Operation> {
    use hnswkit_core::plan::MODEL_STAGES;
    let help = "write `stage = \"expand\"`; then `index`, `switch` and `contract`, each in a migration of its own";
    check.required("stage", help)?;
    let find = |word: &str| MODEL_STAGES.iter().find(|(it, _)| *it == word).map(|(_, it)| *it);
    let words = MODEL_STAGES.iter().map(|(it, _)| *it).collect();
    check.choice_of("stage", words, find, |_| None)
}

/// This build plans one operation.
#[cfg(not(feature = "every-operation"))]
fn stage(_: &mut Check<'_>) -> Option<&'static Operation> {
    None
}

fn old_type(check: &mut Check<'_>) -> Option<ColumnType> {
    let help = "write the type that the column has now, as in `from = \"vector(1536)\"`";
    check.required("from", help)?;
    let text = check.text("from")?;
    let found = text.parse().ok();
    if found.is_none() {
        let message = format!("`from` must be a type with its dimensions, but is `{text}`");
        check.refuse("from", message, help);
    }
    found
}

fn sources(check: &mut Check<'_>) -> Option<Vec<Identifier>> {
    if check.values.value("source").is_none() {
        return Some(vec![]);
    }
    let mut sources = vec![];
    for text in check.text("source")?.split(',') {
        match QualifiedName::parts(text.trim(), 1) {
            Ok(it) => sources.extend(it),
            Err(error) => {
                refuse_name(check, "source", &error);
                return None;
            }
        }
    }
    Some(sources)
}

fn soak(check: &mut Check<'_>) -> Option<Interval> {
    if check.values.value("soak").is_none() {
        return "7 days".parse().ok();
    }
    let text = check.text("soak")?;
    let found = text.parse().ok();
    if found.is_none() {
        let message = format!("`soak` must be minutes, hours or days, but is `{text}`");
        check.refuse("soak", message, "write it as `soak = \"7 days\"`");
    }
    found
}
