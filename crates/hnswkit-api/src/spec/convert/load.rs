//! `stage` and `load_rows`: a load that an index makes way for.

use hnswkit_core::{domain::Rows, plan::Operation};

use super::check::Check;

/// The operation, or the part of it that `stage` says.
pub(super) fn stage(
    check: &mut Check<'_>,
    operation: Option<&'static Operation>,
) -> Option<&'static Operation> {
    let operation = operation?;
    if operation.id != "bulk-load" {
        return Some(operation);
    }
    #[cfg(feature = "every-operation")]
    {
        use hnswkit_core::plan::LoadStage;

        let help = "write `stage = \"before\"` for the plan that drops the index, and `stage = \"after\"` for the one that builds it";
        check.required("stage", help)?;
        let find = |it: &str| {
            LoadStage::ALL.iter().find(|stage| stage.id().eq_ignore_ascii_case(it.trim()))
        };
        let words = LoadStage::ALL.iter().map(|it| it.id()).collect();
        check.choice_of("stage", words, find, |_| None).map(|it| it.operation())
    }
    #[cfg(not(feature = "every-operation"))]
    None
}

/// The rows that are going to be loaded.
pub(super) fn rows(
    check: &mut Check<'_>,
    operation: Option<&'static Operation>,
    all: Option<Rows>,
) -> Option<Rows> {
    if operation?.id != "bulk-load" {
        return None;
    }
    let help = "write how many rows you load; they decide whether it is worth it";
    let text = check.required("load_rows", help)?.to_string();
    let rows: Rows = match text.parse() {
        Ok(it) => it,
        Err(error) => {
            let help = "write a number such as `10_000`, `\"10k\"` or `\"1.2M\"`";
            check.refuse("load_rows", error, help);
            return None;
        }
    };
    if let Some(all) = all.filter(|it| *it < rows) {
        let message = format!("`load_rows` is {rows}, but the index holds {all} after the load");
        check.refuse("load_rows", message, "count the rows that are loaded in `rows`, too");
        return None;
    }
    Some(rows)
}
