//! Alembic's folder of revisions: where a new one goes in the chain.

use std::{fs, io, path::Path};

use hnswkit_core::{
    plan::Plan,
    render::{Format, Options, Revision, head, read_revision},
};

use crate::failure::Failure;

/// The place of a migration in the chain.
#[derive(Debug, Default)]
pub(crate) struct Chain {
    /// The revision before it.
    pub(crate) down_revision: Option<String>,
    /// The file that holds it already, if one does.
    pub(crate) file: Option<String>,
}

/// Finds the place of `plan` in the chain of the folder.
///
/// A revision that was written from the same plan keeps its place, so that writing and checking
/// again give the same file.
///
/// # Errors
///
/// When the folder cannot be read, or has no single head.
pub(crate) fn place(
    folder: &Path,
    format: &Format,
    plan: &Plan,
    options: &Options,
) -> Result<Chain, Failure> {
    let revisions = read(folder).map_err(|error| {
        Failure::input(
            "--versions",
            format!("cannot read {}: {error}", folder.display()),
            "name the folder that holds the revisions, mostly alembic/versions",
        )
    })?;
    // The id of a revision is made from what it is about, not from how it gets there.
    let outline = Plan {
        up: vec![],
        down: vec![],
        estimates: vec![],
        old_indexes: vec![],
        findings: vec![],
        request: plan.request.clone(),
    };
    for it in &revisions {
        let down_revision = match it.follows.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            _ => continue,
        };
        if options.down_revision.is_some() && options.down_revision != down_revision {
            continue;
        }
        let options = Options { down_revision: down_revision.clone(), ..options.clone() };
        if id(format, &outline, &options).as_deref() == Some(it.id.as_str()) {
            return Ok(Chain { down_revision, file: Some(it.file.clone()) });
        }
    }
    if options.down_revision.is_some() {
        return Ok(Chain { down_revision: options.down_revision.clone(), file: None });
    }
    match head(&revisions) {
        Ok(head) => Ok(Chain { down_revision: head.map(|it| it.id.clone()), file: None }),
        Err(error) => Err(Failure::input(
            "--versions",
            format!("{}: {error}", folder.display()),
            "merge them with `alembic merge heads`, or say which one with `--down-revision`",
        )),
    }
}

/// The id that the renderer gives.
fn id(format: &Format, plan: &Plan, options: &Options) -> Option<String> {
    let file = format.render(plan, options).into_iter().next()?;
    Some(read_revision(&file.path, &file.content)?.id)
}

fn read(folder: &Path) -> io::Result<Vec<Revision>> {
    let mut files = vec![];
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "py") && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    let mut revisions = vec![];
    for path in files {
        let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        revisions.extend(read_revision(&name, &text));
    }
    Ok(revisions)
}
