//! The numbers of each index, and how they come about.

use hnswkit_core::{
    domain::Bytes,
    estimate::{Alternative, Estimate, Figure, Part, Sample, forecasts},
    plan::{IndexRequest, Plan},
};

use super::{
    brief, memory, search,
    style::{DIM, TITLE, WARNING, paint},
    table::Table,
    text,
};

/// All indexes of the plan; in full, or what matters first.
pub(crate) fn show(plan: &Plan, in_full: bool) -> String {
    let mut out = String::new();
    let mut assumptions: Vec<String> = vec![];
    let searches = plan.searches();
    for (index, it) in plan.request.indexes.iter().zip(&plan.estimates) {
        if !out.is_empty() {
            out.push('\n');
        }
        title(&mut out, index);
        numbers(it, index, &plan.request.calibration).push(&mut out, "  ");
        if in_full {
            parts(&mut out, "The index is made of", &it.parts());
            parts(&mut out, "The build keeps in memory", &it.memory_parts());
        }
        let found = searches.iter().find(|(it, _)| std::ptr::eq(*it, index)).map(|(_, it)| it);
        if let (Some(query), Some(it)) = (&plan.request.search, found) {
            search::push(&mut out, query, it, in_full);
        }
        if in_full {
            figures(&mut out, "  ", "After the build", &it.after(&plan.request.activity));
            alternatives(&mut out, it);
        } else {
            brief::index(&mut out, it, &plan.request.activity);
        }
        let of_search = found.map_or(&[][..], |it| &it.assumptions).iter().cloned();
        for text in it.assumptions().into_iter().chain(of_search) {
            if !assumptions.contains(&text) {
                assumptions.push(text);
            }
        }
    }
    match in_full {
        true => whole(&mut out, plan),
        false => brief::whole(&mut out, plan),
    }
    if !assumptions.is_empty() {
        out.push_str(&format!("\n{}\n", paint(TITLE, "Taken for granted")));
        for it in assumptions {
            text::push(&mut out, "  ", "    ", &it);
        }
    }
    out
}

/// Where the rest is.
pub(crate) fn more() -> String {
    let mut out = "\n".to_owned();
    let text = "-v shows how each number comes about, other choices, and what goes with them";
    text::push_painted(&mut out, DIM, "", text);
    out
}

/// What concerns the plan as a whole.
fn whole(out: &mut String, plan: &Plan) {
    let mut section = |title: &str, list: &[Figure]| {
        if !list.is_empty() {
            figures(out, "", &paint(TITLE, title), list);
        }
    };
    section("Disk", &plan.disk());
    section("Replicas", &plan.replication());
    if let Some(it) = plan.memory_around() {
        memory::push(out, &it, plan.request.target.platform);
    }
}

fn title(out: &mut String, index: &IndexRequest) {
    let definition = &index.definition;
    out.push_str(&paint(TITLE, definition.qualified_name()));
    out.push('\n');
    let clauses = [
        format!(
            "{} rows of {} in {} ({} {})",
            index.rows,
            index.vector_type,
            definition.table,
            definition.key,
            definition.operator_class.name
        ),
        format!(
            "m = {}, ef_construction = {}",
            definition.hnsw.m(),
            definition.hnsw.ef_construction()
        ),
    ];
    text::push_clauses(out, DIM, "  ", &clauses);
    out.push('\n');
}

/// Name, number, band, derivation.
fn numbers(it: &Estimate, index: &IndexRequest, timed: &[Sample]) -> Table {
    let mut table = Table::with_numbers(&[1]);
    let mut row =
        |name: &str, number: String, how: String| table.row([paint(DIM, name), number, how]);
    row(
        "index",
        it.index_bytes.to_string(),
        format!(
            "{}{} pages, {} B a row",
            between(it.index_bytes_low, it.index_bytes_high),
            commas(it.pages),
            commas(it.bytes_per_row.round() as u64)
        ),
    );
    row("build memory", it.build_memory_bytes.to_string(), "the graph of all rows".to_owned());
    row("maintenance_work_mem", it.maintenance_work_mem.to_string(), memory(it, index));
    row("build", text::build(it.build), it.build_reason.to_string());
    if 0 < it.shared_memory_bytes.get() {
        let how = "taken at once when the build begins".to_owned();
        row("shared memory", it.shared_memory_bytes.to_string(), how);
    }
    row(
        "build time",
        format!("{} to {}", it.build_seconds_low, it.build_seconds_high),
        time(it, index),
    );
    for other in forecasts(it, timed).iter().skip(1) {
        let number = format!("{} to {}", other.build_seconds_low, other.build_seconds_high);
        let how = match other.spilled_rows.get() {
            0 => format!("with {}: all rows fit", other.maintenance_work_mem),
            _ => format!(
                "with {}: spills at row {}, then {} the slow way",
                other.maintenance_work_mem, other.fits_in_memory_rows, other.spilled_rows
            ),
        };
        row("", number, how);
    }
    row("WAL", it.wal_bytes.to_string(), "what replicas and archives get".to_owned());
    row(
        "disk",
        it.disk_peak_bytes.to_string(),
        "at the peak: the index at the most, and its WAL".to_owned(),
    );
    table
}

fn between<T: PartialEq + std::fmt::Display>(low: T, high: T) -> String {
    if low == high { String::new() } else { format!("{low} to {high}; ") }
}

/// Whether the graph fits, and how far.
fn memory(it: &Estimate, index: &IndexRequest) -> String {
    let whose = match index.maintenance_work_mem {
        Some(_) => "given",
        None => "recommended",
    };
    if it.spilled_rows.get() == 0 {
        return format!("{whose}; enough for {} rows", it.fits_in_memory_rows);
    }
    let spills = paint(WARNING, format!("spills at row {}", it.fits_in_memory_rows));
    format!("{whose}; {spills}; all rows need {}", it.recommended_maintenance_work_mem)
}

/// What the time is for.
fn time(it: &Estimate, index: &IndexRequest) -> String {
    let rows = match it.spilled_rows.get() {
        0 => format!("{} rows in memory", index.rows),
        _ => format!(
            "{} rows in memory, then {} the slow way",
            it.fits_in_memory_rows, it.spilled_rows
        ),
    };
    match it.calibrated {
        Some(known) => {
            format!("{rows}; likely {}, as the builds that were timed tell", known.likely)
        }
        None if LONG < it.build_seconds_high.0 => {
            format!("{rows}; time a small build to narrow it: hnswkit monitor --id sample-build")
        }
        None => rows,
    }
}

/// Seconds from which on it is worth it to time a small build first.
const LONG: f64 = 600.0;

fn parts(out: &mut String, title: &str, parts: &[Part]) {
    if parts.is_empty() {
        return;
    }
    out.push_str(&format!("\n  {title}\n"));
    let mut table = Table::with_numbers(&[1]);
    for it in parts {
        table.row([paint(DIM, it.name), it.bytes.to_string(), it.why.clone()]);
    }
    table.push(out, "    ");
}

/// Name, number, derivation.
fn figures(out: &mut String, indent: &str, title: &str, list: &[Figure]) {
    out.push_str(&format!("\n{indent}{title}\n"));
    let mut table = Table::with_numbers(&[1]);
    for it in list {
        table.row([paint(DIM, it.name), it.to_string(), it.why.clone()]);
    }
    table.push(out, &format!("{indent}  "));
}

/// Neighboring choices, with what they save.
fn alternatives(out: &mut String, it: &Estimate) {
    let list = it.alternatives();
    if list.is_empty() {
        return;
    }
    out.push_str("\n  Other choices\n");
    let mut table = Table::with_numbers(&[1]);
    for other in &list {
        let name = match other.m == it.m() {
            true => other.vector_type.to_string(),
            false => format!("m = {}", other.m),
        };
        table.row([paint(DIM, name), other.estimate.index_bytes.to_string(), saves(it, other)]);
    }
    table.push(out, "    ");
}

/// What a choice saves, and what it is.
fn saves(it: &Estimate, other: &Alternative) -> String {
    let saved = it.saved_by(other);
    let bytes = Bytes(saved.unsigned_abs());
    let change = match saved {
        0 => "as large".to_owned(),
        1.. => format!("{bytes} less"),
        _ => format!("{bytes} more"),
    };
    let (low, high) = (other.estimate.build_seconds_low, other.estimate.build_seconds_high);
    let memory = other.estimate.build_memory_bytes;
    format!("{change}; {memory} of memory and {low} to {high} to build; {}", other.why)
}

fn commas(n: u64) -> String {
    hnswkit_core::domain::Rows::new(n).map_or_else(|_| n.to_string(), |it| it.to_string())
}
