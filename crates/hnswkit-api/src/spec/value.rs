//! One value of a spec: a plain scalar that remembers where it stands.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, Visitor},
};

use crate::problem::Place;

/// What TOML, JSON and the command line have in common.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Scalar {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction or an exponent.
    Float(f64),
    /// A text.
    Text(String),
}

/// A scalar and its place; serialized as the scalar alone, compared by the scalar alone.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Value {
    /// What was given.
    pub scalar: Scalar,
    /// Where it stands, if it came from a file.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// By what stands there, without trying one sort after the other: the page does this for every
/// value at every keystroke.
impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl Visitor<'_> for Any {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a number, true or false")
            }

            fn visit_bool<E: Error>(self, it: bool) -> Result<Scalar, E> {
                Ok(Scalar::Bool(it))
            }

            fn visit_i64<E: Error>(self, it: i64) -> Result<Scalar, E> {
                Ok(Scalar::Integer(it))
            }

            fn visit_u64<E: Error>(self, it: u64) -> Result<Scalar, E> {
                Ok(i64::try_from(it).map_or(Scalar::Float(it as f64), Scalar::Integer))
            }

            fn visit_f64<E: Error>(self, it: f64) -> Result<Scalar, E> {
                Ok(Scalar::Float(it))
            }

            fn visit_str<E: Error>(self, it: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(it.to_owned()))
            }

            fn visit_string<E: Error>(self, it: String) -> Result<Scalar, E> {
                Ok(Scalar::Text(it))
            }
        }

        deserializer.deserialize_any(Any)
    }
}

impl Value {
    /// A value that came from no file.
    pub fn new(scalar: Scalar) -> Self {
        Self { scalar, place: None }
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.scalar == other.scalar
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::new(Scalar::Text(text.to_owned()))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::new(Scalar::Integer(number))
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::new(Scalar::Float(number))
    }
}

impl fmt::Display for Scalar {
    /// A text without its quotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(it) => it.fmt(f),
            Self::Integer(it) => it.fmt(f),
            Self::Float(it) => it.fmt(f),
            Self::Text(it) => f.write_str(it),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.scalar.fmt(f)
    }
}
