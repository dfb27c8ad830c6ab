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
    Tool { name: "django", parts: &[python!("django")] },
    Tool { name: "tortoise", parts: &[python!("tortoise")] },
    Tool { name: "rails", parts: &[Part::Debian(&["ruby-activerecord", "ruby-pg"])] },
    Tool {
        name: "laravel",
        parts: &[Part::Debian(&[
            "php-cli",
            "php-pgsql",
            "php-illuminate-database",
            "php-illuminate-events",
            "php-illuminate-filesystem",
        ])],
    },
    // These read the files of tools that no registry of ours has.
    Tool {
        name: "doctrine",
        parts: &[Part::Debian(&["php-cli", "php-pgsql", "php-doctrine-dbal"])],
    },
    Tool { name: "elixir", parts: &[Part::Debian(&["elixir"])] },
    Tool { name: "mono", parts: &[Part::Debian(&["mono-mcs", "mono-runtime"])] },
    Tool { name: "sea-orm", parts: &[Part::Crate("tests/tools/sea-orm")] },
    Tool { name: "dbmate", parts: &[python!("dbmate")] },
    Tool { name: "drizzle", parts: &[node!("drizzle")] },
    Tool { name: "prisma", parts: &[node!("prisma")] },
    Tool { name: "postgrator", parts: &[node!("postgrator")] },
    Tool { name: "graphile-migrate", parts: &[node!("graphile-migrate")] },
    Tool { name: "sqlx", parts: &[Part::Crate("tests/tools/sqlx")] },
    Tool {
        name: "diesel",
        parts: &[Part::Debian(&["libpq-dev"]), Part::Crate("tests/tools/diesel")],
    },
    Tool { name: "refinery", parts: &[Part::Crate("tests/tools/refinery")] },
    // The package of npm bundles the jars and the driver.
    Tool {
        name: "liquibase",
        parts: &[node!("liquibase"), Part::Debian(&["openjdk-17-jdk-headless"])],
    },
    Tool { name: "sql-migrate", parts: &[Part::Debian(&["sql-migrate"])] },
    Tool { name: "sqitch", parts: &[Part::Debian(&["sqitch", "libdbd-pg-perl"])] },
    // The program itself, as the package around it asks for those of every other platform.
    Tool { name: "supabase", parts: &[node!("supabase")] },
    Tool { name: "yoyo", parts: &[python!("yoyo")] },
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
