//! Where in a project a migration belongs: its tool, its folder, its number.

use std::path::Path;

use hnswkit_api::answer::DEFAULT_FORMAT;
use hnswkit_core::render::{File, Format, Numbering, Options, UnknownFormat};
use serde::Serialize;

use crate::{
    alembic_folder::{self, Chain},
    args::Generate,
    failure::Failure,
    planning::Planned,
    project::{self, Found, Next, Project},
};

/// The files of a migration, and what they were placed by.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) files: Vec<File>,
    pub(crate) format: &'static Format,
    pub(crate) options: Options,
    /// Nothing when no project shows.
    pub(crate) project: Option<Report>,
}

/// What was found in a project.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Report {
    /// The id of the format.
    format: &'static str,
    /// The name of the tool.
    #[serde(skip)]
    title: &'static str,
    /// By what the tool shows, such as `alembic.ini`.
    sign: String,
    /// The folder of its migrations, below the project.
    folder: String,
    /// Whether the folder is there.
    folder_exists: bool,
    /// The migration that ours follows.
    after: Option<String>,
    /// The number or id of ours.
    revision: Option<String>,
    /// Whether ours is there already.
    is_there: bool,
}

/// Renders the plan for the project in the folder of `-o`, else here.
///
/// # Errors
///
/// When several tools show and none was said, when the tool's folder is ambiguous, or when its
/// chain has no single end.
pub(crate) fn place(args: &Generate, planned: &Planned) -> Result<Placed, Failure> {
    let Planned { plan, format: said, options } = planned;
    let project = Project::at(args.output.as_deref().unwrap_or(Path::new(".")));
    let found = match args.versions {
        Some(_) => None,
        None => project.tool(*said)?,
    };
    let format = match (&found, said) {
        (Some(it), _) => it.format,
        (None, Some(it)) => it,
        // A folder of revisions is Alembic's.
        (None, None) if args.versions.is_some() => named("alembic")?,
        (None, None) => named(DEFAULT_FORMAT)?,
    };
    if let Some(versions) = &args.versions {
        let folder = folder_of(versions, args.output.as_deref())?;
        return in_chain(planned, format, versions, folder, None);
    }
    let Some(found) = found else {
        let files = format.render(plan, options);
        return Ok(Placed { files, format, options: options.clone(), project: None });
    };
    let there = match &options.folder {
        Some(it) => Some(it.clone()),
        None => project.folder(format)?,
    };
    let folder = there.clone().unwrap_or_else(|| format.folder.to_owned());
    let folder_exists = project.path(&folder).is_dir();
    if format.id == "alembic" && folder_exists {
        let versions = project.path(&folder);
        return in_chain(planned, format, &versions, folder, Some(found));
    }
    let Next { revision, after, is_there } =
        project::next(&project, &folder, format, options, &plan.request.name);
    let options = Options {
        folder: Some(folder.clone()),
        revision: revision.clone(),
        down_revision: options.down_revision.clone().or_else(|| after.clone()),
        now: options.now,
    };
    let files = format.render(plan, &options);
    let report = report(&found, folder, folder_exists, after, revision, is_there);
    Ok(Placed { files, format, options, project: Some(report) })
}

fn named(id: &str) -> Result<&'static Format, Failure> {
    id.parse().map_err(|error: UnknownFormat| {
        Failure::input("--format", error, "`hnswkit formats` lists them")
    })
}

fn report(
    found: &Found,
    folder: String,
    folder_exists: bool,
    after: Option<String>,
    revision: Option<String>,
    is_there: bool,
) -> Report {
    let (format, title, sign) = (found.format.id, found.format.title, found.sign.clone());
    Report { format, title, sign, folder, folder_exists, after, revision, is_there }
}

/// Alembic: after the head of the folder `versions`, which the files name as `folder`.
fn in_chain(
    planned: &Planned,
    format: &'static Format,
    versions: &Path,
    folder: String,
    found: Option<Found>,
) -> Result<Placed, Failure> {
    let Planned { plan, options, .. } = planned;
    if format.id != "alembic" {
        let message = format!("`--versions` is for alembic, but the format is {}", format.id);
        let help = "leave it out, or say `--format alembic`";
        return Err(Failure::input("--versions", message, help));
    }
    let Chain { down_revision, file } = alembic_folder::place(versions, format, plan, options)?;
    let options = Options {
        down_revision: down_revision.clone(),
        folder: Some(folder.clone()),
        ..options.clone()
    };
    let mut files = format.render(plan, &options);
    let is_there = file.is_some();
    if let (Some(file), [it]) = (file, files.as_mut_slice()) {
        // Somebody may have given it another name since.
        it.path = format!("{folder}/{file}");
    }
    let project = found.map(|found| {
        report(&found, folder, true, down_revision, options.revision.clone(), is_there)
    });
    Ok(Placed { files, format, options, project })
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

impl Report {
    /// One line: the tool, the folder, the place.
    pub(crate) fn line(&self) -> String {
        let folder = match self.folder_exists {
            true => self.folder.clone(),
            false => format!("{}, which is not there yet", self.folder),
        };
        let place = match (&self.after, self.is_there) {
            (_, true) => ", where it is already".to_owned(),
            (Some(it), false) => format!(", after {it}"),
            (None, false) => String::new(),
        };
        format!("found {} ({}): {folder}{place}", self.title, self.sign)
    }
}

/// Whether the names hold a time that nobody said and that follows from nothing.
pub(crate) fn has_placeholder(format: &Format, options: &Options) -> bool {
    let by_time = matches!(format.numbering, Numbering::Time { .. } | Numbering::Milliseconds);
    by_time && options.revision.is_none() && options.now.is_none()
}
