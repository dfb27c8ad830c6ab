//! An answer as a JavaScript value.

use hnswkit_api::{json::ErrorDocument, problem::Problems};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::{JsError, JsValue};

/// The document, or everything that is wrong with the request.
pub(crate) fn document<T: Tsify + Serialize>(
    result: Result<T, Problems>,
) -> Result<JsValue, JsError> {
    match result {
        Ok(it) => Ok(it.into_ts()?.into()),
        Err(problems) => Ok(ErrorDocument::from(problems).into_ts()?.into()),
    }
}
