//! Questions that several rules ask.

use crate::{
    domain::{
        Bytes, EfConstruction, Hnsw, M, MemorySetting, OperatorClass, PgvectorVersion,
        PostgresVersion, Rows, VectorType,
    },
    estimate::{Estimate, Workload, estimate},
    lint::{
        Action, Distance, IndexCreation, Limit, Query, Rebuild, RebuildTarget,
        catalog::{Index, Kind, Qualified},
        rule::{Moment, Scene},
    },
    parse::{Name, ObjectName, Parameter, Span, Value},
};

impl<'a> Scene<'a> {
    /// What the statement does; nothing at an end.
    pub(super) fn action(&self) -> Option<&'a Action> {
        match self.moment {
            Moment::Event(it) => Some(&it.action),
            Moment::EndOfSource | Moment::End => None,
        }
    }

    /// The HNSW index that the statement creates.
    pub(super) fn hnsw(&self) -> Option<&'a IndexCreation> {
        match self.action()? {
            Action::CreateIndex(it) if is_hnsw(it) => Some(it),
            _ => None,
        }
    }

    /// The query that the statement is.
    pub(super) fn query(&self) -> Option<&'a Query> {
        match self.action()? {
            Action::Query(it) => Some(it),
            _ => None,
        }
    }

    /// The type of what the index holds, when it is known for sure.
    pub(super) fn kind(&self) -> Option<&'a Kind> {
        self.target?.kind.as_ref()
    }

    /// The rows of the table, as far as we were told.
    pub(super) fn rows(&self, table: &Qualified) -> Option<Rows> {
        if self.options.rows.is_empty() {
            return None;
        }
        self.options.rows.get(&table.to_string()).copied().or_else(|| {
            let plain = format!("public.{}", table.name);
            self.options.rows.get(&plain).copied().filter(|_| table.schema.is_empty())
        })
    }

    /// Whether an index could serve the query once it is written right: it reads one table, wants
    /// single rows, and nothing tells that the column has no index.
    pub(super) fn could_use_an_index(&self, query: &Query, distance: &Distance) -> bool {
        if query.grouped || query.other_from || query.tables.is_empty() {
            return false;
        }
        if !self.indexes_for(query, distance).is_empty() {
            return true;
        }
        // Where the table is known and has no HNSW index, exact search is what is wanted.
        query.tables.iter().all(|it| self.catalog.table(&it.name).is_none())
            && query.limit != Limit::None
    }

    /// The indexes that a distance of a query could use, were it written right: those on the
    /// column that it is about. Nothing when it is not known which table the column is of.
    pub(super) fn indexes_for(&self, query: &Query, distance: &Distance) -> Vec<(&'a Index, bool)> {
        let mut found = vec![];
        for (operand, is_left) in [(&distance.left, true), (&distance.right, false)] {
            let Some(column) = operand.column() else { continue };
            let qualifier = operand.qualifier();
            for table in &query.tables {
                if qualifier.is_some_and(|it| it != table.alias) {
                    continue;
                }
                let key = self.catalog.table_key(&table.name);
                let of_column = |it: &&Index| it.is_hnsw() && it.key.column() == Some(column);
                found.extend(
                    self.catalog.indexes_of(&key).filter(of_column).map(|it| (it, is_left)),
                );
            }
        }
        found
    }
}

/// Whether it is an HNSW index.
pub(super) fn is_hnsw(it: &IndexCreation) -> bool {
    it.method.as_ref().is_some_and(|it| it.value == "hnsw")
}

/// The parameter of that name with its value; the last one when there are several.
pub(super) fn parameter<'a>(
    it: &'a IndexCreation,
    name: &str,
) -> Option<(&'a Parameter, &'a Value)> {
    let found = it.parameters.iter().rfind(|it| it.name.value == name && it.namespace.is_none())?;
    Some((found, found.value.as_ref()?))
}

/// What the parameter is set to, or else its default; nothing when that is no number.
pub(super) fn number(it: &IndexCreation, name: &str, default: i64) -> Option<i64> {
    match it.parameters.iter().rfind(|it| it.name.value == name) {
        Some(it) => it.value.as_ref()?.integer(),
        None => Some(default),
    }
}

/// The name of the index, or the table when it has none.
pub(super) fn title(it: &IndexCreation) -> &Name {
    it.name.as_ref().unwrap_or(&it.table.name)
}

/// The statement that no transaction may hold, when it is about an index of pgvector: where it
/// says `CONCURRENTLY`, and its name.
pub(in crate::lint) fn concurrent(scene: &Scene<'_>) -> Option<(Span, &'static str)> {
    match scene.action()? {
        Action::CreateIndex(it) if is_hnsw(it) || method(it) == Some("ivfflat") => {
            Some((it.concurrently.clone()?, "CREATE INDEX CONCURRENTLY"))
        }
        Action::DropIndex(it) => {
            let ours = it.names.iter().any(|it| is_ours(scene, it));
            let span = it.concurrently.clone().filter(|_| ours)?;
            Some((span, "DROP INDEX CONCURRENTLY"))
        }
        Action::Reindex(it) => {
            let ours = match &it.target {
                RebuildTarget::Index(name) => is_ours(scene, name),
                RebuildTarget::Table(name) => {
                    let key = scene.catalog.table_key(name);
                    scene.catalog.indexes_of(&key).next().is_some()
                }
                RebuildTarget::Wide => false,
            };
            let span = it.concurrently.clone().filter(|_| ours)?;
            Some((span, "REINDEX CONCURRENTLY"))
        }
        _ => None,
    }
}

/// Whether the index is one of pgvector, by what is known of it or by its name.
pub(super) fn is_ours(scene: &Scene<'_>, name: &ObjectName) -> bool {
    scene.catalog.index(name).is_some()
        || ["hnsw", "ivfflat"].iter().any(|it| name.name.value.contains(it))
}

/// The access method, when it is named.
pub(super) fn method(it: &IndexCreation) -> Option<&str> {
    it.method.as_ref().map(|it| it.value.as_str())
}

/// Whether HNSW indexes are built anew.
pub(super) fn rebuilds_ours(scene: &Scene<'_>, it: &Rebuild) -> bool {
    match &it.target {
        RebuildTarget::Index(name) => is_ours(scene, name),
        RebuildTarget::Table(name) => {
            let key = scene.catalog.table_key(name);
            scene.catalog.indexes_of(&key).any(Index::is_hnsw)
        }
        RebuildTarget::Wide => false,
    }
}

/// The numbers of the index, when its table's rows are told and all else is known.
pub(super) fn estimated(scene: &Scene<'_>, it: &IndexCreation) -> Option<Estimate> {
    // How many rows a condition leaves nobody tells.
    if it.predicate.is_some() {
        return None;
    }
    let rows = scene.rows(&scene.target?.table)?;
    let kind = scene.kind()?;
    let class = OperatorClass::by_name(&it.keys.first()?.class.as_ref()?.name.value)?;
    let m = M::new(number(it, "m", M::default().get().into())?).ok()?;
    let default = EfConstruction::default().get().into();
    let ef_construction = EfConstruction::new(number(it, "ef_construction", default)?).ok()?;
    let set = scene.session.get("maintenance_work_mem");
    let memory = match set {
        Some(it) => Some(MemorySetting::new(it.memory()?).ok()?),
        None => scene.options.maintenance_work_mem,
    };
    let workers = scene.session.get("max_parallel_maintenance_workers").and_then(|it| it.integer());
    estimate(&Workload {
        vector_type: VectorType::new(kind.element()?, kind.dimensions?).ok()?,
        stored: None,
        non_zero: 100,
        metric: class.metric,
        hnsw: Hnsw::new(m, ef_construction).ok()?,
        rows,
        duplicates: 0.0,
        pgvector: scene.options.pgvector.unwrap_or(PgvectorVersion::NEWEST_KNOWN),
        postgres: scene.options.postgres.unwrap_or(PostgresVersion::NEWEST_KNOWN),
        ram: scene.options.ram,
        maintenance_work_mem: Some(memory.unwrap_or(MemorySetting::DEFAULT)),
        workers: (workers == Some(0)).then_some(0),
    })
    .ok()
}

/// The value as memory; without a unit it counts kilobytes.
pub(super) fn memory(value: &Value) -> Option<Bytes> {
    crate::lint::session::memory(value)
}

impl Scene<'_> {
    /// Whether an iterative scan may be on.
    pub(super) fn iterates(&self) -> bool {
        self.session
            .get("hnsw.iterative_scan")
            .is_some_and(|it| !it.text().eq_ignore_ascii_case("off"))
    }
}
