//! Shares: a number, or a percentage.

use hnswkit_core::domain::decimal;

use super::check::Check;
use crate::spec::{Scalar, Value};

/// The share of `key`, from 0 to below 1.
pub(super) fn convert(check: &mut Check<'_>, key: &str) -> Option<f64> {
    let value = check.value(key)?;
    let share = read(value).filter(|it| (0.0..1.0).contains(it));
    if share.is_none() {
        let message = format!("`{key}` must be at least 0 and below 1, but is {value}");
        check.refuse(key, message, "write a share such as `0.25` or `\"25%\"`");
    }
    share
}

fn read(value: &Value) -> Option<f64> {
    match &value.scalar {
        Scalar::Text(text) => match text.trim().strip_suffix('%') {
            Some(it) => decimal(it).map(|it| it / 100.0),
            None => decimal(text),
        },
        Scalar::Integer(it) => Some(*it as f64),
        Scalar::Float(it) => Some(*it),
        Scalar::Bool(_) => None,
    }
}
