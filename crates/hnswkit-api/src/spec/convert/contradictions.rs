//! What two sections of one spec cannot both want.

use std::collections::BTreeMap;

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
    /// The operation that was meant, whether there is one of that name or not.
    operation: String,
    /// The names that the operation needs while it works.
    works_with: Vec<Identifier>,
}

/// The first section of each schema that has a name, or a column of a table.
type First<'a> = BTreeMap<[&'a str; 3], usize>;

/// Where an earlier section that contradicts can be found, without looking at each.
#[derive(Default)]
struct Seen<'a> {
    names: First<'a>,
    works_with: First<'a>,
    columns: First<'a>,
    changed_columns: First<'a>,
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
        all.push(Wanted::new(spec, *number, name, request));
    }
    let mut seen = Seen::default();
    for (n, later) in all.iter().enumerate() {
        let earlier = seen.by(later).into_iter().filter_map(|it| all.get(it));
        // One cause should not show twice.
        if let Some((key, message, help)) = earlier.filter_map(|it| contradiction(it, later)).next()
        {
            let Wanted { spec, number, .. } = *later;
            let mut check = Check { section: Section::Index, number, values: spec, problems };
            check.refuse(key, message, help);
        }
        seen.add(later, n);
    }
}

impl<'a> Seen<'a> {
    /// Those that may contradict `later`, the first first.
    fn by(&self, later: &Wanted<'_>) -> Vec<usize> {
        let mut found: Vec<usize> = vec![];
        // They are few: what sorts many would be a hundredth of the page's first build.
        let mut keep = |n: &usize| found.insert(found.partition_point(|it| it < n), *n);
        for name in std::iter::once(&later.name.name).chain(&later.works_with) {
            let key = [later.schema(), name.as_str(), ""];
            [&self.names, &self.works_with]
                .iter()
                .filter_map(|it| it.get(&key))
                .for_each(&mut keep);
        }
        let columns = if later.changes_column() { &self.columns } else { &self.changed_columns };
        later.column_key().and_then(|it| columns.get(&it)).into_iter().for_each(keep);
        found
    }

    fn add(&mut self, it: &'a Wanted<'_>, n: usize) {
        self.names.entry([it.schema(), it.name.name.as_str(), ""]).or_insert(n);
        for name in &it.works_with {
            self.works_with.entry([it.schema(), name.as_str(), ""]).or_insert(n);
        }
        if let Some(key) = it.column_key() {
            self.columns.entry(key).or_insert(n);
            if it.changes_column() {
                self.changed_columns.entry(key).or_insert(n);
            }
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
    let (one, two) = (&earlier.operation, &later.operation);
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
        Some((key, message, cures::of(one, two)))
    }
}

/// A name that one of them needs while it works, and the other has or needs too.
fn working_name(
    earlier: &Wanted<'_>,
    later: &Wanted<'_>,
) -> Option<(&'static str, String, &'static str)> {
    let (ours, theirs) = (&later.works_with, &earlier.works_with);
    let taken = |names: &[Identifier], name: &Identifier| names.contains(name);
    if taken(theirs, &later.name.name) {
        let message = format!(
            "the name `{}` is one that `{}` of {} works with",
            later.name.name.as_str(),
            earlier.operation,
            earlier.place()
        );
        let help = match later.operation.as_str() {
            "drop" => "leave it out: the other one drops it",
            _ => "give one of the two indexes another `name`",
        };
        return Some(("name", message, help));
    }
    let shared = ours.iter().find(|it| taken(theirs, it) || **it == earlier.name.name)?;
    let message = format!(
        "`{}` works with the name `{}`, which {} has or works with too",
        later.operation,
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
    if !earlier.changes_column() && !later.changes_column() {
        return None;
    }
    if later.column_key()? != earlier.column_key()? {
        return None;
    }
    let (table, column) = earlier.column()?;
    let message = format!(
        "`{}` and `{}` of {} are about one column, `{column}` of {table}",
        later.operation,
        earlier.operation,
        earlier.place()
    );
    let help = "change the column in a migration of its own, and the other before or after it";
    Some(("column", message, help))
}

impl<'a> Wanted<'a> {
    fn new(
        spec: &'a IndexSpec,
        number: usize,
        name: &'a QualifiedName,
        request: Option<&'a IndexRequest>,
    ) -> Self {
        let given = spec.operation.as_ref().map(ToString::to_string);
        let operation = given.unwrap_or_else(|| Operation::DEFAULT.id.to_owned());
        let mut works_with = working_names(&operation, &name.name);
        // The one that a repair drops is not another section's either.
        works_with.extend(request.and_then(|it| it.redundant.clone()));
        Self { spec, number, name, request, operation, works_with }
    }

    fn schema(&self) -> &str {
        self.name.schema.as_ref().map_or(DEFAULT_SCHEMA, |it| it.as_str())
    }

    fn changes_column(&self) -> bool {
        CHANGE_COLUMN.contains(&self.operation.as_str())
    }

    fn column(&self) -> Option<(&QualifiedName, &Identifier)> {
        let definition = &self.request?.definition;
        match &definition.key {
            IndexKey::Column(column) => Some((&definition.table, column)),
            IndexKey::Expression(_) => None,
        }
    }

    /// The column, as it is looked up; an index is in the schema of its table.
    fn column_key(&self) -> Option<[&str; 3]> {
        let (table, column) = self.column()?;
        Some([self.schema(), table.name.as_str(), column.as_str()])
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
