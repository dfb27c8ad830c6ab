//! What is found by its name, with or without a schema.

use std::collections::HashMap;

use super::catalog::Qualified;

/// Things by name and schema.
///
/// Looked up many times a statement and never shown in its order, so a hash is right here.
#[derive(Debug)]
pub(super) struct Names<T>(HashMap<String, Vec<(Qualified, T)>>);

impl<T> Names<T> {
    /// The thing of just that name and schema.
    pub(super) fn get(&self, key: &Qualified) -> Option<&T> {
        self.0.get(&key.name)?.iter().find(|it| it.0 == *key).map(|it| &it.1)
    }

    /// The thing that a statement means: without a schema also the only one of that name.
    pub(super) fn find(&self, name: &str, schema: &str) -> Option<(&Qualified, &T)> {
        let same = self.0.get(name)?;
        let exact = same.iter().find(|it| it.0.schema == schema);
        let found = match (exact, same.as_slice()) {
            (Some(it), _) => it,
            (None, [only]) if schema.is_empty() => only,
            _ => return None,
        };
        Some((&found.0, &found.1))
    }

    /// Puts it there, or takes it away; gives what was there.
    pub(super) fn put(&mut self, key: Qualified, value: Option<T>) -> Option<T> {
        let same = self.0.entry(key.name.clone()).or_default();
        let at = same.iter().position(|it| it.0 == key);
        match (at, value) {
            (Some(at), Some(it)) => Some(std::mem::replace(&mut same[at].1, it)),
            (Some(at), None) => Some(same.remove(at).1),
            (None, Some(it)) => {
                same.push((key, it));
                None
            }
            (None, None) => None,
        }
    }

    /// All of them, in no order.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.0.values().flatten().map(|it| &it.1)
    }
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}
