//! The snippets of the formats, read by their languages: names of any kind are quoted right.

use anyhow::{Context, Result};
use hnswkit_core::render::{Format, Options};
use hnswkit_tests::{Database, Example, OwnTest, Project, Server};

pub(crate) const OWN: &[OwnTest] = &[
    OwnTest {
        name: "snippets_are_python",
        install: "django",
        run: |it| read(it, "django", &["alembic", "django"], "", &["python", "-m", "py_compile"]),
    },
    OwnTest {
        name: "snippets_are_ruby",
        install: "rails",
        run: |it| read(it, "rails", &["rails"], "", &["ruby", "-c"]),
    },
    OwnTest {
        name: "snippets_are_php",
        install: "doctrine",
        run: |it| read(it, "doctrine", &["doctrine"], "<?php\n", &["php", "-l"]),
    },
    OwnTest {
        name: "snippets_are_elixir",
        install: "elixir",
        run: |it| {
            let parse = "Code.string_to_quoted!(File.read!(hd(System.argv())))";
            read(it, "elixir", &["ecto"], "", &["elixir", "-e", parse])
        },
    },
    OwnTest {
        name: "snippets_are_csharp",
        install: "mono",
        run: |it| {
            let method = "class It { void Is() {\n";
            read(it, "mono", &["efcore"], method, &["mcs", "-codepage:utf8", "--parse"])
        },
    },
];

/// Every snippet of the formats, for every example, below `first`.
fn read(
    server: &Server,
    install: &str,
    formats: &[&str],
    first: &str,
    command: &[&str],
) -> Result<()> {
    let database = Database::create(server, "snippets")?;
    let (program, args) = command.split_first().context("no command")?;
    for name in ["task-tracker", "partial", "types", "hostile"] {
        let plan = Example::named(name)?.plan()?;
        let project = Project::create(install, formats[0], plan.clone(), &database)?;
        for id in formats {
            let format: &Format = id.parse()?;
            for snippet in format.snippets(&plan, &Options::default()) {
                let last = if snippet.language == "csharp" { "}}\n" } else { "" };
                // Arguments of a call that is there already.
                let text = snippet.content.replace("state_operations=", "it = state_operations = ");
                project.write("snippet", &format!("{first}{text}{last}"))?;
                let mut args = args.to_vec();
                args.push("snippet");
                let text = format!("{name}: {id}: {}:\n{text}", snippet.title);
                project.run(program, &args).context(text)?;
            }
        }
    }
    Ok(())
}
