//! Files on disk: those that changed are written, those that are no more are removed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result};

/// Folders of the site that others write.
const FOREIGN: &[&str] = &["pagefind", "planner"];

/// Brings the folder to hold these files; says how many changed.
///
/// # Errors
/// When a file cannot be written.
pub fn write(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<usize> {
    let mut changed = 0;
    for (name, bytes) in files {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|it| it == *bytes) {
            continue;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
        }
        fs::write(&path, bytes).with_context(|| path.display().to_string())?;
        changed += 1;
    }
    let names: BTreeSet<&str> = files.keys().map(String::as_str).collect();
    Ok(changed + remove_others(folder, "", &names)?)
}

fn remove_others(folder: &Path, below: &str, names: &BTreeSet<&str>) -> Result<usize> {
    let mut removed = 0;
    for entry in fs::read_dir(folder.join(below))? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            if !FOREIGN.contains(&name.as_str()) {
                removed += remove_others(folder, &format!("{name}/"), names)?;
            }
        } else if !names.contains(name.as_str()) {
            fs::remove_file(entry.path())?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Makes `to` a copy of `from`.
///
/// # Errors
/// When a file cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    let entries = fs::read_dir(from).with_context(|| format!("there is no {}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_more_goes_and_what_others_wrote_stays() {
        let folder = tempfile::tempdir().unwrap();
        let files = |names: &[&str]| {
            let files = names.iter().map(|it| ((*it).to_owned(), b"x".to_vec()));
            files.collect::<BTreeMap<_, _>>()
        };
        assert_eq!(write(folder.path(), &files(&["a/b.html", "c.html"])).unwrap(), 2);
        fs::create_dir(folder.path().join("planner")).unwrap();
        fs::write(folder.path().join("planner/index.html"), "").unwrap();
        assert_eq!(write(folder.path(), &files(&["c.html", "d.html"])).unwrap(), 2);
        assert!(!folder.path().join("a/b.html").exists());
        assert!(folder.path().join("planner/index.html").exists());
        assert_eq!(write(folder.path(), &files(&["c.html", "d.html"])).unwrap(), 0);
    }
}
