//! One plan, many migration tools.

mod alembic;
mod alembic_chain;
mod comment;
mod format;
mod host;
mod psql;
mod python;
mod script;
mod sql;
mod summary;

pub use alembic_chain::{ChainError, Revision, head, read_revision};
pub use format::{Class, File, Format, Options, Role, UnknownFormat};

/// Every format, in the order of the documentation.
pub static FORMATS: &[&Format] = &[&alembic::ALEMBIC, &psql::PSQL, &sql::SQL];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_kebab_case() {
        let mut seen = std::collections::BTreeSet::new();
        for it in FORMATS {
            assert!(seen.insert(it.id), "two formats are called {}", it.id);
            assert!(it.id.bytes().all(|it| it.is_ascii_lowercase() || it == b'-'), "{}", it.id);
            assert!(it.source.starts_with("https://"), "{}", it.id);
        }
    }
}
