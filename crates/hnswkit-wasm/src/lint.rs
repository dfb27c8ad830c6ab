//! What judges SQL: loaded by the page when it is needed.

use hnswkit_api::{json::RulesDocument, lint::lint_utf16, spec::Spec};
use tsify::{Ts, Tsify as _};
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};

use crate::document::document;

/// What `hnswkit lint --json` says of one file of SQL, with `[target]` and `[lint]` of the spec;
/// offsets are in UTF-16 code units.
///
/// # Errors
///
/// When the second argument is no spec.
#[wasm_bindgen(unchecked_return_type = "LintDocument | ErrorDocument")]
pub fn lint(text: &str, spec: Ts<Spec>) -> Result<JsValue, JsError> {
    document(lint_utf16(text, &spec.to_rust()?))
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
