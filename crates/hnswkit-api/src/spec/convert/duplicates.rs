//! No two indexes of one name.

use std::collections::BTreeMap;

use hnswkit_core::domain::{Identifier, QualifiedName};

use super::check::Check;
use crate::{
    problem::{Place, Problems},
    spec::{IndexSpec, Section},
};

/// The schema that a name without one most likely lands in.
// PostgreSQL 18 documentation, "The Schema Search Path".
const DEFAULT_SCHEMA: &str = "public";

/// The names so far: by schema and name, the number of the index and its place.
#[derive(Default)]
pub(super) struct Names(BTreeMap<(String, Identifier), (usize, Option<Place>)>);

impl Names {
    /// Adds the name of an index, or notes that another has it.
    pub(super) fn add(
        &mut self,
        name: QualifiedName,
        spec: &IndexSpec,
        number: usize,
        problems: &mut Problems,
    ) {
        let schema = match &name.schema {
            Some(it) => it.as_str().to_owned(),
            None => DEFAULT_SCHEMA.to_owned(),
        };
        let key = (schema, name.name);
        let Some((earlier, place)) = self.0.get(&key) else {
            let place = spec.name.as_ref().and_then(|it| it.place.clone());
            self.0.insert(key, (number, place.or_else(|| spec.place.clone())));
            return;
        };
        let line = place.as_ref().map(|it| format!(" (line {})", it.start.line));
        let message = format!(
            "the name `{}` is already that of `index[{earlier}]`{}",
            key.1.as_str(),
            line.unwrap_or_default()
        );
        let help = match spec.name {
            Some(_) => "give one of them another `name`; a schema has no two indexes of one name",
            None => "give one of them a `name`, or leave it out if it is the same index",
        };
        let mut check = Check { section: Section::Index, number, values: spec, problems };
        check.refuse("name", message, help);
    }
}
