//! The rules of `lint`.

use serde::Serialize;

/// Every rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RulesDocument {
    /// The version of the document.
    pub schema: u32,
    /// The rules, in the order of their names.
    pub rules: Vec<RuleEntry>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleEntry {
    /// Its name, which says what it finds.
    pub id: String,
    /// `error`, `warning` or `hint`.
    pub severity: String,
    /// What it finds, in one clause.
    pub summary: String,
}

/// A rule with its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleDocument {
    /// The version of the document.
    pub schema: u32,
    /// Its name, which says what it finds.
    pub id: String,
    /// `error`, `warning` or `hint`.
    pub severity: String,
    /// What it finds, in one clause.
    pub summary: String,
    /// What it finds, why that matters, what to do, and the sources, in Markdown; null where pages
    /// were left out.
    pub page: Option<String>,
}

#[cfg(feature = "parse")]
mod from_the_core {
    use hnswkit_core::lint::{RULES, Rule};

    use super::{RuleDocument, RuleEntry, RulesDocument};
    use crate::json::SCHEMA;

    impl RulesDocument {
        /// All rules of the core.
        pub fn new() -> Self {
            Self { schema: SCHEMA, rules: RULES.iter().map(|it| RuleEntry::from(*it)).collect() }
        }
    }

    impl Default for RulesDocument {
        fn default() -> Self {
            Self::new()
        }
    }

    impl From<&Rule> for RuleEntry {
        fn from(it: &Rule) -> Self {
            Self {
                id: it.id.to_owned(),
                severity: it.severity.name().to_owned(),
                summary: it.summary.to_owned(),
            }
        }
    }

    impl RuleDocument {
        /// The rule of that name.
        pub fn of(id: &str) -> Option<Self> {
            let rule = RULES.iter().find(|it| it.id == id)?;
            let RuleEntry { id, severity, summary } = RuleEntry::from(*rule);
            let page = Some(rule.page.to_owned()).filter(|it| !it.is_empty());
            Some(Self { schema: SCHEMA, id, severity, summary, page })
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn every_rule_is_listed() {
            let json = serde_json::to_value(RulesDocument::new()).unwrap();
            assert_eq!(json["schema"], 1);
            assert_eq!(json["rules"].as_array().unwrap().len(), RULES.len());
            assert_eq!(RuleDocument::of("m-out-of-range").unwrap().severity, "error");
            assert_eq!(RuleDocument::of("m"), None);
        }
    }
}
