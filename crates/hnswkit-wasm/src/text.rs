//! What is mostly text: loaded by the page when it is needed.

use hnswkit_api::{answer, spec::Spec};
use tsify::Ts;
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};

use crate::document::document;

/// What `hnswkit monitor --json` prints.
///
/// # Errors
///
/// When the argument is no spec.
#[wasm_bindgen(unchecked_return_type = "MonitorDocument | ErrorDocument")]
pub fn monitor(spec: Ts<Spec>) -> Result<JsValue, JsError> {
    document(answer::monitor(&spec.to_rust()?))
}

/// What `hnswkit runbook --json` prints.
///
/// # Errors
///
/// When the argument is no spec.
#[wasm_bindgen(unchecked_return_type = "RunbookDocument | ErrorDocument")]
pub fn runbook(spec: Ts<Spec>) -> Result<JsValue, JsError> {
    document(answer::runbook(&spec.to_rust()?))
}
