//! What we write, read by PostgreSQL's own grammar and by our parser.

use hnswkit_core::{
    domain::IndexDefinition,
    parse::{self, Statement},
    plan::Plan,
    render::{FORMATS, Options, Role},
};
use hnswkit_tests::{EXAMPLES, Example, operations};

/// Every statement of a plan: steps, verifications, rollbacks, questions for before.
fn statements(plan: &Plan) -> Vec<String> {
    let steps = plan.up.iter().chain(&plan.down);
    let mut all: Vec<_> = plan.preflight().map(|it| it.to_string()).collect();
    for step in steps {
        all.push(step.statement.to_string());
        all.extend(step.verify.iter().chain(&step.rollback).map(ToString::to_string));
    }
    all
}

/// Every example, also of what is done with an index that is there.
fn all(operations: Vec<Example>) -> impl Iterator<Item = Example> {
    EXAMPLES.iter().map(|it| Example { ..*it }).chain(operations)
}

#[test]
fn postgresql_accepts_every_statement() {
    for example in all(operations().unwrap()) {
        for sql in statements(&example.plan().unwrap()) {
            pg_query::parse(&sql, 0).unwrap_or_else(|error| panic!("{error}\n{sql}"));
            if sql.starts_with("DO ") {
                pg_query::parse_plpgsql(&sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
            }
        }
    }
}

/// With what a tool wants to read in comments, and before it reads it.
#[test]
fn postgresql_accepts_every_sql_file() {
    for example in all(operations().unwrap()) {
        let plan = example.plan().unwrap();
        for format in FORMATS {
            for file in format.render(&plan, &Options::default()) {
                if !file.path.ends_with(".sql") {
                    continue;
                }
                // Lines for psql itself are no SQL.
                let lines = file.content.lines().filter(|it| !it.starts_with('\\'));
                let sql = lines.collect::<Vec<_>>().join("\n");
                pg_query::parse(&sql, 0)
                    .unwrap_or_else(|error| panic!("{}/{}: {error}", format.id, file.path));
            }
        }
    }
}

#[test]
fn our_parser_accepts_every_statement() {
    for example in all(operations().unwrap()) {
        for sql in statements(&example.plan().unwrap()) {
            let read = parse::statements(&sql);
            assert_eq!(read.len(), 1, "{sql}");
            assert!(read[0].statement.is_ok(), "{:?}\n{sql}", read[0].statement);
        }
    }
}

/// Parse what was generated: the definitions of the request come back.
#[test]
fn definitions_come_back() {
    for example in EXAMPLES {
        let plan = example.plan().unwrap();
        let planned: Vec<_> = plan.definitions().cloned().collect();
        for format in FORMATS {
            let up: Vec<_> = format
                .render(&plan, &Options::default())
                .into_iter()
                .filter(|it| [Role::Up, Role::Migration].contains(&it.role))
                .filter(|it| it.path.ends_with(".sql"))
                .map(|it| it.content)
                .collect();
            // Programs of other languages are read by their own tests.
            if up.is_empty() {
                continue;
            }
            let text = up.join("\n");
            let read = parse::statements(&text);
            let errors: Vec<_> = read.iter().filter_map(|it| it.statement.as_ref().err()).collect();
            assert!(errors.is_empty(), "{}: {errors:?}", format.id);
            let built: Vec<IndexDefinition> = read
                .iter()
                .filter_map(|it| match &it.statement {
                    Ok(Statement::CreateIndex(it)) => Some(parse::index_definition(it).unwrap()),
                    _ => None,
                })
                .collect();
            assert_eq!(built, planned, "{} {}", example.name, format.id);
        }
    }
}
