//! Every format renders every example; the files are compared byte by byte.
//!
//! `UPDATE_GOLDEN=1 cargo test -p hnswkit-tests --test golden` rewrites them.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use hnswkit_core::{
    render::{FORMATS, Options},
    runbook::{self, RUNBOOKS},
};
use hnswkit_tests::{EXAMPLES, operations};

/// The examples that every format renders.
const EVERY_FORMAT: &[&str] =
    &["task-tracker", "task-tracker-transactional", "hostile", "operations"];
/// The formats that render every example.
const FEW: &[&str] = &["alembic", "psql", "sql"];
/// The formats that render every operation: one of each class, and one that is compiled.
const ONE_OF_EACH: &[&str] = &["alembic", "psql", "refinery", "sea-orm", "sqlx"];
/// Examples that have every runbook; the others have the one of their own build.
const ALL_RUNBOOKS: &[&str] = &["task-tracker", "hostile"];

#[test]
fn golden() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut rendered = BTreeSet::new();
    let mut differ = vec![];
    let operations = operations().unwrap();
    let few = EXAMPLES.iter().map(|it| (it, FEW));
    for (example, few) in few.chain(operations.iter().map(|it| (it, ONE_OF_EACH))) {
        let plan = example.plan().unwrap();
        let mut files: Vec<_> = FORMATS
            .iter()
            .filter(|it| EVERY_FORMAT.contains(&example.name) || few.contains(&it.id))
            .flat_map(|format| {
                let files = format.render(&plan, &Options::default());
                files.into_iter().map(|it| (format!("{}/{}", format.id, it.path), it.content))
            })
            .collect();
        // All of them are about indexes; a plan without any is refused.
        let runbooks = RUNBOOKS.iter().filter(|_| !plan.request.indexes.is_empty());
        let runbooks = runbooks.filter(|it| {
            ALL_RUNBOOKS.contains(&example.name) || std::ptr::eq(*it, runbook::of(&plan))
        });
        files.extend(runbooks.map(|it| (format!("runbooks/{}.md", it.id), it.render(&plan))));
        for (path, content) in files {
            assert!(content.ends_with('\n') && !content.ends_with("\n\n"), "{path}: its end");
            assert!(content.lines().all(|it| it.trim_end() == it), "{path}: space at a line's end");
            let path = root.join(example.name).join(path);
            if update {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, &content).unwrap();
            } else if fs::read_to_string(&path).ok().as_deref() != Some(&content) {
                differ.push(path.clone());
            }
            rendered.insert(path);
        }
    }
    let nobody_renders: Vec<_> = files_below(&root).difference(&rendered).cloned().collect();
    if update {
        nobody_renders.iter().for_each(|it| fs::remove_file(it).unwrap());
        return;
    }
    assert!(differ.is_empty(), "differ (UPDATE_GOLDEN=1 rewrites them): {differ:#?}");
    assert!(nobody_renders.is_empty(), "nobody renders these: {nobody_renders:#?}");
}

fn files_below(folder: &Path) -> BTreeSet<PathBuf> {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.insert(path);
        }
    }
    files
}
