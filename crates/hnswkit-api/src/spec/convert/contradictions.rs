//! What two sections of one spec cannot both want.

use hnswkit_core::{
    domain::{Identifier, IndexKey, QualifiedName},
    plan::{IndexRequest, Operation, working_names},
};

use super::check::Check;
#[cfg(feature = "every-operation")]
use super::cures;
use crate::{
    problem::{Place, Problems},
    spec::{IndexSpec, Section, Spec},
};

/// The schema that a name without one most likely lands in.
// PostgreSQL 18 documentation, "The Schema Search Path".
const DEFAULT_SCHEMA: &str = "public";

/// A section, as far as it is understood.
struct Wanted<'a> {
    spec: &'a IndexSpec,
    number: usize,
    /// The name of its index.
    name: &'a QualifiedName,
    /// All of it, when nothing else is wrong with it.
    request: Option<&'a IndexRequest>,
}

/// Notes every section that contradicts an earlier one.
///
/// `names` has the numbers of the sections whose names are known, with the names, and their
/// positions in `indexes` when nothing else is wrong with them.
pub(super) fn refuse(
    spec: &Spec,
    names: &[(usize, QualifiedName, Option<usize>)],
    indexes: &[IndexRequest],
    problems: &mut Problems,
) {
    let mut all = vec![];
    for (number, name, position) in names {
        let Some(spec) = spec.index.get(*number) else { continue };
        let request = position.and_then(|it| indexes.get(it));
        all.push(Wanted { spec, number: *number, name, request });
    }
    for (n, later) in all.iter().enumerate() {
        for earlier in all.iter().take(n) {
            let Some((key, message, help)) = contradiction(earlier, later) else { continue };
            let Wanted { spec, number, .. } = *later;
            let mut check = Check { section: Section::Index, number, values: spec, problems };
            check.refuse(key, message, help);
            // One cause should not show twice.
            break;
        }
    }
}

/// The key of the later one, what is the matter, and what to do.
fn contradiction(
    earlier: &Wanted<'_>,
    later: &Wanted<'_>,
) -> Option<(&'static str, String, &'static str)> {
    if earlier.schema() != later.schema() {
        return None;
    }
    same_index(earlier, later)
        .or_else(|| working_name(earlier, later))
        .or_else(|| changed_column(earlier, later))
}

/// Two operations on one index.
fn same_index(
    earlier: &Wanted<'_>,
    later: &Wanted<'_>,
) -> Option<(&'static str, String, &'static str)> {
    if earlier.name.name != later.name.name {
        return None;
    }
    let name = later.name.name.as_str();
    let (one, two) = (earlier.operation(), later.operation());
    if one == two && one == Operation::DEFAULT.id {
        let message = format!("the name `{name}` is already that of {}", earlier.place());
        let help = match later.spec.name {
            Some(_) => "give one of them another `name`; a schema has no two indexes of one name",
            None => "give one of them a `name`, or leave it out if it is the same index",
        };
        return Some(("name", message, help));
    }
    // The build without the others refuses their names, and is not asked for them.
    #[cfg(not(feature = "every-operation"))]
    return None;
    #[cfg(feature = "every-operation")]
    {
        let key = if later.spec.operation.is_some() { "operation" } else { "name" };
        let message = format!(
            "`{two}` of `{name}` contradicts `{one}` of the same index in {}",
            earlier.place()
        );
        Some((key, message, cures::of(&one, &two)))
    }
}

/// A name that one of them needs while it works, and the other has or needs too.
fn working_name(
    earlier: &Wanted<'_>,
    later: &Wanted<'_>,
) -> Option<(&'static str, String, &'static str)> {
    let (ours, theirs) = (later.working_names(), earlier.working_names());
    let taken = |names: &[Identifier], name: &Identifier| names.contains(name);
    if taken(&theirs, &later.name.name) {
        let message = format!(
            "the name `{}` is one that `{}` of {} works with",
            later.name.name.as_str(),
            earlier.operation(),
            earlier.place()
        );
        let help = match later.operation().as_str() {
            "drop" => "leave it out: the other one drops it",
            _ => "give one of the two indexes another `name`",
        };
        return Some(("name", message, help));
    }
    let shared = ours.iter().find(|it| taken(&theirs, it) || **it == earlier.name.name)?;
    let message = format!(
        "`{}` works with the name `{}`, which {} has or works with too",
        later.operation(),
        shared.as_str(),
        earlier.place()
    );
    Some(("name", message, "give one of the two indexes another `name`"))
}

/// Operations after which the column is another one.
const CHANGE_COLUMN: &[&str] = &["change-type", "change-model"];

/// An operation on an index of a column that the other one changes.
fn changed_column(
    earlier: &Wanted<'_>,
    later: &Wanted<'_>,
) -> Option<(&'static str, String, &'static str)> {
    let changes = |it: &Wanted<'_>| CHANGE_COLUMN.contains(&it.operation().as_str());
    if !changes(earlier) && !changes(later) {
        return None;
    }
    let column = earlier.column()?;
    if later.column()? != column {
        return None;
    }
    let (table, column) = column;
    let message = format!(
        "`{}` and `{}` of {} are about one column, `{column}` of {table}",
        later.operation(),
        earlier.operation(),
        earlier.place()
    );
    let help = "change the column in a migration of its own, and the other before or after it";
    Some(("column", message, help))
}

impl Wanted<'_> {
    fn schema(&self) -> &str {
        self.name.schema.as_ref().map_or(DEFAULT_SCHEMA, |it| it.as_str())
    }

    /// The operation that was meant, whether there is one of that name or not.
    fn operation(&self) -> String {
        let given = self.spec.operation.as_ref().map(ToString::to_string);
        given.unwrap_or_else(|| Operation::DEFAULT.id.to_owned())
    }

    fn working_names(&self) -> Vec<Identifier> {
        let mut names = working_names(&self.operation(), &self.name.name);
        // The one that a repair drops is not another section's either.
        names.extend(self.request.and_then(|it| it.redundant.clone()));
        names
    }

    fn column(&self) -> Option<(&QualifiedName, &Identifier)> {
        let definition = &self.request?.definition;
        match &definition.key {
            IndexKey::Column(column) => Some((&definition.table, column)),
            IndexKey::Expression(_) => None,
        }
    }

    /// `index[0]` with its file and line, if it came from one.
    fn place(&self) -> String {
        let values = [&self.spec.name, &self.spec.operation];
        let value = values.into_iter().find_map(|it| it.as_ref()?.place.as_ref());
        let place: Option<&Place> = value.or(self.spec.place.as_ref());
        let line = place.map(|it| format!(" ({}:{})", it.file, it.start.line)).unwrap_or_default();
        format!("`index[{}]`{line}", self.number)
    }
}
