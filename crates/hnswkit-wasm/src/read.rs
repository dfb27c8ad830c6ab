//! What reads text: loaded by the page when it is needed.

use hnswkit_api::{
    import::import_utf16,
    json::{ImportDocument, SpecDocument},
};
use tsify::{Ts, Tsify as _};
use wasm_bindgen::{JsError, prelude::wasm_bindgen};

/// Reads a `hnswkit.toml`, as far as it can be read, with what is wrong in it; offsets are in
/// UTF-16 code units.
///
/// # Errors
///
/// None that its type allows.
#[wasm_bindgen(js_name = readToml)]
pub fn read_toml(text: &str) -> Result<Ts<SpecDocument>, JsError> {
    Ok(SpecDocument::from_toml_utf16(text).into_ts()?)
}

/// The vector columns and indexes of a schema, and a spec for the indexes that are missing;
/// offsets are in UTF-16 code units.
///
/// # Errors
///
/// None that its type allows.
#[wasm_bindgen(js_name = importSql)]
pub fn import_sql(text: &str) -> Result<Ts<ImportDocument>, JsError> {
    Ok(import_utf16(text).into_ts()?)
}
