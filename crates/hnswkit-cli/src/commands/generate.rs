//! `hnswkit generate`.

use std::path::Path;

use hnswkit_api::{answer::DEFAULT_FORMAT, json::PlanDocument};
use hnswkit_core::render::{File, Options, Role};

use super::check;
use crate::{
    alembic_folder::{self, Chain},
    args::{Generate, Global},
    failure::Failure,
    files::{self, NewFile},
    output::{self, findings, json, written},
    planning::{self, Planned},
    spec_source,
};

/// Prints, writes or checks the migration.
pub(super) fn run(args: &Generate, global: Global) -> Result<(), Failure> {
    let planned = planning::plan(spec_source::require(&args.spec, global)?)?;
    let files = render(args, &planned)?;
    let plan = &planned.plan;
    let Some(folder) = &args.output else {
        let files = select(files, args)?;
        if global.json {
            return json::print(&PlanDocument::new(plan, files));
        }
        findings::report(&plan.findings, global);
        return print(&files);
    };
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

fn render(args: &Generate, planned: &Planned) -> Result<Vec<File>, Failure> {
    let Planned { plan, format, options } = planned;
    let Some(format) = format.or_else(|| DEFAULT_FORMAT.parse().ok()) else { return Ok(vec![]) };
    let Some(versions) = &args.versions else { return Ok(format.render(plan, options)) };
    if format.id != "alembic" {
        let message = format!("`--versions` is for alembic, but the format is {}", format.id);
        return Err(Failure::input(
            "--versions",
            message,
            "leave it out, or say `--format alembic`",
        ));
    }
    let Chain { down_revision, file } = alembic_folder::place(versions, format, plan, options)?;
    let folder = folder_of(versions, args.output.as_deref())?;
    let options = Options { down_revision, folder: Some(folder.clone()), ..options.clone() };
    let mut files = format.render(plan, &options);
    if let (Some(file), [it]) = (file, files.as_mut_slice()) {
        // Somebody may have given it another name since.
        it.path = format!("{folder}/{file}");
    }
    Ok(files)
}

/// The folder of the revisions as the files name it: relative to `-o` when it lies below.
fn folder_of(versions: &Path, output: Option<&Path>) -> Result<String, Failure> {
    let Some(output) = output else { return Ok(slashes(versions)) };
    if let (Ok(versions), Ok(output)) = (versions.canonicalize(), output.canonicalize())
        && let Ok(inside) = versions.strip_prefix(&output)
    {
        return Ok(slashes(inside));
    }
    if versions.is_relative() && !versions.starts_with("..") {
        return Ok(slashes(versions));
    }
    Err(Failure::input(
        "--versions",
        format!("{} is not below {}", versions.display(), output.display()),
        "give `-o` the project that the folder belongs to",
    ))
}

fn slashes(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|it| it.to_string_lossy()).collect();
    parts.join("/").replace("//", "/")
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
