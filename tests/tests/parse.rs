//! Our parser against PostgreSQL's own grammar.

#[path = "parse/corpus.rs"]
mod corpus;
#[path = "parse/meaning.rs"]
mod meaning;
#[path = "parse/mutations.rs"]
mod mutations;

use hnswkit_core::parse::{Statement, statements};

use corpus::{OTHERS, OURS, REFUSED};

/// Whether PostgreSQL's grammar accepts the text.
fn postgresql_accepts(sql: &str) -> bool {
    pg_query::parse(sql, 0).is_ok()
}

/// Whether we read every statement of the text.
fn we_accept(sql: &str) -> bool {
    statements(sql).iter().all(|it| it.statement.is_ok())
}

#[test]
fn what_concerns_indexes_we_read_ourselves() {
    for sql in OURS {
        assert!(postgresql_accepts(sql), "{sql}");
        let read = statements(sql);
        assert_eq!(read.len(), 1, "{sql}");
        let statement = read[0].statement.as_ref().unwrap_or_else(|it| panic!("{it}\n{sql}"));
        assert!(!matches!(statement, Statement::Other | Statement::Unread), "{sql}");
    }
}

#[test]
fn what_postgresql_accepts_we_accept() {
    for sql in OTHERS {
        assert!(postgresql_accepts(sql), "{sql}");
        for it in statements(sql) {
            assert!(it.statement.is_ok(), "{:?}\n{sql}", it.statement);
        }
    }
}

#[test]
fn what_postgresql_refuses_we_refuse() {
    for sql in REFUSED {
        assert!(!postgresql_accepts(sql), "{sql}");
        assert!(!we_accept(sql), "{sql}");
    }
}

/// One bad statement does not move the borders of the others.
#[test]
fn statements_end_where_postgresql_ends_them() {
    let all: Vec<&str> = OURS.iter().chain(OTHERS).copied().collect();
    for separator in [";", " ;\n-- a;b\n", ";;/* ; /* ; */ */"] {
        let text = all.join(separator);
        let split = pg_query::split_with_parser(&text).unwrap();
        let read: Vec<&str> = statements(&text).iter().map(|it| it.text).collect();
        assert_eq!(read, all);
        assert_eq!(read.len(), split.len());
        for (ours, theirs) in read.iter().zip(split) {
            assert!(theirs.contains(ours), "{ours}\n{theirs}");
        }
    }
}
