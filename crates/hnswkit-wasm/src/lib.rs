//! The core for the browser page: a translation, nothing else.
//!
//! Each function takes and gives what the command's `--json` prints, as plain objects.
//! Bad input is an `ErrorDocument`, the same as the command's; an exception means that an argument
//! was no object of its type, which TypeScript rules out.

mod document;
#[cfg(feature = "lint")]
pub mod lint;
#[cfg(feature = "parse")]
pub mod read;
#[cfg(feature = "text")]
pub mod text;

use hnswkit_api::{
    answer,
    json::{FormatsDocument, ParametersDocument},
    spec::Spec,
};
use tsify::{Ts, Tsify as _};
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};

use crate::document::document;

/// What `hnswkit plan --json` prints.
///
/// # Errors
///
/// When the argument is no spec.
#[wasm_bindgen(unchecked_return_type = "PlanDocument | ErrorDocument")]
pub fn plan(spec: Ts<Spec>) -> Result<JsValue, JsError> {
    document(answer::plan(&spec.to_rust()?))
}

/// What `hnswkit generate --json` prints.
///
/// # Errors
///
/// When the argument is no spec.
#[wasm_bindgen(unchecked_return_type = "PlanDocument | ErrorDocument")]
pub fn generate(spec: Ts<Spec>) -> Result<JsValue, JsError> {
    document(answer::generate(&spec.to_rust()?))
}

/// What `hnswkit estimate --json` prints.
///
/// # Errors
///
/// When the argument is no spec.
#[wasm_bindgen(unchecked_return_type = "EstimateDocument | ErrorDocument")]
pub fn estimate(spec: Ts<Spec>) -> Result<JsValue, JsError> {
    document(answer::estimate(&spec.to_rust()?))
}

/// What `hnswkit formats --json` prints.
///
/// # Errors
///
/// None that its type allows.
#[wasm_bindgen]
pub fn formats() -> Result<Ts<FormatsDocument>, JsError> {
    Ok(FormatsDocument::new().into_ts()?)
}

/// The keys of `hnswkit.toml` with their ranges, and the types, metrics, versions and models that
/// a form offers.
///
/// # Errors
///
/// None that its type allows.
#[wasm_bindgen]
pub fn parameters() -> Result<Ts<ParametersDocument>, JsError> {
    Ok(ParametersDocument::new().into_ts()?)
}

/// What is drawn for the only index of a spec: a page with its tuples, and the size over the
/// dimensions.
///
/// # Errors
///
/// When the argument is no spec.
#[wasm_bindgen(unchecked_return_type = "PictureDocument | ErrorDocument")]
pub fn picture(spec: Ts<Spec>) -> Result<JsValue, JsError> {
    document(answer::picture(&spec.to_rust()?))
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
