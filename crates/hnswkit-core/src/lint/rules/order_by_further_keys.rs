//! Further keys of `ORDER BY`.

use crate::{
    domain::PostgresVersion,
    lint::{
        Limit, OrderKind, Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "order-by-further-keys",
    summary: "further keys in ORDER BY keep the index from being used",
    severity: Severity::Warning,
    page: page!("order_by_further_keys.md"),
    check,
};

/// The first release that sorts the rows of the index within equal distances.
// Measured: PostgreSQL 18 does, 15 and 16 do not; 17 was not run.
const SORTS: u16 = 17;

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(query) = scene.query() else { return };
    if query.limit == Limit::None || query.grouped || query.other_from || query.order.len() < 2 {
        return;
    }
    let at = query.order.iter().position(|it| it.kind != OrderKind::Other);
    let Some(OrderKind::Distance(distance)) = at.map(|at| &query.order[at].kind) else { return };
    if scene.indexes_for(query, distance).is_empty() {
        return;
    }
    match at {
        Some(0) => {
            let sorts = scene.options.postgres.is_none_or(|it: PostgresVersion| SORTS <= it.major);
            if let (false, Some(second)) = (sorts, query.order.get(1)) {
                report
                    .at(&second.span, "before PostgreSQL 18 a second key keeps the index from being used")
                    .help("order by the distance alone in a subquery with the LIMIT, and by the rest around it");
            }
        }
        _ => {
            report
                .at(&query.order[0].span, "a key before the distance keeps the index from being used")
                .help("order by the distance alone in a subquery with a LIMIT, and by the rest around it");
        }
    }
}
