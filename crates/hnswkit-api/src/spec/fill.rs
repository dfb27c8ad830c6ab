//! Reads a section: one function for all of them, as each is a table of values by their keys.

use std::fmt;

use serde::{
    Deserializer,
    de::{Error, IgnoredAny, MapAccess, Visitor},
};

use super::Value;

/// What is filled: where the value of a key goes, if there is such a key.
pub(super) trait Slots {
    /// Where the value of `key` goes.
    fn slot_of(&mut self, key: &str) -> Option<&mut Option<Value>>;
}

/// Puts every value where it belongs; a key that the section does not have is an error.
///
/// A build without every operation passes over the keys of the others: what the page hands over is
/// made of known keys.
pub(super) fn fill<'de, D: Deserializer<'de>>(
    section: &mut dyn Slots,
    deserializer: D,
) -> Result<(), D::Error> {
    struct Fill<'a>(&'a mut dyn Slots);

    impl<'de> Visitor<'de> for Fill<'_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("keys with their values")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(key) = map.next_key::<String>()? {
                match self.0.slot_of(&key) {
                    Some(slot) => *slot = map.next_value()?,
                    None if !cfg!(feature = "every-operation") => {
                        map.next_value::<IgnoredAny>()?;
                    }
                    None => return Err(A::Error::custom(format_args!("unknown field `{key}`"))),
                }
            }
            Ok(())
        }
    }

    deserializer.deserialize_map(Fill(section))
}
