//! The judge of SQL: a build of its own, loaded with the panel that checks SQL.

use hnswkit_api::{lint, spec::Spec};
use tsify::Ts;
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};

use crate::document::document;

/// What `hnswkit lint --json -` prints for this text, with offsets in UTF-16 code units.
///
/// What the spec says of the server and of rows is taken for known.
///
/// # Errors
///
/// When the second argument is no spec.
#[wasm_bindgen(js_name = lintSql, unchecked_return_type = "LintDocument | ErrorDocument")]
pub fn lint_sql(text: &str, spec: Ts<Spec>) -> Result<JsValue, JsError> {
    document(lint::lint_utf16(text, &spec.to_rust()?))
}
