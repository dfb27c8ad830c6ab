//! Questions about a plan's own indexes.

use std::fmt;

use super::{Monitor, Scope, holes::fill};
#[cfg(feature = "every-number")]
use crate::estimate::{IterativeScan, SampleBuild};
use crate::{
    domain::{Literal, QualifiedName},
    plan::{IndexRequest, Plan},
};

/// A question about the indexes of a plan, or about one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The question.
    pub monitor: &'static Monitor,
    /// A name for headings.
    pub title: String,
    /// The index that it is about, when it is about one.
    pub index: Option<QualifiedName>,
    /// The SQL, without the header; ends with a line break.
    pub sql: String,
}

/// The question with the plan's names in it: once, or once for each index.
pub fn render(monitor: &'static Monitor, plan: &Plan) -> Vec<Rendered> {
    let title = monitor.header().title;
    match monitor.scope {
        Scope::Database | Scope::Server => {
            let sql = fill(monitor.sql(), |hole| about_plan(hole, plan));
            vec![Rendered { monitor, title, index: None, sql }]
        }
        Scope::Index => {
            let one = |it: &IndexRequest| {
                let name = it.definition.qualified_name();
                Rendered {
                    monitor,
                    title: format!("{title}: {name}"),
                    index: Some(name),
                    sql: fill(monitor.sql(), |hole| about_index(hole, it, plan)),
                }
            };
            plan.request.indexes.iter().map(one).collect()
        }
    }
}

fn about_plan(hole: &str, plan: &Plan) -> Option<String> {
    match hole {
        "indexes" => oids(plan.definitions().map(|it| it.qualified_name())),
        "tables" => oids(plan.definitions().map(|it| it.table.clone())),
        _ => None,
    }
}

fn about_index(hole: &str, index: &IndexRequest, plan: &Plan) -> Option<String> {
    let it = &index.definition;
    match hole {
        "table" => Some(it.table.to_string()),
        "index" => Some(Literal(it.qualified_name()).to_string()),
        "key" => Some(it.key.to_string()),
        "operator" => Some(index.metric().operator().to_owned()),
        "type" => Some(index.vector_type.to_string()),
        "predicate" => it.predicate.as_ref().map(ToString::to_string),
        _ => about_search(hole, plan).or_else(|| about_sample(hole, index, plan)),
    }
}

/// What is asked for, and how the session searches where that is not pgvector's default.
#[cfg(feature = "every-number")]
fn about_search(hole: &str, plan: &Plan) -> Option<String> {
    let search = plan.request.search;
    match hole {
        "limit" => Some(search.unwrap_or_default().wanted().to_string()),
        "iterative_scan" => search
            .map(|it| it.iterative_scan)
            .filter(|it| *it != IterativeScan::Off)
            .map(|it| it.id().to_owned()),
        _ => None,
    }
}

#[cfg(not(feature = "every-number"))]
fn about_search(_: &str, _: &Plan) -> Option<String> {
    None
}

/// What a build of a sample is made with.
#[cfg(feature = "every-number")]
fn about_sample(hole: &str, index: &IndexRequest, plan: &Plan) -> Option<String> {
    let it = &index.definition;
    let sample = SampleBuild::of(&index.workload(&plan.request.target));
    Some(match hole {
        "opclass" => it.operator_class.name.to_owned(),
        "m" => it.hnsw.m().to_string(),
        "ef_construction" => it.hnsw.ef_construction().to_string(),
        "memory" => Literal(sample.maintenance_work_mem).to_string(),
        "percent" => sample.percent.to_string(),
        "large" => sample.rows.1.to_string(),
        "small" => sample.rows.0.to_string(),
        _ => return None,
    })
}

#[cfg(not(feature = "every-number"))]
fn about_sample(_: &str, _: &IndexRequest, _: &Plan) -> Option<String> {
    None
}

/// What stands between the parentheses of `IN`, each name once. A name that the server does not
/// know is NULL there, not an error.
fn oids(names: impl Iterator<Item = QualifiedName>) -> Option<String> {
    let mut oids: Vec<String> = vec![];
    for name in names {
        let oid = format!("to_regclass({})", Literal(name));
        if !oids.contains(&oid) {
            oids.push(oid);
        }
    }
    match oids.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        more => Some(format!("\n        {}\n    ", more.join(",\n        "))),
    }
}

impl fmt::Display for Rendered {
    /// A file: header, blank line, SQL.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n\n{}", self.monitor.head(), self.sql)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        domain::{Hnsw, IndexDefinition, IndexKey, OperatorClass, RawSql, Rows},
        plan::{Mode, Operation, Request, Target, plan},
    };

    fn index(name: &str, key: IndexKey, predicate: Option<&str>) -> IndexRequest {
        let name: QualifiedName = name.parse().unwrap();
        IndexRequest {
            operation: Operation::DEFAULT,
            previous: None,
            model: None,
            change: None,
            redundant: None,
            definition: Arc::new(IndexDefinition {
                table: name.sibling("O'Brien".parse::<QualifiedName>().unwrap().name),
                name: name.name,
                key,
                operator_class: OperatorClass::by_name("vector_cosine_ops").unwrap(),
                hnsw: Hnsw::default(),
                predicate: predicate.map(|it| RawSql::from_parsed(it.to_owned())),
            }),
            vector_type: "vector(3)".parse().unwrap(),
            reduced: None,
            load_rows: None,
            rows: Rows::new(237).unwrap(),
            non_zero: None,
            duplicates: 0.0,
            maintenance_work_mem: None,
            workers: None,
            partition: None,
            tenants: None,
        }
    }

    fn plan_of(indexes: Vec<IndexRequest>) -> Plan {
        let (target, mode) = (Target::default(), Mode::Online);
        plan(Request {
            target,
            mode,
            name: "add".to_owned(),
            indexes,
            tasks: vec![],
            calibration: vec![],
            search: None,
            activity: Default::default(),
            replication: Default::default(),
        })
        .unwrap()
    }

    fn column(name: &str) -> IndexKey {
        IndexKey::Column(crate::domain::Identifier::new(name).unwrap())
    }

    #[track_caller]
    fn sql(id: &str, plan: &Plan) -> String {
        render(id.parse().unwrap(), plan).into_iter().map(|it| it.sql).collect()
    }

    #[test]
    fn a_plan_narrows_a_question_down_to_its_indexes() {
        let one = plan_of(vec![index("app.i", column("v"), None)]);
        let size = sql("size", &one);
        assert!(
            size.contains("\n    AND i.indexrelid IN (to_regclass('app.i'))\nORDER BY "),
            "{size}"
        );
        let progress = sql("progress", &one);
        assert!(progress.contains("\n    AND p.relid IN (to_regclass('app.\"O''Brien\"'))\n"));

        let two = plan_of(vec![index("i", column("v"), None), index("j", column("v"), None)]);
        let size = sql("size", &two);
        let names = "    AND i.indexrelid IN (
        to_regclass('i'),
        to_regclass('j')
    )\n";
        assert!(size.contains(names), "{size}");
        assert!(
            sql("validity", &two).contains("AND i.indrelid IN (to_regclass('\"O''Brien\"'))\n")
        );
    }

    #[test]
    fn each_index_gets_its_own_query() {
        let expression = IndexKey::Expression(RawSql::from_parsed("v::vector(3)".to_owned()));
        let plan = plan_of(vec![
            index("app.i", column("user"), None),
            index("j", expression, Some("kind = 'a:b'")),
        ]);
        let all = render("query-plan".parse().unwrap(), &plan);
        assert_eq!(all[0].title, "Query plan: app.i");
        assert_eq!(
            all[0].sql,
            "EXPLAIN (SETTINGS)
SELECT *
FROM app.\"O'Brien\"
ORDER BY \"user\" <=> (SELECT CAST(NULL AS vector(3)))
LIMIT 10;
"
        );
        assert_eq!(
            all[1].sql,
            "EXPLAIN (SETTINGS)
SELECT *
FROM \"O'Brien\"
WHERE (kind = 'a:b')
ORDER BY (v::vector(3)) <=> (SELECT CAST(NULL AS vector(3)))
LIMIT 10;
"
        );
        assert!(all[1].to_string().starts_with("-- title: Query plan\n"));
    }
}
