//! An index of a partitioned table: one of the table, and one of each partition.
//!
//! The index of a partition is planned as any other; what is planned here is the index of the
//! table, which has no rows of its own and holds the others together.

use std::sync::Arc;

use super::{IndexRequest, Partition, name};
use crate::{
    domain::{IndexDefinition, QualifiedName, Rows},
    sql::PartitionIndex,
};

/// The requests for an index of a partitioned table: one for each partition with rows, and one for
/// the table.
///
/// Each partition is the path to it from the table: the names of the partitions that it is in, and
/// its own; with its rows.
pub fn partitioned(
    request: &IndexRequest,
    partitions: &[(Vec<QualifiedName>, Rows)],
) -> Vec<IndexRequest> {
    let whole = &request.definition;
    let mut parts: Vec<PartitionIndex> = vec![];
    let mut requests = vec![];
    for (path, rows) in partitions {
        let mut parent = Arc::clone(whole);
        for (depth, table) in path.iter().enumerate() {
            let known = parts.iter().find(|it| it.definition.table == *table);
            let definition = match known {
                Some(it) => Arc::clone(&it.definition),
                None => Arc::new(IndexDefinition {
                    name: name::of_partition(whole, table),
                    table: table.clone(),
                    ..(**whole).clone()
                }),
            };
            let is_partitioned = depth + 1 < path.len();
            if known.is_none() {
                let definition = Arc::clone(&definition);
                parts.push(PartitionIndex { parent, definition, is_partitioned });
            }
            if !is_partitioned {
                requests.push(IndexRequest {
                    definition: Arc::clone(&definition),
                    rows: *rows,
                    partition: Some(Partition::Part(Arc::clone(whole))),
                    ..request.clone()
                });
            }
            parent = definition;
        }
    }
    let table = IndexRequest {
        rows: Rows::default(),
        partition: Some(Partition::Whole(parts.into())),
        ..request.clone()
    };
    // What is dropped goes with the index of the table; what is built comes together in it.
    let at = if request.operation.id == "drop" { 0 } else { requests.len() };
    requests.insert(at, table);
    requests
}

#[cfg(feature = "every-operation")]
pub(super) use steps::part;

#[cfg(feature = "every-operation")]
mod steps {
    use super::{Arc, IndexRequest, PartitionIndex};
    use crate::{
        plan::{
            Phase, Step, create, drop,
            planner::{Part, Planner, Way, step, verify},
        },
        sql::{
            AttachIndex, Build, CreateIndex, CreateParent, Cure, DropParent, GuardParent,
            GuardPartitions, Statement, VerifyDropped, VerifyPartitions,
        },
    };

    /// What the index of the table adds to a plan.
    pub(in crate::plan) fn part(
        planner: &Planner<'_>,
        it: &IndexRequest,
        parts: &Arc<[PartitionIndex]>,
        way: Way,
    ) -> Part {
        match (it.operation.id, way) {
            ("reindex", _) => rebuilt(it, parts),
            ("drop", Way::There) | ("create", Way::Back) => dropped(planner, it, parts),
            _ => together(planner, it, parts),
        }
    }

    /// The gate: are these all partitions?
    fn guard(it: &IndexRequest, parts: &Arc<[PartitionIndex]>, rebuilds: bool) -> Step {
        let guard = GuardPartitions {
            definition: Arc::clone(&it.definition),
            parts: parts.to_vec(),
            rebuilds,
        };
        step(
            Phase::Guard,
            Some(it),
            "Stops when a partition is missing in the spec, or not there. A partition that was \
             made after the index has one that PostgreSQL has named: it gets the planned name.",
            guard,
        )
    }

    /// Made without its parts, which are built one by one and then attached.
    fn together(planner: &Planner<'_>, it: &IndexRequest, parts: &Arc<[PartitionIndex]>) -> Part {
        let mut part = Part { before: vec![guard(it, parts, false)], ..Part::default() };
        if planner.build == Build::Plain {
            part.guard.push(create::guard(planner, it));
            for one in tables(it, parts) {
                part.guard.push(create::guard(planner, &one));
            }
            for one in tables(it, parts).iter().rev().chain([it]) {
                let definition = Arc::clone(&one.definition);
                part.work.push(step(
                    Phase::Build,
                    Some(it),
                    "Joins the indexes of the partitions, which are there by now: nothing is built.",
                    CreateIndex { definition, build: Build::Plain },
                ));
            }
        } else {
            for one in [it.clone()].into_iter().chain(tables(it, parts)) {
                let definition = &one.definition;
                part.before.push(step(
                    Phase::Guard,
                    Some(it),
                    "Goes on when the index of the partitioned table is absent or as planned, \
                     complete or not; stops at anything else of that name.",
                    GuardParent { definition: Arc::clone(definition) },
                ));
                let mut create = step(
                    Phase::Build,
                    Some(it),
                    "Makes the index of the partitioned table without its parts; it is INVALID \
                     until all are attached, which hurts nobody. Writes through the table wait for \
                     a moment. From here on a new partition gets its index by itself.",
                    CreateParent { definition: Arc::clone(definition) },
                );
                create.rollback = create.statement.inverse().map(Box::new);
                part.first.push(create);
            }
            // Those further down first.
            let leaves = parts.iter().filter(|it| !it.is_partitioned);
            let tables = parts.iter().rev().filter(|it| it.is_partitioned);
            part.work.extend(leaves.chain(tables).map(|one| attach(it, one)));
        }
        part.verify = proofs(it);
        part
    }

    fn attach(it: &IndexRequest, part: &PartitionIndex) -> Step {
        let attach = AttachIndex {
            parent: part.parent.qualified_name(),
            part: Arc::clone(&part.definition),
        };
        step(
            Phase::Build,
            Some(it),
            "Makes it a part of the index of the table, after a look at m and ef_construction, \
             which the server does not compare. It needs the index of the partition for itself for \
             a moment, so that searches and writes of the partition may wait, at most a second at a \
             time. With the last one the index of the table becomes valid. Interrupted: run the \
             plan again, or go back.",
            attach,
        )
    }

    fn proofs(it: &IndexRequest) -> Vec<Step> {
        vec![
            step(
                Phase::Verify,
                Some(it),
                "Fails loudly unless the index of the table is valid and defined as planned.",
                verify(&it.definition),
            ),
            step(
                Phase::Verify,
                Some(it),
                "Fails loudly when the index of a partition has other parameters.",
                VerifyPartitions { definition: Arc::clone(&it.definition) },
            ),
        ]
    }

    fn rebuilt(it: &IndexRequest, parts: &Arc<[PartitionIndex]>) -> Part {
        Part { before: vec![guard(it, parts, true)], verify: proofs(it), ..Part::default() }
    }

    /// The same for each partition that is partitioned itself.
    fn tables(it: &IndexRequest, parts: &[PartitionIndex]) -> Vec<IndexRequest> {
        let tables = parts.iter().filter(|it| it.is_partitioned);
        let of = |one: &PartitionIndex| IndexRequest {
            definition: Arc::clone(&one.definition),
            ..it.clone()
        };
        tables.map(of).collect()
    }

    /// Dropped with all that is attached.
    fn dropped(planner: &Planner<'_>, it: &IndexRequest, parts: &[PartitionIndex]) -> Part {
        let mut part = Part::default();
        let mut names = vec![];
        for one in [it.clone()].into_iter().chain(tables(it, parts)) {
            let (name, table) = (one.definition.qualified_name(), one.definition.table.clone());
            names.push(name.clone());
            part.guard.extend(drop::drop(planner, &one, &Cure::RunAgain).guard);
            let is_whole = one.definition == it.definition;
            let why = match planner.build {
                _ if !is_whole => "There only when a build was interrupted before it was attached.",
                Build::Plain => {
                    "Drops the indexes of all partitions with it. Takes the table and every \
                     partition from everybody, or gives up after lock_timeout."
                }
                Build::Concurrent => {
                    "Drops the indexes of all partitions with it, at once: PostgreSQL cannot do \
                     that concurrently. It takes the table and every partition from everybody for \
                     a moment; it gives up within a second and tries again, up to 30 times. The \
                     point of no return: from here on the way back is another build."
                }
            };
            let drop: Statement = match planner.build {
                Build::Plain => planner.drop_name(&one.definition, name).into(),
                Build::Concurrent => DropParent { name, table }.into(),
            };
            let mut drop = step(Phase::Drop, Some(it), why, drop);
            drop.no_return = is_whole && it.operation.id == "drop";
            drop.cleans_up = !is_whole;
            part.work.push(drop);
        }
        part.verify.push(step(
            Phase::Verify,
            Some(it),
            "Fails loudly when something of the plan is left.",
            VerifyDropped { names, cure: Cure::RunAgain },
        ));
        part
    }
}
