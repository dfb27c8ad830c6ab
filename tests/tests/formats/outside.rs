//! Scripts that are run outside of a tool, and folders that wait until they are wanted.

use std::fs;

use anyhow::Result;
use hnswkit_core::render::Role;
use hnswkit_tests::{Project, run_in, tool};

/// Runs the scripts for psql whose names end so; none in a transactional plan.
pub(crate) fn run_scripts(project: &Project, ending: &str) -> Result<()> {
    for path in project.paths(Role::Outside).filter(|it| it.ends_with(ending)) {
        let mut psql = tool("psql")?;
        psql.args([project.url(), "--no-psqlrc", "--file", path]);
        run_in(project.folder(), &mut psql)?;
    }
    Ok(())
}

/// Moves what waits in `from` into the tool's folder, as a person would; says how much it was.
pub(crate) fn move_back(project: &Project, folder: &str, from: &str) -> Result<usize> {
    let mut n_moved = 0;
    for entry in fs::read_dir(project.folder().join(from))? {
        let entry = entry?;
        fs::rename(entry.path(), project.folder().join(folder).join(entry.file_name()))?;
        n_moved += 1;
    }
    Ok(n_moved)
}
