//! Too little memory for the build.

use super::shared::{estimated, title};
use crate::lint::{
    Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "maintenance-work-mem-too-small",
    summary: "the graph does not fit into maintenance_work_mem",
    severity: Severity::Warning,
    page: page!("maintenance_work_mem_too_small.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw() else { return };
    let Some(it) = estimated(scene, create) else { return };
    let rows = it.fits_in_memory_rows.get() + it.spilled_rows.get();
    // A few rows that come late cost little.
    if it.spilled_rows.get() * 20 < rows {
        return;
    }
    let known = scene.session.get("maintenance_work_mem").is_some()
        || scene.options.maintenance_work_mem.is_some();
    let given = match known {
        true => format!("maintenance_work_mem is {}", it.maintenance_work_mem),
        false => format!(
            "nothing here sets maintenance_work_mem, which is {} by default",
            it.maintenance_work_mem
        ),
    };
    report
        .at(
            &title(create).span,
            format!(
                "the graph needs {}, but {given}: it is full after {} rows",
                it.build_memory_bytes, it.fits_in_memory_rows
            ),
        )
        .help(format!(
            "`SET maintenance_work_mem = '{}'` before the build",
            it.recommended_maintenance_work_mem
        ));
}
