//! What Django makes of models that own the indexes.

use anyhow::{Context, Result, ensure};
use hnswkit_core::render::{Format, Options, Snippet};
use hnswkit_tests::{Database, Example, OwnTest, Project, Server, hnsw_indexes};

use super::django::{SETTINGS, django};

pub(crate) const OWN: &[OwnTest] =
    &[OwnTest { name: "models_own_the_indexes", install: "django", run: models_own_the_indexes }];

const INITIAL: &str = r#"from django.db import migrations, models
from pgvector.django import VectorField


def table(name):
    fields = [
        ("id", models.BigAutoField(primary_key=True, serialize=False)),
        ("body", models.TextField(default="")),
        ("embedding", VectorField(dimensions=1536, null=True)),
    ]
    return migrations.CreateModel(name, fields, options={"db_table": name.lower()})


class Migration(migrations.Migration):
    initial = True
    operations = [table("Messages"), table("Atoms")]
"#;

const FIELDS: &str = r#"    id = models.BigAutoField(primary_key=True)
    body = models.TextField(default="")
    embedding = VectorField(dimensions=1536, null=True)
"#;

/// The project of the task tracker: models, their first migration, and ours after it.
fn project(server: &Server, name: &str) -> Result<(Database, Project, Vec<Snippet>)> {
    let plan = Example::named("task-tracker")?.plan()?;
    let database = Database::create(server, name)?;
    database.connect()?.batch_execute("CREATE EXTENSION IF NOT EXISTS vector")?;
    let options = Options { down_revision: Some("0001_initial".into()), ..Options::default() };
    let format: &Format = "django".parse()?;
    let snippets = format.snippets(&plan, &options);
    let files = format.render(&plan, &options);
    let mut project = Project::create("django", "django", plan, &database)?;
    project.files = files;
    project.write("settings.py", SETTINGS)?;
    project.write("app/__init__.py", "")?;
    project.write("app/models.py", &models(&snippets)?)?;
    project.write("app/migrations/__init__.py", "")?;
    project.write("app/migrations/0001_initial.py", INITIAL)?;
    project.write_files()?;
    Ok((database, project, snippets))
}

/// The classes of the snippet with their fields and tables.
fn models(snippets: &[Snippet]) -> Result<String> {
    let text = named(snippets, "app/models.py")?;
    ensure!(text.matches("    ...\n").count() == 2, "{text}");
    let mut text = text.replace("    ...\n", FIELDS);
    for table in ["messages", "atoms"] {
        let meta = format!("your model of {table}\n{FIELDS}\n    class Meta:\n");
        ensure!(text.contains(&meta), "{text}");
        text = text.replace(&meta, &format!("{meta}        db_table = \"{table}\"\n"));
    }
    Ok(text.replace("import HnswIndex", "import HnswIndex, VectorField"))
}

fn named<'a>(snippets: &'a [Snippet], path: &str) -> Result<&'a str> {
    let found = snippets.iter().find(|it| it.path == path).context("no such snippet")?;
    Ok(&found.content)
}

fn models_own_the_indexes(server: &Server) -> Result<()> {
    let (database, project, snippets) = project(server, "django_models")?;
    let check = ["makemigrations", "--check", "--dry-run"];

    // Without the state Django would build them a second time.
    let said = format!("{:#}", django(&project, &check).err().context("no changes are seen")?);
    ensure!(said.contains("idx_messages_embedding_hnsw"), "{said}");

    let file = project.files.first().context("no file")?;
    let state = named(&snippets, &file.path)?;
    let indented: String =
        state.lines().filter(|it| !it.starts_with('#')).map(|it| format!("{it}\n")).collect();
    let text = file.content.replace("state_operations=[],", &indented);
    ensure!(text != file.content, "there is nothing to replace");
    project.write(&file.path, &format!("from pgvector.django import HnswIndex\n{text}"))?;
    let said = django(&project, &check)?;
    ensure!(said.contains("No changes detected"), "{said}");

    django(&project, &["migrate"])?;
    let mut session = database.connect()?;
    ensure!(hnsw_indexes(&mut session)?.len() == 2, "not built");
    django(&project, &["migrate", "app", "0001"])?;
    ensure!(hnsw_indexes(&mut session)?.is_empty(), "not dropped");
    Ok(())
}
