//! Where a project's migrations lie.

use hnswkit_core::render::Format;

use super::Project;

/// Reads the folders out of a configuration.
type Read = fn(&Project) -> Vec<String>;

/// How a tool's own configuration names the folder.
const CONFIGURED: &[(&str, Read)] = &[
    ("alembic", alembic),
    ("django", apps),
    ("tortoise", apps),
    ("diesel", |it| toml(it, "diesel.toml", &["migrations_directory", "dir"])),
    ("drizzle", |it| quoted(it, &["drizzle.config.ts", "drizzle.config.js"], "out")),
    ("flyway", flyway),
    ("sqlx", |it| toml(it, "sqlx.toml", &["migrate", "migrations-dir"])),
    ("prisma", |it| quoted(it, &["prisma.config.ts"], "path")),
];

/// Other folders that people use, for tools that are told the folder on the command line.
const USUAL: &[&str] = &[
    "migrations",
    "db/migrations",
    "database/migrations",
    "src/migrations",
    "src/db/migrations",
    "sql/migrations",
    "sql",
    "db/migrate",
];

/// The folders of migrations of that tool, as its configuration names them, else the one that is
/// there; none when there is none yet.
pub(super) fn of(project: &Project, format: &Format) -> Vec<String> {
    if let Some((_, read)) = CONFIGURED.iter().find(|(id, _)| *id == format.id) {
        let mut folders = read(project);
        folders.sort();
        folders.dedup();
        if !folders.is_empty() {
            return folders;
        }
    }
    if project.has_folder(format.folder) {
        return vec![format.folder.to_owned()];
    }
    USUAL.iter().filter(|it| project.has_folder(it)).take(1).map(|it| (*it).to_owned()).collect()
}

/// `script_location`, or `version_locations`, of `alembic.ini`.
fn alembic(project: &Project) -> Vec<String> {
    let Some(text) = project.read("alembic.ini") else { return vec![] };
    let value = |key: &str| {
        text.lines().find_map(|line| {
            let rest = line.strip_prefix(key)?.trim_start().strip_prefix(['=', ':'])?;
            Some(rest.trim().to_owned())
        })
    };
    let folders: Vec<String> = match (value("version_locations"), value("script_location")) {
        (Some(several), _) => several.split([' ', ',', ';']).filter_map(below).collect(),
        (None, Some(one)) => below(&one).map(|it| format!("{it}/versions")).into_iter().collect(),
        (None, None) => vec![],
    };
    folders.into_iter().filter(|it| project.has_folder(it)).collect()
}

/// A path as configurations write it, below the project: without `%(here)s/`, `./` and the like.
fn below(path: &str) -> Option<String> {
    let path = path.trim().trim_start_matches("%(here)s").trim_start_matches("filesystem:");
    let path = path.trim_start_matches("./").trim_matches('/');
    let plain = !path.is_empty() && !path.contains(['%', ':']) && !path.starts_with("..");
    plain.then(|| path.to_owned())
}

/// The `migrations` of the packages in the project, such as Django's apps.
fn apps(project: &Project) -> Vec<String> {
    let mut found = vec![];
    let mut outer = vec![String::new()];
    // An app lies in the project, or one folder below (`src/shop`).
    for _ in 0..2 {
        let mut inner = vec![];
        for folder in &outer {
            for name in project.names(folder) {
                let path =
                    if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
                let foreign = name.starts_with('.') || FOREIGN.contains(&name.as_str());
                if foreign || !project.has_folder(&path) {
                    continue;
                }
                let migrations = format!("{path}/migrations");
                if project.root.join(&migrations).join("__init__.py").is_file() {
                    found.push(migrations);
                }
                inner.push(path);
            }
        }
        outer = inner;
    }
    found
}

/// Folders that hold others' packages.
const FOREIGN: &[&str] = &["node_modules", "venv", "env", "site-packages", "target", "vendor"];

/// `flyway.locations` of `flyway.conf`, or `locations` of `flyway.toml`.
fn flyway(project: &Project) -> Vec<String> {
    let conf = project.read("flyway.conf").unwrap_or_default();
    let line = conf.lines().find_map(|it| it.trim().strip_prefix("flyway.locations"));
    let line = line.and_then(|it| it.trim_start().strip_prefix('='));
    let texts: Vec<String> = match line {
        Some(it) => it.split(',').map(str::to_owned).collect(),
        None => strings(project, "flyway.toml", &["flyway", "locations"]),
    };
    texts
        .iter()
        .filter(|it| it.trim().starts_with("filesystem:"))
        .filter_map(|it| below(it))
        .collect()
}

/// A string of a TOML file.
fn toml(project: &Project, file: &str, path: &[&str]) -> Vec<String> {
    strings(project, file, path).iter().filter_map(|it| below(it)).collect()
}

fn strings(project: &Project, file: &str, path: &[&str]) -> Vec<String> {
    let Some(text) = project.read(file) else { return vec![] };
    let Ok(it) = toml::from_str::<toml::Value>(&text) else { return vec![] };
    match path.iter().try_fold(&it, |it, key| it.get(key)) {
        Some(toml::Value::String(it)) => vec![it.clone()],
        Some(toml::Value::Array(it)) => {
            it.iter().filter_map(|it| it.as_str()).map(str::to_owned).collect()
        }
        _ => vec![],
    }
}

/// The string after `key:` in a configuration that is a program; nothing when it is computed.
fn quoted(project: &Project, files: &[&str], key: &str) -> Vec<String> {
    let Some(text) = files.iter().find_map(|it| project.read(it)) else { return vec![] };
    let value = text.lines().find_map(|line| {
        let rest =
            line.trim_start().strip_prefix(key)?.trim_start().strip_prefix(':')?.trim_start();
        let quote = rest.chars().next().filter(|it| "\"'`".contains(*it))?;
        rest[1..].split(quote).next()
    });
    value.and_then(below).into_iter().collect()
}
