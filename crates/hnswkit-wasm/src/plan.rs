//! Plans and numbers: what the page needs at once.

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
