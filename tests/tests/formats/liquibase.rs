//! Liquibase, its three kinds of changelogs.

use anyhow::{Context, Result, ensure};
use hnswkit_core::render::{Format, Options, Role};
use hnswkit_tests::{Database, Example, Migrator, OwnTest, Project, Server};

use super::switches::refused;

pub(crate) static SQL: Migrator =
    Migrator { format: "liquibase", install: "liquibase", setup, up, down, applied };
pub(crate) static XML: Migrator =
    Migrator { format: "liquibase-xml", install: "liquibase", setup, up, down, applied };
pub(crate) static YAML: Migrator =
    Migrator { format: "liquibase-yaml", install: "liquibase", setup, up, down, applied };

pub(crate) static OWN: &[OwnTest] = &[
    OwnTest {
        name: "it_needs_the_switch",
        install: "liquibase",
        run: |it| refused(it, &SQL, " runInTransaction:false", ""),
    },
    OwnTest {
        name: "generated_changelogs_leave_the_indexes_out",
        install: "liquibase",
        run: generated_changelogs_leave_the_indexes_out,
    },
];

fn setup(_: &Project) -> Result<()> {
    Ok(())
}

/// The command without its shell script, which wants `JAVA_HOME`; the package of npm has the jars.
fn liquibase(project: &Project, args: &[&str]) -> Result<String> {
    let jars = project.install().join("node_modules/liquibase/dist/liquibase/internal/lib/*");
    let (user, place) = project
        .url()
        .strip_prefix("postgresql://")
        .and_then(|it| it.split_once('@'))
        .context("a URL with a user")?;
    let (url, user) = (format!("--url=jdbc:postgresql://{place}"), format!("--username={user}"));
    let mut all = vec![
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dliquibase.analytics.enabled=false",
        "-classpath",
        jars.to_str().context("a path in UTF-8")?,
        "liquibase.integration.commandline.LiquibaseCommandLine",
        "--show-banner=false",
    ];
    all.extend([url.as_str(), user.as_str(), "--password=none"]);
    all.extend(args);
    project.run("java", &all)
}

/// The option that names the plan's changelog.
fn changelog(project: &Project) -> Result<String> {
    let path = project.paths(Role::Migration).next().context("a changelog")?;
    Ok(format!("--changelog-file={path}"))
}

fn up(project: &Project) -> Result<()> {
    liquibase(project, &["update", &changelog(project)?]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    liquibase(project, &["rollback-count", "--count=1", &changelog(project)?]).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    Ok(liquibase(project, &["status", &changelog(project)?])?.contains("is up to date"))
}

/// Without the guard a generated changelog makes btrees of them; with it they are left out.
fn generated_changelogs_leave_the_indexes_out(server: &Server) -> Result<()> {
    let example = Example::named("hostile")?;
    let database = Database::create(server, "liquibase_generate")?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    let plan = example.plan()?;
    let format: &Format = "liquibase".parse()?;
    let snippets = format.snippets(&plan, &Options::default());
    let guard = snippets.iter().find(|it| it.path == "liquibase.properties").context("a guard")?;
    let project = Project::create("liquibase", "liquibase-xml", plan, &database)?;
    project.write_files()?;
    up(&project)?;
    let generate = |file: &str| -> Result<String> {
        let out = format!("--changelog-file={file}");
        liquibase(&project, &["generate-changelog", "--schemas=public,\"App.v1\"", &out])?;
        Ok(std::fs::read_to_string(project.folder().join(file))?)
    };
    ensure!(generate("without.xml")?.contains("<createIndex"));
    project.write("liquibase.properties", &guard.content)?;
    let with = generate("with.xml")?;
    ensure!(with.contains("<createTable") && !with.contains("<createIndex"), "{with}");
    Ok(())
}
