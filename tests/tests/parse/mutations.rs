//! Small changes to statements: our verdict follows PostgreSQL's.

use hnswkit_core::{domain::KEYWORDS, parse::statements};

use crate::{
    corpus::{OTHERS, OURS},
    meaning::EXPRESSIONS,
    postgresql_accepts, we_accept,
};

/// The places of the tokens of `sql`, as PostgreSQL's scanner finds them.
fn tokens(sql: &str) -> Vec<(usize, usize)> {
    let scanned = pg_query::scan(sql).unwrap_or_else(|it| panic!("{it}\n{sql}"));
    let place = |it: i32| usize::try_from(it).unwrap_or_default();
    scanned.tokens.iter().map(|it| (place(it.start), place(it.end))).collect()
}

/// Every text that one change makes of `sql`: a token left out, doubled, changed for its
/// neighbor, or replaced.
fn changed(sql: &str) -> Vec<String> {
    let tokens = tokens(sql);
    let text = |(start, end): (usize, usize)| &sql[start..end];
    let mut all = vec![];
    for (n, &(start, end)) in tokens.iter().enumerate() {
        let (before, after) = (&sql[..start], &sql[end..]);
        all.push(format!("{before}{after}"));
        all.push(format!("{before}{0} {0}{after}", text((start, end))));
        if let Some(&next) = tokens.get(n + 1) {
            let between = &sql[end..next.0];
            let after = &sql[next.1..];
            all.push(format!("{before}{} {between}{} {after}", text(next), text((start, end))));
        }
        for word in ["select", "x", "left", "(", ")", ",", "'s'", "1"] {
            all.push(format!("{before} {word} {after}"));
        }
    }
    all
}

/// What we call certainly wrong is wrong.
#[test]
fn certain_is_certain() {
    // The grammar takes any list behind `DO`; the server then refuses it.
    let all = OURS.iter().chain(OTHERS).filter(|it| !it.starts_with("DO"));
    let mut wrong = vec![];
    for sql in all.flat_map(|it| changed(it)) {
        for it in statements(&sql) {
            let certain = it.statement.is_err_and(|error| error.certain);
            if certain && postgresql_accepts(it.text) {
                wrong.push(it.text.to_owned());
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Where PostgreSQL's grammar refuses a statement about indexes or settings, so do we.
#[test]
fn nothing_wrong_passes() {
    // Types within expressions, tables and roles we read less strictly.
    let aside =
        ["::", "CAST", "precision", "ALTER TABLE", "ALTER ROLE", "ALTER USER", "ALTER DATABASE"];
    // These settings have a grammar of their own.
    let special = ["SET TIME ZONE", "SET ROLE", "SET NAMES", "SET SESSION AUTHORIZATION"];
    let strict = OURS.iter().filter(|sql| !aside.iter().chain(&special).any(|it| sql.contains(it)));
    let mut wrong = vec![];
    for sql in strict.flat_map(|it| changed(it)) {
        if we_accept(&sql) && !postgresql_accepts(&sql) {
            wrong.push(sql);
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// A predicate is read where PostgreSQL reads it, and nowhere else; queries in it are not looked at.
#[test]
fn predicates_are_read_as_postgresql_reads_them() {
    let (mut missed, mut wrong) = (vec![], vec![]);
    for expression in EXPRESSIONS {
        let whole = format!("CREATE INDEX i ON t (a) WHERE {expression}");
        for sql in changed(&whole).into_iter().chain([whole]) {
            match (postgresql_accepts(&sql), we_accept(&sql)) {
                (true, false) => missed.push(sql),
                (false, true) if !sql.contains(" select ") => wrong.push(sql),
                _ => {}
            }
        }
    }
    assert!(missed.is_empty(), "{}:\n{}", missed.len(), missed.join("\n"));
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Every word that is not free as a name, in every place where a name stands.
#[test]
fn keywords_are_names_where_postgresql_takes_them() {
    let templates = [
        "CREATE INDEX K ON t (a)",
        "CREATE INDEX i ON K USING hnsw (e vector_l2_ops)",
        "CREATE INDEX i ON s.K (a)",
        "CREATE INDEX i ON t USING K (a)",
        "CREATE INDEX i ON t (a K)",
        "CREATE INDEX i ON t (a s.K)",
        "CREATE INDEX i ON t (K b)",
        "CREATE INDEX i ON t (a) WITH (K = 1)",
        "CREATE INDEX i ON t (a) TABLESPACE K",
        "DROP INDEX a, K",
        "ALTER INDEX K RENAME TO b",
        "ALTER INDEX a RENAME TO K",
        "ALTER INDEX a ATTACH PARTITION K",
        "REINDEX INDEX K",
        "ALTER TABLE K SET (a = 1)",
        "ALTER TABLE t ALTER COLUMN K SET STORAGE plain",
        "SET K = 1",
        "SET hnsw.K = 1",
        "SET x = K",
        "SET x TO b, K",
        "RESET K",
        "SHOW K",
        "VACUUM K",
        "SAVEPOINT K",
        "CREATE EXTENSION K",
    ];
    // `ALTER ROLE ALL` and the like are other statements; `system_user` is reserved since
    // PostgreSQL 16 only, `current_schema` is a value or a name.
    let aside = ["all", "system_user", "current_schema"];
    let mut wrong = vec![];
    for template in templates {
        for keyword in KEYWORDS.iter().filter(|it| !aside.contains(it)) {
            let sql = template.replace('K', keyword);
            if postgresql_accepts(&sql) != we_accept(&sql) {
                wrong.push(sql);
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
