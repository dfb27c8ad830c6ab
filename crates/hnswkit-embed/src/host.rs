//! Which tool runs a program, and what it does about transactions.

use std::collections::BTreeSet;

use hnswkit_core::lint::{Tool, Wrap};

use crate::{
    language::Language,
    node::{Kind, Map, Node},
};

/// What runs a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Host {
    pub(crate) kind: HostKind,
    /// How statements are run on the way forward.
    pub(crate) forward: Wrap,
    /// How they are run on the way back.
    pub(crate) back: Wrap,
}

/// The tools that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HostKind {
    /// aerich
    Aerich,
    /// Alembic
    Alembic,
    /// Django
    Django,
    /// Knex
    Knex,
    /// A migration of a tool that needs no more than this.
    Migration,
    /// Rails
    Rails,
    /// The schema that Rails keeps.
    RailsSchema,
    /// Tortoise ORM
    Tortoise,
    /// TypeORM
    TypeOrm,
    /// yoyo
    Yoyo,
    /// No migration.
    Program,
}

/// Names of functions on the way forward.
const UP: &[&str] = &["up", "upgrade", "change", "safeUp"];

/// Names of functions on the way back.
const DOWN: &[&str] = &["down", "downgrade", "safeDown"];

impl HostKind {
    /// The tool as the rules know it.
    pub(crate) fn tool(self) -> Option<Tool> {
        match self {
            Self::Alembic => Some(Tool::Alembic),
            Self::Django => Some(Tool::Django),
            Self::Knex => Some(Tool::Knex),
            Self::Rails => Some(Tool::Rails),
            Self::TypeOrm => Some(Tool::TypeOrm),
            Self::Aerich
            | Self::Migration
            | Self::RailsSchema
            | Self::Tortoise
            | Self::Yoyo
            | Self::Program => None,
        }
    }

    pub(crate) fn is_migration(self) -> bool {
        !matches!(self, Self::Program | Self::RailsSchema)
    }
}

/// Whether a function of a migration goes forward.
pub(crate) fn is_up(function: &str) -> bool {
    UP.contains(&function)
}

/// Whether a function of a migration goes back.
pub(crate) fn is_down(function: &str) -> bool {
    DOWN.contains(&function)
}

/// What a program says of itself.
#[derive(Debug, Default)]
struct Signs<'n> {
    imports: Vec<&'n str>,
    /// Names of functions, members and parameters, and of what is called.
    names: BTreeSet<&'n str>,
    bases: Vec<&'n str>,
    functions: BTreeSet<&'n str>,
    /// Names that are given `false`.
    off: BTreeSet<&'n str>,
}

impl<'n> Signs<'n> {
    fn note(&mut self, node: &'n Node) {
        match &node.kind {
            Kind::Import(it) => self.imports.push(it),
            Kind::Name(it) | Kind::Member(_, it) => drop(self.names.insert(it)),
            Kind::Class(it) => self.bases.extend(it.bases.iter().map(String::as_str)),
            Kind::Function(it) => {
                self.functions.insert(&it.name);
                self.names.extend(it.parameters.iter().map(String::as_str));
                let returned = it.body.last().map(|it| &it.kind);
                if let Some(Kind::Return(value)) = returned
                    && value.is_false()
                {
                    self.off.insert(&it.name);
                }
            }
            Kind::Call(it) => {
                let block = it.block.iter().flat_map(|it| &it.parameters);
                self.names.extend(block.map(String::as_str));
            }
            Kind::Assign(target, value) => self.assign(target.last_name(), value),
            Kind::Map(map) => self.map(map),
            _ => {}
        }
        node.children().into_iter().for_each(|it| self.note(it));
    }

    fn assign(&mut self, name: &'n str, value: &'n Node) {
        // TypeORM's entities say `'none'` in data sources.
        if value.is_false() {
            self.off.insert(name);
        }
    }

    fn map(&mut self, map: &'n Map) {
        for it in &map.entries {
            if let Kind::Function(function) = &it.value.kind {
                self.functions.insert(&function.name);
            }
            self.assign(&it.key, &it.value);
        }
    }

    fn imports(&self, module: &str) -> bool {
        self.imports.iter().any(|it| {
            it.strip_prefix(module).is_some_and(|it| it.is_empty() || it.starts_with(['.', '/']))
        })
    }

    /// One transaction, unless the name is given `false`.
    fn unless_off(&self, name: &str) -> Wrap {
        if self.off.contains(name) { Wrap::Each } else { Wrap::File }
    }
}

/// What runs the program.
pub(crate) fn host(path: &str, nodes: &[Node], language: Language) -> Host {
    let mut signs = Signs::default();
    nodes.iter().for_each(|it| signs.note(it));
    let path = path.replace('\\', "/");
    let (kind, forward) = match language {
        Language::Python => python(&signs, &path),
        Language::Ruby => ruby(&signs, &path),
        Language::Script => script(&signs),
    };
    let back = match kind {
        // It always opens a transaction on the way back (aerich 0.10.1), which only another
        // connection of the pool is not in.
        HostKind::Aerich if !signs.names.contains("_parent") => Wrap::File,
        _ => forward,
    };
    Host { kind, forward, back }
}

fn python(signs: &Signs<'_>, path: &str) -> (HostKind, Wrap) {
    let has_upgrade = signs.functions.contains("upgrade");
    let is_class = signs.bases.iter().any(|it| it.ends_with("Migration"));
    if has_upgrade && (signs.imports("alembic") || path.contains("/versions/")) {
        return (HostKind::Alembic, Wrap::File);
    }
    if is_class && signs.imports("tortoise") {
        return (HostKind::Tortoise, signs.unless_off("atomic"));
    }
    if is_class {
        return (HostKind::Django, signs.unless_off("atomic"));
    }
    if signs.imports("yoyo") {
        return (HostKind::Yoyo, signs.unless_off("__transactional__"));
    }
    if has_upgrade && signs.imports("tortoise") {
        return (HostKind::Aerich, signs.unless_off("RUN_IN_TRANSACTION"));
    }
    match has_upgrade && signs.functions.contains("downgrade") {
        true => (HostKind::Migration, Wrap::Unknown),
        false => (HostKind::Program, Wrap::Unknown),
    }
}

fn ruby(signs: &Signs<'_>, path: &str) -> (HostKind, Wrap) {
    let is_migration = signs.bases.iter().any(|it| it.contains("::Migration"));
    if is_migration || path.contains("db/migrate/") {
        let wrap = match signs.names.contains("disable_ddl_transaction!") {
            true => Wrap::Each,
            false => Wrap::File,
        };
        return (HostKind::Rails, wrap);
    }
    let is_schema = signs.names.contains("Schema") && signs.names.contains("define");
    match is_schema || path.ends_with("db/schema.rb") {
        true => (HostKind::RailsSchema, Wrap::Unknown),
        false => (HostKind::Program, Wrap::Unknown),
    }
}

fn script(signs: &Signs<'_>) -> (HostKind, Wrap) {
    if !signs.functions.iter().any(|it| is_up(it)) {
        return (HostKind::Program, Wrap::Unknown);
    }
    if signs.imports("typeorm") {
        return (HostKind::TypeOrm, signs.unless_off("transaction"));
    }
    if signs.imports("@mikro-orm/migrations") {
        return (HostKind::Migration, signs.unless_off("isTransactional"));
    }
    if signs.imports("node-pg-migrate") || signs.names.contains("pgm") {
        return (HostKind::Migration, Wrap::File);
    }
    let is_sequelize = ["queryInterface", "sequelize", "QueryInterface", "umzug"]
        .iter()
        .any(|it| signs.names.contains(it));
    if is_sequelize || signs.imports("sequelize") {
        return (HostKind::Migration, Wrap::Each);
    }
    // kysely and db-migrate say for a run, not in a file, whether there is a transaction.
    if signs.imports("kysely") || signs.names.contains("runSql") {
        return (HostKind::Migration, Wrap::Unknown);
    }
    if signs.imports("knex") || signs.names.contains("knex") {
        return (HostKind::Knex, signs.unless_off("transaction"));
    }
    (HostKind::Migration, Wrap::Unknown)
}
