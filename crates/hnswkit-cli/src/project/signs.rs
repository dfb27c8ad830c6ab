//! The signs of tools in a project.

use hnswkit_core::render::{Format, Manifest, Marker};

use super::{Found, Project, manifests};

/// Tools that bring another one along, which shows then too: the first is meant.
const BRINGS: &[(&str, &str)] =
    &[("aerich", "tortoise"), ("laravel", "phinx"), ("supabase", "psql")];

/// The tools that show.
///
/// A tool's own file says more than a package, which may be there for its queries only: when any
/// tool shows by a file, those that show by a package alone are left out.
pub(super) fn of(project: &Project, formats: impl Iterator<Item = &'static Format>) -> Vec<Found> {
    let mut strong = vec![];
    let mut weak = vec![];
    for format in formats {
        let Some((marker, sign)) = first(project, format.markers) else { continue };
        let found = Found { format, sign };
        match marker {
            Marker::File(_) | Marker::Folder(_) => strong.push(found),
            Marker::Package { .. } => weak.push(found),
        }
    }
    let mut found = if strong.is_empty() { weak } else { strong };
    let ids: Vec<_> = found.iter().map(|it| it.format.id).collect();
    found.retain(|it| {
        !BRINGS.iter().any(|(with, brought)| it.format.id == *brought && ids.contains(with))
    });
    found
}

/// The first marker that holds, files and folders before packages, and how to call it.
fn first(project: &Project, markers: &[Marker]) -> Option<(Marker, String)> {
    let is_package = |it: &&Marker| matches!(it, Marker::Package { .. });
    let own = markers.iter().filter(|it| !is_package(it));
    own.chain(markers.iter().filter(is_package)).find_map(|it| Some((*it, sign(project, *it)?)))
}

fn sign(project: &Project, marker: Marker) -> Option<String> {
    match marker {
        Marker::File(path) => file(project, path),
        Marker::Folder(path) => project.has_folder(path).then(|| format!("{path}/")),
        Marker::Package { manifest, name } => package(project, manifest, name),
    }
}

fn package(project: &Project, manifest: Manifest, name: &str) -> Option<String> {
    manifest.files().iter().find_map(|path| {
        let file = file(project, path)?;
        let text = project.read(&file)?;
        manifests::names(&file, manifest, &text, name).then(|| format!("{name} in {file}"))
    })
}

/// The file of that path; a last part that begins with `*` stands for any name with that ending.
fn file(project: &Project, path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let Some(ending) = name.strip_prefix('*') else {
        return project.root.join(path).is_file().then(|| path.to_owned());
    };
    let found = project.names(folder).into_iter().find(|it| it.ends_with(ending))?;
    Some(if folder.is_empty() { found } else { format!("{folder}/{found}") })
}
