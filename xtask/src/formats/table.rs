//! The migration tools of the tests, and what each is installed from.

/// A tool that is installed in a folder of its own below `target/formats`.
pub(crate) struct Tool {
    /// The folder, and the name that the tests ask for.
    pub(crate) name: &'static str,
    /// What it takes; one after the other.
    pub(crate) parts: &'static [Part],
}

/// A part of a tool.
pub(crate) enum Part {
    /// Packages of Python, each pinned, dependencies too; in an environment of their own.
    Python(&'static str),
    /// Packages of npm with their lock file.
    Node {
        /// `package.json`.
        manifest: &'static str,
        /// `package-lock.json`.
        lock: &'static str,
    },
    /// Debian's packages.
    Debian(&'static [&'static str]),
    /// A crate below `tests/tools` with a workspace and a lock file of its own; it takes minutes
    /// to compile, so only `--all` does it.
    Crate(&'static str),
}

macro_rules! python {
    ($name:literal) => {
        Part::Python(include_str!(concat!("python/", $name, ".txt")))
    };
}

macro_rules! node {
    ($name:literal) => {
        Part::Node {
            manifest: include_str!(concat!("npm/", $name, "/package.json")),
            lock: include_str!(concat!("npm/", $name, "/package-lock.json")),
        }
    };
}

/// Every tool, in the order in which they are installed.
pub(crate) static TOOLS: &[Tool] = &[
    Tool { name: "alembic", parts: &[python!("alembic")] },
    Tool { name: "knex", parts: &[node!("knex")] },
    Tool { name: "typeorm", parts: &[node!("typeorm")] },
    Tool { name: "sequelize", parts: &[node!("sequelize")] },
    Tool { name: "node-pg-migrate", parts: &[node!("node-pg-migrate")] },
    Tool { name: "kysely", parts: &[node!("kysely")] },
    Tool { name: "mikro-orm", parts: &[node!("mikro-orm")] },
    Tool { name: "db-migrate", parts: &[node!("db-migrate")] },
];

impl Tool {
    /// Whether it has to be compiled.
    pub(crate) fn is_compiled(&self) -> bool {
        self.parts.iter().any(|it| matches!(it, Part::Crate(_)))
    }
}
