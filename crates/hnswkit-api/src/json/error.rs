//! Bad input.

use serde::Serialize;

use super::SCHEMA;
use crate::problem::{Problem, Problems};

/// Everything that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorDocument {
    /// The version of the document.
    pub schema: u32,
    /// The problems, in the order of the file; never empty.
    pub errors: Vec<Problem>,
}

impl From<Problems> for ErrorDocument {
    fn from(problems: Problems) -> Self {
        Self { schema: SCHEMA, errors: problems.into_iter().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Spec;

    #[test]
    fn an_empty_spec_is_one_error() {
        let problems = Spec::default().to_request().unwrap_err();
        assert_eq!(
            serde_json::to_value(ErrorDocument::from(problems)).unwrap(),
            serde_json::json!({
                "schema": 1,
                "errors": [{
                    "field": "index",
                    "value": null,
                    "message": "there is no index to plan",
                    "help": "write an `[[index]]` section with `table`, `column`, `type`, `metric` and `rows`",
                    "place": null,
                }],
            })
        );
    }
}
