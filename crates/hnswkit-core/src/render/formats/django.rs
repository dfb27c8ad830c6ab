//! Django: a migration of one operation.

use crate::domain::{IndexDefinition, IndexKey};
use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, Snippet,
    comment,
    format::{beside, page},
    python, words,
};
use crate::sql::Transaction;

pub(in crate::render) static DJANGO: Format = Format {
    id: "django",
    title: "Django",
    family: Family::Python,
    class: Class::Program,
    about: "One migration with a list of statements each way; atomic = False for concurrent builds.",
    source: "https://docs.djangoproject.com/en/5.2/howto/writing-migrations/",
    folder: "app/migrations",
    numbering: Numbering::Sequence { width: 4 },
    markers: &[
        Marker::File("manage.py"),
        Marker::Package { manifest: Manifest::Python, name: "django" },
    ],
    proof: Proof::Executed { version: "Django 5.2.19", date: "2026-11-23" },
    page: page!("django.md"),
    snippets: beside!(snippets),
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(DJANGO.folder);
    vec![File {
        path: format!("{folder}/{}.py", python::migration_name(plan, options, DJANGO.numbering)),
        role: Role::Migration,
        content: content(plan, options),
    }]
}

fn content(plan: &Plan, options: &Options) -> String {
    let mut out = python::docstring(plan);
    out.push_str("\nfrom django.db import migrations\n\n");
    comment::push(
        &mut out,
        "",
        "#",
        "Each statement is sent by itself: several in one string would be one transaction.",
    );
    python::statements(&mut out, "UP", &plan.up);
    out.push('\n');
    python::statements(&mut out, "DOWN", &plan.down);
    out.push_str("\n\nclass Migration(migrations.Migration):\n");
    if plan.transaction() == Transaction::Forbidden {
        out.push_str("    # No transaction may hold a concurrent build or drop.\n");
        out.push_str("    atomic = False\n\n");
    }
    python::dependencies(&mut out, options, DJANGO.folder);
    out.push_str(
        "
    operations = [
        migrations.RunSQL(
            sql=UP,
            reverse_sql=DOWN,
            # What makemigrations should believe: empty as long as no model declares the indexes.
            state_operations=[],
        ),
    ]
",
    );
    out
}

/// The model that declares the indexes, and what the migration tells Django of it.
fn snippets(plan: &Plan, options: &Options) -> Vec<Snippet> {
    let (declared, other): (Vec<_>, Vec<_>) = plan.kept().partition(|it| can_declare(it));
    if declared.is_empty() {
        return vec![];
    }
    let mut why = "Django's makemigrations compares models with migrations and never looks at the \
                   database. With both, the models own the indexes and nothing is built twice."
        .to_owned();
    for it in &other {
        why +=
            &format!(" {} is left to the migration: Django cannot declare such an index.", it.name);
    }
    let folder = options.folder_or(DJANGO.folder);
    let app = folder.strip_suffix("/migrations").unwrap_or(folder);
    let name = python::migration_name(plan, options, DJANGO.numbering);
    vec![
        Snippet {
            title: "Declare the indexes in the models".into(),
            path: format!("{app}/models.py"),
            language: "python",
            why: why.clone(),
            content: models(&declared),
        },
        Snippet {
            title: "Tell the migration's state of them".into(),
            path: format!("{folder}/{name}.py"),
            language: "python",
            why: "It takes the place of `state_operations=[]`, so that makemigrations finds no \
                  changes."
                .into(),
            content: state(&declared),
        },
    ]
}

/// Whether an index of Django's can be this one, with a name that Django accepts.
// Django 5.2 `Index.check` (models.E033, E034) and `PostgresIndex.max_name_length`.
fn can_declare(it: &IndexDefinition) -> bool {
    const MAX_NAME_LENGTH: usize = 31;
    let name = it.name.as_str();
    matches!(it.key, IndexKey::Column(_))
        && it.predicate.is_none()
        && name.chars().count() <= MAX_NAME_LENGTH
        && !name.starts_with(|it: char| it == '_' || it.is_numeric())
}

fn models(declared: &[&IndexDefinition]) -> String {
    let mut out =
        String::from("from django.db import models\nfrom pgvector.django import HnswIndex\n");
    for table in words::tables(declared.iter().copied()) {
        let class = words::camel(table.name.as_str());
        out += &format!("\n\nclass {class}(models.Model):  # your model of {table}\n    ...\n\n");
        out.push_str("    class Meta:\n        indexes = [\n");
        for it in declared.iter().filter(|it| it.table == *table) {
            out.push_str("            ");
            out.push_str(&index(it, "            "));
            out.push_str(",\n");
        }
        out.push_str("        ]\n");
    }
    out
}

fn state(declared: &[&IndexDefinition]) -> String {
    let mut out = String::from(
        "# Above: from pgvector.django import HnswIndex
state_operations=[\n",
    );
    for it in declared {
        let model = words::camel(it.table.name.as_str()).to_lowercase();
        out += &format!(
            "    migrations.AddIndex(\n        model_name={},\n        index={},\n    ),\n",
            python::string(&model, ""),
            index(it, "        ")
        );
    }
    out.push_str("],\n");
    out
}

fn index(it: &IndexDefinition, indent: &str) -> String {
    let field = match &it.key {
        IndexKey::Column(column) => python::string(column.as_str(), ""),
        IndexKey::Expression(_) => String::new(),
    };
    format!(
        "HnswIndex(
{indent}    name={},
{indent}    fields=[{field}],
{indent}    opclasses=[{}],
{indent}    m={},
{indent}    ef_construction={},
{indent})",
        python::string(it.name.as_str(), ""),
        python::string(it.operator_class.name, ""),
        it.hnsw.m(),
        it.hnsw.ef_construction(),
    )
}
