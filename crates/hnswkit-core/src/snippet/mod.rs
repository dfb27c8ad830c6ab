//! Searches with a setting of their own, in the words of each driver: none leaks through a pool.
//!
//! `SET` and `set_config(…, false)` last as long as the session, which the next user of a pool
//! gets. What stands here lasts as long as the transaction, whether it commits or not.

/// A search with a setting for its own transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snippet {
    /// A stable name in kebab case.
    pub id: &'static str,
    /// The driver or library.
    pub title: &'static str,
    /// The language, as Markdown names it.
    pub language: &'static str,
    /// The program: a function that searches for the nearest rows.
    pub code: &'static str,
    /// How it is known to work.
    pub proof: SnippetProof,
}

/// How a snippet is known to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SnippetProof {
    /// It was run with the library on a server; the next search on the same connection had the
    /// default again.
    Run,
    /// The language's own parser reads it; the library was not to be had.
    Read,
    /// Neither the library nor a parser was to be had.
    Written,
}

impl SnippetProof {
    /// The word for JSON and terminals.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Read => "read",
            Self::Written => "written",
        }
    }

    /// A sentence about it.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Run => {
                "Run on a server: the next search on the same connection has the default again."
            }
            Self::Read => {
                "Read by the language's own parser; not run, as the library was not there."
            }
            Self::Written => "Not run: neither the library nor a parser of the language was there.",
        }
    }
}

macro_rules! snippets {
    ($($proof:ident $id:literal $title:literal $language:literal $file:literal)+) => {
        /// All of them, by language.
        pub static SNIPPETS: &[Snippet] = &[$(Snippet {
            id: $id,
            title: $title,
            language: $language,
            code: include_str!(concat!("programs/", $file)),
            proof: SnippetProof::$proof,
        }),+];
    };
}

snippets! {
    Run "sql" "SQL" "sql" "sql.sql"
    Run "psycopg" "psycopg" "python" "psycopg.py"
    Run "asyncpg" "asyncpg" "python" "asyncpg.py"
    Run "sqlalchemy" "SQLAlchemy" "python" "sqlalchemy.py"
    Read "sqlalchemy-asyncio" "SQLAlchemy, asyncio" "python" "sqlalchemy_asyncio.py"
    Run "django" "Django" "python" "django.py"
    Run "node-postgres" "node-postgres" "javascript" "node_postgres.js"
    Run "knex" "Knex" "javascript" "knex.js"
    Run "kysely" "Kysely" "javascript" "kysely.js"
    Run "drizzle" "Drizzle" "javascript" "drizzle.js"
    Read "prisma" "Prisma" "javascript" "prisma.js"
    Run "typeorm" "TypeORM" "javascript" "typeorm.js"
    Run "sequelize" "Sequelize" "javascript" "sequelize.js"
    Run "rails" "Rails" "ruby" "rails.rb"
    Run "laravel" "Laravel" "php" "laravel.php"
    Run "pdo" "PDO" "php" "pdo.php"
    Run "rust-postgres" "postgres" "rust" "rust_postgres.rs"
    Run "tokio-postgres" "tokio-postgres" "rust" "tokio_postgres.rs"
    Written "sqlx" "sqlx" "rust" "sqlx.rs"
    Written "pgx" "pgx" "go" "pgx.go"
    Run "jdbc" "JDBC" "java" "jdbc.java"
    Written "hibernate" "Hibernate, Spring" "java" "hibernate.java"
    Written "npgsql" "Npgsql" "csharp" "npgsql.cs"
    Written "efcore" "EF Core" "csharp" "efcore.cs"
    Read "ecto" "Ecto" "elixir" "ecto.ex"
}

impl Snippet {
    /// The one of that id.
    pub fn find(id: &str) -> Option<&'static Self> {
        SNIPPETS.iter().find(|it| it.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_them_outlives_a_transaction() {
        for it in SNIPPETS {
            let local = it.code.contains("'100', true)") || it.code.contains("SET LOCAL ");
            assert!(local, "{}", it.id);
            assert!(!it.code.contains("false)"), "{}", it.id);
            assert_eq!(Snippet::find(it.id), Some(it));
        }
    }
}
