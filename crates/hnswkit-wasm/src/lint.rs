//! The judge of SQL: a build of its own, loaded with the panel that checks SQL.

use hnswkit_api::{json::RulesDocument, lint, spec::Spec};
use tsify::{Ts, Tsify as _};
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};

use crate::document::document;

/// What `hnswkit lint --json` prints for a file of SQL, with `[target]` and `[lint]` of the spec;
/// offsets are in UTF-16 code units.
///
/// # Errors
///
/// When the second argument is no spec.
#[wasm_bindgen(js_name = lintSql, unchecked_return_type = "LintDocument | ErrorDocument")]
pub fn lint_sql(text: &str, spec: Ts<Spec>) -> Result<JsValue, JsError> {
    document(lint::lint_utf16(text, &spec.to_rust()?))
}

/// What `hnswkit rules --json` prints.
///
/// # Errors
///
/// None that its type allows.
#[wasm_bindgen]
pub fn rules() -> Result<Ts<RulesDocument>, JsError> {
    Ok(RulesDocument::new().into_ts()?)
}
