//! Whether a manifest names a package.

use hnswkit_core::render::Manifest;
use serde_json::Value as Json;
use toml::Value as Toml;

/// Whether the manifest, the text of that file, names the package. What cannot be read names none.
pub(super) fn names(file: &str, manifest: Manifest, text: &str, name: &str) -> bool {
    match manifest {
        Manifest::Node => json(text, NODE, name),
        Manifest::Composer => json(text, &["require", "require-dev"], name),
        Manifest::Cargo => toml::from_str(text).is_ok_and(|it| cargo(&it, name)),
        Manifest::Python if file.ends_with(".txt") => {
            text.lines().any(|it| python(it) == normal(name))
        }
        Manifest::Python if file.ends_with(".cfg") => {
            text.lines().any(|it| python(it) == normal(name))
        }
        Manifest::Python => toml::from_str(text).is_ok_and(|it| pyproject(&it, name)),
        Manifest::Gemfile => text.lines().any(|it| quoted_after(it, "gem") == Some(name)),
        Manifest::Go => text.lines().any(|it| go(it, name)),
        Manifest::Mix => text.split("{:").skip(1).any(|it| word(it) == name),
        Manifest::DotNet => text.split("<PackageReference").skip(1).any(|it| includes(it, name)),
        Manifest::Jvm => jvm(text, name),
    }
}

const NODE: &[&str] =
    &["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

fn json(text: &str, tables: &[&str], name: &str) -> bool {
    let Ok(it) = serde_json::from_str::<Json>(text) else { return false };
    tables.iter().any(|table| it.get(table).and_then(|it| it.get(name)).is_some())
}

/// `[dependencies]` and its kind, also of the workspace and of single targets.
fn cargo(it: &Toml, name: &str) -> bool {
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let here = |it: &Toml| tables.iter().any(|table| has(it.get(table), name));
    let targets = it.get("target").and_then(Toml::as_table);
    here(it)
        || it.get("workspace").is_some_and(here)
        || targets.is_some_and(|it| it.values().any(here))
}

fn has(table: Option<&Toml>, name: &str) -> bool {
    table.and_then(Toml::as_table).is_some_and(|it| it.keys().any(|it| normal(it) == normal(name)))
}

/// PEP 621, dependency groups, Poetry, and the sections of a Pipfile.
fn pyproject(it: &Toml, name: &str) -> bool {
    let within = |path: &[&str]| path.iter().try_fold(it, |it, key| it.get(key));
    let listed = |it: Option<&Toml>| {
        let items = it.and_then(Toml::as_array).map(Vec::as_slice).unwrap_or_default();
        items.iter().filter_map(Toml::as_str).any(|it| python(it) == normal(name))
    };
    let groups = |path: &[&str]| {
        let groups = within(path).and_then(Toml::as_table);
        groups.is_some_and(|it| {
            it.values().any(|it| listed(Some(it)) || has(it.get("dependencies"), name))
        })
    };
    listed(within(&["project", "dependencies"]))
        || groups(&["project", "optional-dependencies"])
        || groups(&["dependency-groups"])
        || has(within(&["tool", "poetry", "dependencies"]), name)
        || groups(&["tool", "poetry", "group"])
        || ["packages", "dev-packages"].iter().any(|key| has(it.get(key), name))
}

/// The normal name at the beginning of a requirement such as `Django[argon2]>=5.2 ; …`.
// PEP 508 and PEP 503.
fn python(requirement: &str) -> String {
    let requirement = requirement.trim_start();
    let end = requirement.find(|it: char| !(it.is_alphanumeric() || "-_.".contains(it)));
    normal(&requirement[..end.unwrap_or(requirement.len())])
}

fn normal(name: &str) -> String {
    name.to_lowercase().replace(['_', '.'], "-")
}

/// The string after a word at the beginning of a line: `gem "rails", "~> 8.0"`.
fn quoted_after<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let rest = line.trim_start().strip_prefix(word)?;
    let rest = rest.trim_start_matches([' ', '(']);
    let quote = rest.chars().next().filter(|it| ['"', '\''].contains(it))?;
    rest[1..].split(quote).next()
}

/// `require github.com/pressly/goose/v3 v3.27.3`, also within parentheses; any major version.
fn go(line: &str, name: &str) -> bool {
    let line = line.trim_start();
    let path = line.strip_prefix("require ").unwrap_or(line).split_whitespace().next();
    path.is_some_and(|it| {
        it.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("/v"))
    })
}

fn word(text: &str) -> &str {
    let end = text.find(|it: char| !(it.is_alphanumeric() || it == '_'));
    &text[..end.unwrap_or(text.len())]
}

/// `Include="Npgsql"`; names of packages know no capitals there.
fn includes(element: &str, name: &str) -> bool {
    let element = element.split('>').next().unwrap_or_default();
    let Some((_, rest)) = element.split_once("Include=") else { return false };
    let rest = rest.trim_start_matches(['"', '\'']);
    let end = rest.find(['"', '\'']).unwrap_or(rest.len());
    rest[..end].eq_ignore_ascii_case(name)
}

/// The name between characters that no name has: quotes, tags, `:`, blanks.
fn jvm(text: &str, name: &str) -> bool {
    let part = |it: char| it.is_alphanumeric() || "-_.".contains(it);
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(part) && !text[at + name.len()..].starts_with(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(file: &str, manifest: Manifest, text: &str, there: &[&str], absent: &[&str]) {
        for it in there {
            assert!(names(file, manifest, text, it), "{it}\n{text}");
        }
        for it in absent {
            assert!(!names(file, manifest, text, it), "{it}\n{text}");
        }
    }

    #[test]
    fn node_and_composer() {
        let text =
            r#"{"name": "knex", "devDependencies": {"knex": "^3"}, "dependencies": {"pg": "*"}}"#;
        check("package.json", Manifest::Node, text, &["knex", "pg"], &["kysely", "name"]);
        check("package.json", Manifest::Node, "{", &[], &["knex"]);
        let text =
            r#"{"require": {"laravel/framework": "^12"}, "require-dev": {"robmorgan/phinx": "*"}}"#;
        check(
            "composer.json",
            Manifest::Composer,
            text,
            &["laravel/framework", "robmorgan/phinx"],
            &[],
        );
    }

    #[test]
    fn cargo_and_python() {
        let text = "[dependencies]\nsqlx = \"0.9\"\n[workspace.dependencies]\ndiesel = {}\n[target.'cfg(unix)'.dependencies]\nrefinery = \"1\"\n[package]\nname = \"x\"";
        check("Cargo.toml", Manifest::Cargo, text, &["sqlx", "diesel", "refinery"], &["x"]);
        let text = "[project]\ndependencies = [\"Django>=5.2\", \"tortoise_orm[asyncpg]\"]\n[project.optional-dependencies]\ndb = [\"alembic ; python_version > '3'\"]\n[tool.poetry.group.dev.dependencies]\naerich = \"*\"\n[dependency-groups]\nx = [\"yoyo-migrations\"]";
        check(
            "pyproject.toml",
            Manifest::Python,
            text,
            &["django", "tortoise-orm", "alembic", "aerich", "yoyo-migrations"],
            &["sqlalchemy"],
        );
        check(
            "requirements.txt",
            Manifest::Python,
            "# django\nalembic==1.20.1\n-r x.txt\n",
            &["alembic"],
            &["django", "x"],
        );
        check(
            "Pipfile",
            Manifest::Python,
            "[packages]\nalembic = \"*\"",
            &["alembic"],
            &["packages"],
        );
        check(
            "setup.cfg",
            Manifest::Python,
            "[options]\ninstall_requires =\n    alembic>=1\n",
            &["alembic"],
            &["options"],
        );
    }

    #[test]
    fn the_others() {
        check(
            "Gemfile",
            Manifest::Gemfile,
            "source 'https://x'\n  gem \"rails\", \"~> 8.0\"\n# gem 'pg'\n",
            &["rails"],
            &["pg", "~> 8.0"],
        );
        check(
            "go.mod",
            Manifest::Go,
            "module x\nrequire (\n\tgithub.com/pressly/goose/v3 v3.27.3\n)\n",
            &["github.com/pressly/goose"],
            &["github.com/pressly", "x"],
        );
        check(
            "mix.exs",
            Manifest::Mix,
            "[{:ecto_sql, \"~> 3.12\"}, {:postgrex, \">= 0.0.0\"}]",
            &["ecto_sql", "postgrex"],
            &["ecto"],
        );
        check(
            "a.csproj",
            Manifest::DotNet,
            "<PackageReference Include=\"npgsql.EntityFrameworkCore.PostgreSQL\" Version=\"9\" />",
            &["Npgsql.EntityFrameworkCore.PostgreSQL"],
            &["Npgsql"],
        );
        check(
            "pom.xml",
            Manifest::Jvm,
            "<artifactId>flyway-core</artifactId>",
            &["flyway-core"],
            &["flyway"],
        );
        check(
            "build.gradle",
            Manifest::Jvm,
            "implementation \"org.flywaydb:flyway-core:13\"",
            &["flyway-core", "org.flywaydb"],
            &["core"],
        );
    }
}
