//! What a project of Alembic's adds besides, so that autogenerate leaves the indexes alone.

use crate::domain::{IndexDefinition, IndexKey};
use crate::plan::Plan;
use crate::render::{Options, Snippet, python, words};

/// The guard in env.py, and the indexes for the models.
pub(super) fn snippets(plan: &Plan, _: &Options) -> Vec<Snippet> {
    let declared: Vec<_> = plan.kept().filter_map(|it| Some((it, index(it)?))).collect();
    let mut snippets = vec![Snippet {
        title: "Keep autogenerate from dropping the indexes".into(),
        path: "alembic/env.py".into(),
        language: "python",
        why:
            "`alembic revision --autogenerate` writes op.drop_index for every index that no model \
              declares; this passes over the HNSW and IVFFlat ones."
                .into(),
        content: GUARD.into(),
    }];
    if !declared.is_empty() {
        snippets.push(Snippet {
            title: "Declare the indexes in the models".into(),
            path: "models.py".into(),
            language: "python",
            why: "The other way: what a model declares is compared by name and columns, and found as \
                  it is. Another m, ef_construction or operator class is not noticed."
                .into(),
            content: models(&declared),
        });
    }
    snippets
}

const GUARD: &str = r#"def include_object(object, name, type_, reflected, compare_to):
    # In the database and in no model: the index of a migration, which autogenerate would drop.
    if type_ == "index" and reflected and compare_to is None:
        return object.dialect_options["postgresql"]["using"] not in ("hnsw", "ivfflat")
    return True


context.configure(
    # … what is there already, and:
    include_object=include_object,
)
"#;

fn models(declared: &[(&IndexDefinition, String)]) -> String {
    let with_text = declared.iter().any(|(_, index)| index.contains("text("));
    let imports = if with_text { "Index, text" } else { "Index" };
    let mut out = format!("from sqlalchemy import {imports}\n");
    for table in words::tables(declared.iter().map(|(it, _)| *it)) {
        let class = words::camel(table.name.as_str());
        out += &format!("\n\nclass {class}(Base):  # your model of {table}\n");
        out += &format!(
            "    __tablename__ = {}\n    __table_args__ = (\n",
            python::string(table.name.as_str(), "")
        );
        for (_, index) in declared.iter().filter(|(it, _)| it.table == *table) {
            out.push_str(index);
        }
        if let Some(schema) = &table.schema {
            out += &format!("        {{\"schema\": {}}},\n", python::string(schema.as_str(), ""));
        }
        out.push_str("    )\n");
    }
    out
}

/// `Index(…)` as an argument of a table; nothing when SQLAlchemy would read a part of the text as
/// a parameter.
fn index(it: &IndexDefinition) -> Option<String> {
    let class = it.operator_class.name;
    let (key, operators) = match &it.key {
        IndexKey::Column(column) => {
            let column = python::string(column.as_str(), "");
            let operators = format!("postgresql_ops={{{column}: {}}}", python::string(class, ""));
            (column, Some(operators))
        }
        IndexKey::Expression(_) => (text(&format!("{} {class}", it.key))?, None),
    };
    let mut arguments =
        vec![python::string(it.name.as_str(), ""), key, "postgresql_using=\"hnsw\"".to_owned()];
    arguments.push(format!(
        "postgresql_with={{\"m\": {}, \"ef_construction\": {}}}",
        it.hnsw.m(),
        it.hnsw.ef_construction()
    ));
    arguments.extend(operators);
    if let Some(predicate) = &it.predicate {
        arguments.push(format!("postgresql_where={}", text(predicate.as_str())?));
    }
    let lines: String = arguments.iter().map(|it| format!("            {it},\n")).collect();
    Some(format!("        Index(\n{lines}        ),\n"))
}

fn text(sql: &str) -> Option<String> {
    (!super::alembic::has_bind(sql)).then(|| format!("text({})", python::string(sql, "")))
}
