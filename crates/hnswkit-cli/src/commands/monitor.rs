//! `hnswkit monitor`.

use hnswkit_api::{
    json::{MonitorDocument, MonitorEntry},
    problem::Problem,
};
use hnswkit_core::monitor::{MONITORS, Monitor as Question};

use crate::{
    args::{Global, Monitor},
    failure::Failure,
    output::{
        self, json,
        style::{DIM, paint},
        text,
    },
    planning, spec_source,
};

/// Prints the queries; with a spec, about its indexes.
pub(super) fn run(args: &Monitor, global: Global) -> Result<(), Failure> {
    let chosen = choose(&args.id)?;
    let plan = match spec_source::load(&args.spec, global)? {
        Some(loaded) => Some(planning::plan(loaded)?.plan),
        None => None,
    };
    let document = MonitorDocument::of(chosen, plan.as_ref());
    if global.json {
        return json::print(&document);
    }
    let mut out = String::new();
    for it in &document.monitors {
        if !out.is_empty() {
            out.push('\n');
        }
        push(&mut out, it, global);
    }
    output::stdout(&out)
}

/// The questions of these ids, in the order of the documentation; all when there are none.
fn choose(ids: &[String]) -> Result<Vec<&'static Question>, Failure> {
    let known: Vec<_> = MONITORS.iter().map(|it| it.id).collect();
    let unknown = ids.iter().filter(|it| !known.contains(&it.as_str())).map(|id| {
        let message = format!("`{id}` is not a query");
        Problem::new("--id", Some(id.clone()), message, format!("there are {}", known.join(", ")))
    });
    let unknown: Vec<_> = unknown.collect();
    if !unknown.is_empty() {
        return Err(Failure::problems(unknown));
    }
    let is_chosen = |it: &&Question| ids.is_empty() || ids.iter().any(|id| id == it.id);
    Ok(MONITORS.iter().filter(is_chosen).collect())
}

/// The query below its title, as comments.
fn push(out: &mut String, entry: &MonitorEntry, global: Global) {
    let mut comment = |label: &str, text: &str| {
        let lines = text::fill(text, text::width().saturating_sub(label.len() + 5));
        for (n, line) in lines.lines().enumerate() {
            let label = match (label, n) {
                ("", _) => String::new(),
                (_, 0) => format!("{label}: "),
                _ => " ".repeat(label.len() + 2),
            };
            out.push_str(&paint(DIM, format!("-- {label}{line}")));
            out.push('\n');
        }
    };
    comment("", &entry.title);
    if !global.quiet {
        comment("", &entry.question);
        comment("healthy", &entry.healthy);
    }
    if global.verbose {
        comment("since", &entry.since);
        comment("rights", &entry.rights);
        entry.notes.iter().for_each(|it| comment("note", it));
    }
    out.push_str(entry.sql.trim_end());
    out.push('\n');
}
