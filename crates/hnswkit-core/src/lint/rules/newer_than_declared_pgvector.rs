//! What the declared pgvector does not have.

use crate::{
    domain::{OperatorClass, PARAMETERS, PgvectorVersion},
    lint::{
        Action, Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "newer-than-declared-pgvector",
    summary: "a type, operator class or setting came with a later pgvector than the one declared",
    severity: Severity::Error,
    page: page!("newer_than_declared_pgvector.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(declared) = scene.options.pgvector else { return };
    let mut newer = |span, what: String, since: PgvectorVersion| {
        if declared < since {
            report
                .at(span, format!("{what} came with pgvector {since}, but {declared} is declared"))
                .help("update pgvector first, or do without");
        }
    };
    match scene.action() {
        Some(Action::CreateIndex(it)) => {
            let Some(class) = it.keys.first().and_then(|it| it.class.as_ref()) else { return };
            if let Some(found) = OperatorClass::by_name(&class.name.value)
                && scene.hnsw().is_some()
            {
                newer(&class.span(), format!("`{}`", found.name), found.since);
            }
        }
        Some(Action::Set(it)) => {
            let since = match it.name.as_str() {
                "hnsw.iterative_scan" | "ivfflat.iterative_scan" | "ivfflat.max_probes" => {
                    PgvectorVersion::new(0, 8, 0)
                }
                name => match PARAMETERS.iter().find(|it| it.name == name) {
                    Some(it) => it.since,
                    None => return,
                },
            };
            newer(&it.name_span, format!("`{}`", it.name), since);
        }
        Some(Action::CreateTable(it)) => {
            for column in &it.columns {
                if ["halfvec", "sparsevec"].contains(&column.type_name.as_str()) {
                    let what = format!("the type `{}`", column.type_name);
                    newer(&column.type_span, what, PgvectorVersion::new(0, 7, 0));
                }
            }
        }
        Some(Action::AddColumn(_, it) | Action::AlterType(_, it))
            if ["halfvec", "sparsevec"].contains(&it.type_name.as_str()) =>
        {
            let what = format!("the type `{}`", it.type_name);
            newer(&it.type_span, what, PgvectorVersion::new(0, 7, 0));
        }
        _ => {}
    }
}
