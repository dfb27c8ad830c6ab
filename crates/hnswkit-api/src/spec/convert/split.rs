//! `partitions` and `tenants`: several indexes from one section.

#[cfg(feature = "every-operation")]
use hnswkit_core::domain::{QualifiedName, Rows};
use hnswkit_core::{
    domain::PgvectorVersion,
    plan::{IndexRequest, Operation},
};

use super::check::Check;
#[cfg(feature = "every-operation")]
use crate::spec::list::{Item, items};

/// The indexes that a section asks for.
pub(super) fn split(
    check: &mut Check<'_>,
    request: Option<IndexRequest>,
    operation: Option<&'static Operation>,
    pgvector: Option<PgvectorVersion>,
) -> Vec<IndexRequest> {
    let tenants = tenants::tenants(check, request.as_ref(), pgvector);
    let partitions = partitions(check, request.as_ref(), operation);
    let Some(request) = request else { return vec![] };
    match (partitions, tenants) {
        (None, None) => vec![request],
        (Some(partitions), tenants) => {
            let request = IndexRequest { tenants: tenants.map(|it| it.0), ..request };
            hnswkit_core::plan::partitioned(&request, &partitions)
        }
        (None, Some((tenants, parts))) => {
            let request = IndexRequest { tenants: Some(tenants), ..request };
            if parts.is_empty() {
                vec![request]
            } else {
                hnswkit_core::plan::per_tenant(&request, parts)
            }
        }
    }
}

/// Operations that know partitions.
const OPERATIONS: &[&str] = &["create", "reindex", "drop"];

/// The partitions, each as the path to it, with its rows.
fn partitions(
    check: &mut Check<'_>,
    request: Option<&IndexRequest>,
    operation: Option<&Operation>,
) -> Option<Vec<(Vec<QualifiedName>, Rows)>> {
    let list = items(check.text("partitions")?);
    if list.is_empty() {
        let help = "ask for them: SELECT relid::regclass FROM pg_partition_tree('…') WHERE isleaf";
        check.refuse("partitions", "`partitions` is empty", help);
        return None;
    }
    if let Some(it) = operation.filter(|it| !OPERATIONS.contains(&it.id)) {
        let message = format!("`partitions` does not go with `operation = \"{}\"`", it.id);
        let help = if it.id == "replace" {
            "create the new index under another `name`, then drop this one, in two sections"
        } else {
            "write an `[[index]]` section for each partition, its name in `table`"
        };
        check.refuse("partitions", message, help);
    }
    let schema = request.and_then(|it| it.definition.table.schema.clone());
    let total = request.map_or(Rows::default(), |it| it.rows);
    let each = Rows::new(total.get().div_ceil(list.len() as u64)).unwrap_or(total);
    let mut found: Vec<(Vec<QualifiedName>, Rows)> = vec![];
    for Item { name, count } in &list {
        let mut path = vec![];
        for part in crate::spec::list::split(name, '/') {
            match part.parse::<QualifiedName>() {
                Ok(mut it) => {
                    it.schema = it.schema.or_else(|| schema.clone());
                    path.push(it);
                }
                Err(error) => {
                    let message = format!("`partitions` has `{name}`, which is no name: {error}");
                    let help = "write the name as it stands in the database; one with a dot, a comma or a slash in it stands in double quotes";
                    check.refuse("partitions", message, help);
                    return None;
                }
            }
        }
        if found.iter().any(|(it, _)| it.last() == path.last()) {
            let message = format!("`partitions` has `{name}` twice");
            check.refuse("partitions", message, "write each partition once");
            return None;
        }
        let rows = match count {
            Some(it) => rows(check, "partitions", name, it)?,
            None => each,
        };
        found.push((path, rows));
    }
    let inner = found.iter().find(|(it, _)| {
        let table = it.last();
        found.iter().any(|(other, _)| other.iter().rev().skip(1).any(|it| Some(it) == table))
    });
    if let Some(inner) = inner.and_then(|(it, _)| it.last()) {
        let message = format!("`partitions` has {inner}, which is partitioned itself");
        check.refuse("partitions", message, "name its partitions only, each behind it and a slash");
    }
    let given = list.iter().filter(|it| it.count.is_some()).count();
    if 0 < given && given < list.len() {
        let message = "`partitions` says the rows of some and not of others";
        check.refuse("partitions", message, "say the rows of all, or of none");
    }
    Some(found)
}

/// The rows of one item of a list.
fn rows(check: &mut Check<'_>, key: &str, name: &str, count: &str) -> Option<Rows> {
    match count.parse() {
        Ok(it) => Some(it),
        Err(_) => {
            let message = format!("`{key}` says `{count}` rows for `{name}`");
            check.refuse(key, message, "write a number such as `10_000`, `10k` or `1.2M`");
            None
        }
    }
}

mod tenants {
    use std::sync::Arc;

    use hnswkit_core::{
        domain::{Identifier, RawSql},
        plan::{Tenancy, Tenant, Tenants},
    };

    use super::{Check, IndexRequest, Item, PgvectorVersion, QualifiedName, Rows, items, rows};

    /// The predicate of an index, the end of its name, its rows.
    type Parts = Vec<(RawSql, String, Rows)>;

    /// The tenants, and the partial indexes for them; none where one index is for all.
    pub(super) fn tenants(
        check: &mut Check<'_>,
        request: Option<&IndexRequest>,
        pgvector: Option<PgvectorVersion>,
    ) -> Option<(Arc<Tenants>, Parts)> {
        let given = |key| check.values.value(key).is_some();
        let keys = ["tenant_column", "tenants", "tenancy"].map(|it| (it, given(it)));
        if keys.iter().all(|(_, it)| !it) {
            return None;
        }
        let missing = [
            "write the column that tells tenants apart, as in `tenant_column = \"tenant_id\"`",
            "write the largest with their rows, as in `tenants = { \"17\" = \"1.2M\" }`: SELECT tenant_id, count(*) FROM … GROUP BY 1 ORDER BY 2 DESC",
        ];
        for ((key, given), help) in keys.iter().zip(missing) {
            if !given {
                check.refuse(
                    key,
                    format!("`{key}` is missing beside the other keys of tenants"),
                    help,
                );
            }
        }
        let column = check.text("tenant_column").map(|it| QualifiedName::parts(it, 1));
        let column = match column? {
            Ok(mut it) => it.pop()?,
            Err(error) => {
                let message = format!("`tenant_column` is no name: {error}");
                check.refuse("tenant_column", message, "write the name of a column");
                return None;
            }
        };
        let known = known(check)?;
        let chosen = match check.text("tenancy") {
            None => None,
            Some(crate::spec::words::AUTO) => None,
            Some(_) => {
                let find = |word: &str| Tenancy::ALL.iter().copied().find(|it| it.id() == word);
                Some(check.choice("tenancy", find, |_| None)?)
            }
        };
        let request = request?;
        sum(check, &known, request.rows);
        let is_partitioned = check.values.value("partitions").is_some();
        let tenancy = chosen.unwrap_or_else(|| match is_partitioned {
            true => Tenancy::One,
            false => Tenants::choose(&known, request.rows, pgvector),
        });
        fits(check, tenancy, chosen.is_some(), is_partitioned, request);
        let mut own: Vec<&Tenant> = vec![];
        if tenancy == Tenancy::Partial {
            own.extend(known.iter().filter(|it| chosen.is_some() || it.is_large()));
            if Tenants::MAX_OWN < own.len() {
                let message =
                    format!("`tenants` names {}, each with an index of its own", own.len());
                let help = format!(
                    "name the {} largest: PostgreSQL does not look into longer lists when it asks which index a query may use; or partition the table",
                    Tenants::MAX_OWN
                );
                check.refuse("tenants", message, help);
            }
        }
        let parts = if own.is_empty() { vec![] } else { parts(check, request, &column, &own)? };
        let own = own.len();
        let name = request.definition.name.clone();
        let (rows, by_rule) = (request.rows, chosen.is_none());
        Some((Arc::new(Tenants { name, column, known, rows, tenancy, by_rule, own }), parts))
    }

    fn known(check: &mut Check<'_>) -> Option<Vec<Tenant>> {
        let mut known: Vec<Tenant> = vec![];
        for Item { name, count } in items(check.text("tenants")?) {
            let id = name.trim_matches('"').to_owned();
            if id.is_empty() || id.chars().any(char::is_control) {
                check.refuse("tenants", "`tenants` has one without a value", "write its value");
                return None;
            }
            let Some(count) = count else {
                let message = format!("`tenants` does not say the rows of `{id}`");
                check.refuse("tenants", message, "write `value=rows`, as in `17=1.2M`");
                return None;
            };
            if known.iter().any(|it| it.id == id) {
                check.refuse("tenants", format!("`tenants` has `{id}` twice"), "write it once");
            }
            known.push(Tenant { rows: rows(check, "tenants", &id, count)?, id });
        }
        if known.is_empty() {
            check.refuse("tenants", "`tenants` is empty", "write the largest with their rows");
            return None;
        }
        Some(known)
    }

    fn sum(check: &mut Check<'_>, known: &[Tenant], rows: Rows) {
        let sum: u64 = known.iter().map(|it| it.rows.get()).sum();
        if rows.get() < sum {
            let message = format!("`tenants` have {sum} rows, but all have {rows}");
            check.refuse("tenants", message, "`rows` counts the rows of all tenants");
        }
    }

    fn fits(
        check: &mut Check<'_>,
        tenancy: Tenancy,
        given: bool,
        is_partitioned: bool,
        request: &IndexRequest,
    ) {
        let by_partition = matches!(tenancy, Tenancy::List | Tenancy::Hash);
        if by_partition && given && !is_partitioned {
            let message =
                format!("`tenancy = \"{tenancy}\"` is for a table that is partitioned so");
            let help = "partition the table first, then name its `partitions`";
            check.refuse("tenancy", message, help);
        } else if tenancy == Tenancy::Partial && is_partitioned {
            let message = "`tenancy = \"partial\"` does not go with `partitions`";
            check.refuse("tenancy", message, "leave one of them out");
        } else if tenancy == Tenancy::Partial && request.operation.id == "replace" {
            let message = "`tenancy = \"partial\"` does not go with `operation = \"replace\"`";
            let help = "write an `[[index]]` section with `where` for each index to replace";
            check.refuse("tenancy", message, help);
        }
    }

    fn parts(
        check: &mut Check<'_>,
        request: &IndexRequest,
        column: &Identifier,
        own: &[&Tenant],
    ) -> Option<Parts> {
        let taken: u64 = own.iter().map(|it| it.rows.get()).sum();
        let others = Rows::new(request.rows.get().saturating_sub(taken)).ok()?;
        let rows = own.iter().map(|it| it.rows).chain([others]);
        let mut parts = vec![];
        for ((sql, end), rows) in Tenants::predicates(column, own).into_iter().zip(rows) {
            let sql = match &request.definition.predicate {
                Some(it) => format!("({it}) AND {sql}"),
                None => sql,
            };
            parts.push((predicate(check, &sql)?, end, rows));
        }
        Some(parts)
    }

    /// Our own SQL too exists only as what was read as one expression.
    #[cfg(feature = "parse")]
    fn predicate(check: &mut Check<'_>, sql: &str) -> Option<RawSql> {
        match hnswkit_core::parse::expression(sql) {
            Ok(it) => Some(it),
            Err(error) => {
                check.refuse("tenants", error.message, error.help);
                None
            }
        }
    }

    #[cfg(not(feature = "parse"))]
    fn predicate(check: &mut Check<'_>, _: &str) -> Option<RawSql> {
        let message = "`tenants` becomes SQL, which this build cannot read";
        check.refuse("tenants", message, "use the build with the feature `parse`");
        None
    }
}
