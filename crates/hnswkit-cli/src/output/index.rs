//! What is planned for each index: definition and numbers.

use hnswkit_core::{
    domain::Bytes,
    estimate::Estimate,
    plan::{Builds, Built, IndexRequest, Partition, Plan},
};

use super::{
    style::{DIM, TITLE, paint},
    table::Table,
    text,
};

/// Adds all indexes of the plan.
pub(super) fn push_all(out: &mut String, plan: &Plan) {
    let indexes = plan.request.indexes.iter().zip(&plan.estimates).zip(&plan.old_indexes);
    let builds = plan.builds();
    for (n, ((index, estimate), old)) in indexes.enumerate() {
        if 0 < n {
            out.push('\n');
        }
        push(out, plan, &builds, index, estimate, *old);
    }
}

fn push(
    out: &mut String,
    plan: &Plan,
    builds: &Builds<'_>,
    index: &IndexRequest,
    estimate: &Estimate,
    old: Option<Bytes>,
) {
    let definition = &index.definition;
    let mut table = Table::default();
    let mut row = |name: &str, text: String| table.row([paint(DIM, name), text]);
    row(
        "on",
        format!(
            "{} ({} {}), {}",
            definition.table, definition.key, definition.operator_class.name, index.vector_type
        ),
    );
    row(
        "with",
        format!(
            "m = {}, ef_construction = {}",
            definition.hnsw.m(),
            definition.hnsw.ef_construction()
        ),
    );
    if let Some(it) = &definition.predicate {
        row("where", it.to_string());
    }
    if let Some(Partition::Whole(parts)) = &index.partition {
        let n = parts.iter().filter(|it| !it.is_partitioned).count();
        let parts = super::text::count(n, "partition", "partitions");
        row("size", format!("no rows of its own: it joins the indexes of {parts}"));
        out.push_str(&paint(TITLE, definition.qualified_name()));
        out.push('\n');
        table.push(out, "  ");
        return;
    }
    row(
        "size",
        format!(
            "{} for {} rows",
            text::band(estimate.index_bytes_low, estimate.index_bytes, estimate.index_bytes_high),
            index.rows
        ),
    );
    let built = builds.of(&index.definition);
    if built != Built::Nowhere {
        build(&mut row, estimate, old);
    }
    let mut what = index.operation.id.to_owned();
    if let Some(stage) = index.stage(plan.request.mode) {
        what.push_str(&format!(", stage {stage}"));
    }
    match built {
        Built::There => {}
        Built::Back => what.push_str("; the numbers are those of the way back"),
        Built::Nowhere => what.push_str("; does not build it"),
    }
    out.push_str(&paint(TITLE, definition.qualified_name()));
    out.push_str("  ");
    out.push_str(&paint(DIM, what));
    out.push('\n');
    table.push(out, "  ");
}

/// What its build takes.
fn build(row: &mut impl FnMut(&str, String), estimate: &Estimate, old: Option<Bytes>) {
    row(
        "memory",
        format!(
            "{} of {}, enough for {} rows",
            estimate.build_memory_bytes,
            estimate.maintenance_work_mem,
            estimate.fits_in_memory_rows
        ),
    );
    let (low, high) = (estimate.build_seconds_low, estimate.build_seconds_high);
    row("time", format!("{low} to {high}, {}", text::build(estimate.build)));
    let disk = estimate.disk_peak_bytes;
    row(
        "disk",
        match old {
            Some(old) => format!("{disk} at the peak, beside the old index of about {old}"),
            None => format!("{disk} at the peak"),
        },
    );
}
