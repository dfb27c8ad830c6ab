//! One plan, many migration tools.

#![cfg_attr(
    not(all(feature = "every-format", feature = "pages")),
    allow(
        dead_code,
        unused_imports,
        reason = "the builds for the browser write for few tools, or without what is only read"
    )
)]

mod alembic_chain;
mod comment;
mod connection;
mod csharp;
mod drizzle_schema;
mod elixir;
mod format;
mod formats;
mod forward;
mod host;
mod javascript;
mod lines;
mod numbering;
mod one_statement;
mod outside;
mod parts;
mod php;
mod preface;
mod prisma_schema;
mod project;
mod python;
mod ruby;
mod rust;
mod schema;
mod script;
mod summary;
mod words;
mod xml;
mod yaml;

pub use alembic_chain::{ChainError, Revision, head, read_revision};
pub use format::{Class, Family, File, Format, Options, Proof, Role, Snippet, UnknownFormat};
pub use formats::FORMATS;
pub use numbering::Numbering;
pub use project::{Manifest, Marker};

#[cfg(test)]
#[cfg(feature = "pages")]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_kebab_case() {
        let mut seen = std::collections::BTreeSet::new();
        for it in FORMATS {
            assert!(seen.insert(it.id), "two formats are called {}", it.id);
            assert!(it.id.bytes().all(|it| it.is_ascii_lowercase() || it == b'-'), "{}", it.id);
            assert!(it.source.starts_with("https://"), "{}", it.id);
            assert!(!it.folder.is_empty() && !it.folder.ends_with('/'), "{}", it.id);
            let page = it.page;
            assert!(page.starts_with(&format!("# {}\n\n", it.title)), "{}: its page", it.id);
            for heading in ["## Transactions", "## Autogenerate and drift", "## Pitfalls"] {
                assert!(page.contains(heading), "{}: {heading}", it.id);
            }
        }
    }
}
