//! What is mostly text: loaded by the page when it is needed.

use hnswkit_api::{answer, explain::explain_utf16, json::ExplainDocument, spec::Spec};
use tsify::{Ts, Tsify as _};
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

/// What `hnswkit runbook --json` prints, with `--id` when there is one.
///
/// # Errors
///
/// When the first argument is no spec.
#[wasm_bindgen(unchecked_return_type = "RunbookDocument | ErrorDocument")]
pub fn runbook(spec: Ts<Spec>, id: Option<String>) -> Result<JsValue, JsError> {
    document(answer::runbook(&spec.to_rust()?, id.as_deref()))
}

/// What `hnswkit explain --json` prints, with offsets in UTF-16 code units.
///
/// With a spec that makes sense it also says which memory was in force when a build spilled.
///
/// # Errors
///
/// When the second argument is given and is no spec.
#[wasm_bindgen]
pub fn explain(text: &str, spec: Option<Ts<Spec>>) -> Result<Ts<ExplainDocument>, JsError> {
    let spec = spec.map(|it| it.to_rust()).transpose()?;
    let plan = spec.and_then(|it| answer::planned(&it).ok());
    Ok(explain_utf16(text, plan.as_ref()).into_ts()?)
}

/// The spec as a `hnswkit.toml`.
///
/// # Errors
///
/// When the argument is no spec.
#[wasm_bindgen(js_name = writeToml)]
pub fn write_toml(spec: Ts<Spec>) -> Result<String, JsError> {
    Ok(spec.to_rust()?.to_toml())
}

/// The command line that says the same as the spec.
///
/// # Errors
///
/// When the argument is no spec.
#[wasm_bindgen(js_name = commandLine)]
pub fn command_line(spec: Ts<Spec>) -> Result<String, JsError> {
    Ok(spec.to_rust()?.to_command_line())
}
