//! `hnswkit generate`.

use std::path::Path;

use hnswkit_api::json::PlanDocument;
use hnswkit_core::render::{File, Role};
use serde::Serialize;

use super::check;
use crate::{
    args::{Generate, Global},
    failure::Failure,
    files::{self, NewFile},
    output::{self, findings, json, snippets, written},
    placing::{self, Placed, Report},
    planning, spec_source,
};

/// The plan with its files, and the project that they were made for.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    plan: PlanDocument,
    #[serde(skip_serializing_if = "Option::is_none")]
    project: Option<Report>,
}

/// Prints, writes or checks the migration.
pub(super) fn run(args: &Generate, global: Global) -> Result<(), Failure> {
    let planned = planning::plan(spec_source::require(&args.spec, global)?)?;
    let Placed { files, format, options, project } = placing::place(args, &planned)?;
    let plan = &planned.plan;
    if !global.json && !global.quiet {
        let notes = project.iter().map(Report::line);
        notes.for_each(|it| output::stderr(&format!("{it}\n")));
    }
    if args.snippets {
        return snippets::print(&format.snippets(plan, &options), format, global);
    }
    let folder = match &args.output {
        Some(it) if !args.print => it,
        _ => {
            let files = select(files, args)?;
            if global.json {
                let plan = PlanDocument::new(plan, files);
                return json::print(&Answer { plan, project });
            }
            findings::report(&plan.findings, global);
            return print(&files);
        }
    };
    if placing::has_placeholder(format, &options) && !args.check && !global.quiet {
        output::stderr(
            "the time in the file's name is a placeholder; \
             `--now \"$(date -u +%FT%TZ)\"` says another\n",
        );
    }
    let files: Vec<_> = files
        .iter()
        .map(|it| NewFile { path: below(folder, &it.path), content: &it.content })
        .collect();
    if args.check {
        return check::run(&files, &plan.findings, global);
    }
    let done = files::write(&files, args.force)?;
    if !global.json {
        findings::report(&plan.findings, global);
    }
    written::report(&files, &done, &plan.findings, global)
}

/// `./a` reads better as `a`.
fn below(folder: &Path, path: &str) -> std::path::PathBuf {
    if folder == Path::new(".") { path.into() } else { folder.join(path) }
}

/// The files that `--part` asks for.
fn select(files: Vec<File>, args: &Generate) -> Result<Vec<File>, Failure> {
    let Some(part) = args.part else { return Ok(files) };
    let roles: Vec<Role> = files.iter().map(|it| it.role).collect();
    let role = part.role();
    if !roles.contains(&role) {
        let mut ids: Vec<_> = roles.iter().map(|it| format!("`{}`", it.id())).collect();
        ids.dedup();
        return Err(Failure::input(
            "--part",
            format!("this format has no part `{}`", role.id()),
            format!("it has {}", ids.join(", ")),
        ));
    }
    Ok(files.into_iter().filter(|it| it.role == role).collect())
}

/// One file as it is; several, each below its path.
fn print(files: &[File]) -> Result<(), Failure> {
    if let [one] = files {
        return output::as_it_is(&one.content);
    }
    let mut out = String::new();
    for (n, it) in files.iter().enumerate() {
        if 0 < n {
            out.push('\n');
        }
        out.push_str(&format!("-- file: {}\n{}", it.path, it.content));
    }
    output::as_it_is(&out)
}
