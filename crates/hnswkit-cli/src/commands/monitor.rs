//! `hnswkit monitor`.

use std::path::Path;

use hnswkit_api::{
    json::{MonitorDocument, MonitorEntry, PackDocument},
    problem::Problem,
};
use hnswkit_core::monitor::{
    MONITORS, Monitor as Question,
    pack::{OUTPUTS, Options, Output, OutputFile},
};

use crate::{
    args::{Global, Monitor},
    failure::Failure,
    files::{self, NewFile},
    output::{
        self, json,
        style::{DIM, paint},
        text, written,
    },
    planning, spec_source,
};

/// The file of the queries.
const SQL_FILE: &str = "hnsw_monitors.sql";

/// Prints the queries, with a spec about its indexes; or the files of a monitoring system.
pub(super) fn run(args: &Monitor, global: Global) -> Result<(), Failure> {
    let mut args = args.clone();
    args.id.extend(args.spec.spec.take_id());
    let args = &args;
    if let Some(unknown) = &args.spec.unknown {
        let ids: Vec<_> = OUTPUTS.iter().map(|it| it.id).collect();
        return Err(Failure::problems(vec![Problem::new(
            "--format",
            Some(unknown.clone()),
            format!("`{unknown}` is not a monitoring system"),
            format!("there are sql, {}", ids.join(", ")),
        )]));
    }
    match args.spec.output {
        Some(it) => pack(it, args, global),
        None => queries(args, global),
    }
}

fn pack(form: &'static Output, args: &Monitor, global: Global) -> Result<(), Failure> {
    let mut problems = what_is_for_queries(form, args);
    problems.extend(wrong_site_url(args));
    if !problems.is_empty() {
        return Err(Failure::problems(problems));
    }
    let options = Options { site_url: args.site_url.clone() };
    let files = form.files(&options);
    if let Some(folder) = &args.output {
        let files: Vec<_> = files.iter().map(|it| (it.path, it.content.as_str())).collect();
        write(folder, &files, args.force, global)?;
        if !global.quiet && !global.json {
            output::stderr(&format!("{}\n", text::fill(form.usage, text::width())));
        }
        return Ok(());
    }
    if global.json {
        return json::print(&PackDocument::new(form, &options));
    }
    if let [one] = files.as_slice() {
        return output::as_it_is(&one.content);
    }
    let below = |it: &OutputFile| format!("# file: {}\n{}", it.path, it.content);
    let all: Vec<_> = files.iter().map(below).collect();
    output::as_it_is(&all.join("\n"))
}

/// A monitoring system watches all indexes: what picks some of them is a mistake.
fn what_is_for_queries(form: &Output, args: &Monitor) -> Vec<Problem> {
    let why = format!("{} watches every HNSW index of a database", form.title);
    let spec = &args.spec.spec;
    let mut problems = vec![];
    if let Some(id) = args.id.first() {
        problems.push(Problem::new("--id", Some(id.clone()), why.clone(), "leave it out"));
    }
    if spec.spec.is_some() || !spec.flags.is_empty() {
        problems.push(Problem::new(
            "--spec",
            None,
            why,
            "leave the spec out, or say `--format sql`",
        ));
    }
    problems
}

/// What is wrong with the address of the site, if anything.
fn wrong_site_url(args: &Monitor) -> Option<Problem> {
    let url = args.site_url.as_ref()?;
    let is_address = ["https://", "http://"].iter().any(|it| {
        url.strip_prefix(it).is_some_and(|it| !it.is_empty() && !it.contains([' ', '?', '#']))
    });
    (!is_address).then(|| {
        Problem::new(
            "--site-url",
            Some(url.clone()),
            format!("`{url}` is not the address of a site"),
            "give it as in `https://docs.example.com/hnswkit`",
        )
    })
}

fn write(
    folder: &Path,
    files: &[(&str, &str)],
    force: bool,
    global: Global,
) -> Result<(), Failure> {
    let files: Vec<_> =
        files.iter().map(|(path, content)| NewFile { path: folder.join(path), content }).collect();
    let done = files::write(&files, force)?;
    written::report(&files, &done, &[], global)
}

fn queries(args: &Monitor, global: Global) -> Result<(), Failure> {
    let chosen = choose(&args.id)?;
    let plan = match spec_source::load(&args.spec.spec, global)? {
        Some(loaded) => Some(planning::plan(loaded)?.plan),
        None => None,
    };
    let document = MonitorDocument::of(chosen, plan.as_ref());
    if let Some(folder) = &args.output {
        let mut out = String::new();
        for it in &document.monitors {
            let sql = it.sql.trim_end();
            let gap = if out.is_empty() { "" } else { "\n" };
            out.push_str(&format!("{gap}-- {}\n-- {}\n{sql}\n", it.title, it.question));
        }
        return write(folder, &[(SQL_FILE, &out)], args.force, global);
    }
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
