//! What reads text: loaded by the page when it is needed.

use hnswkit_api::json::SpecDocument;
use tsify::{Ts, Tsify as _};
use wasm_bindgen::{JsError, prelude::wasm_bindgen};

/// Reads a `hnswkit.toml`, as far as it can be read, with what is wrong in it.
///
/// # Errors
///
/// None that its type allows.
#[wasm_bindgen(js_name = readToml)]
pub fn read_toml(text: &str) -> Result<Ts<SpecDocument>, JsError> {
    Ok(SpecDocument::from_toml(text).into_ts()?)
}
