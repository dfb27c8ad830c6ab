//! What a statement does, whether SQL says so or a call of a builder.

use super::{Operand, Query, read::condition};
use crate::parse::{Lexer, Name, ObjectName, Parameter, Span, Value};

/// One statement that concerns us.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Where the whole statement stands.
    pub span: Span,
    /// What it does.
    pub action: Action,
}

/// What a statement does.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Action {
    /// Creates an index.
    CreateIndex(Box<IndexCreation>),
    /// Drops indexes.
    DropIndex(IndexDrop),
    /// Builds indexes anew.
    Reindex(Rebuild),
    /// Sets parameters of an index, which hold from the next build on.
    SetIndex(ObjectName, Vec<Parameter>),
    /// Gives an index another name.
    RenameIndex(ObjectName, Name),
    /// May give an index another name, in a block.
    MayRenameIndex(ObjectName, Name),
    /// May drop an index, in a block.
    MayDropIndex(ObjectName),
    /// May give columns of a table other names or types, in a block.
    MayChangeTable(ObjectName),
    /// Makes an index part of the one on the partitioned table.
    AttachIndex(ObjectName, ObjectName),
    /// Creates a table.
    CreateTable(TableCreation),
    /// Drops tables.
    DropTable(Vec<ObjectName>),
    /// Gives a table another name.
    RenameTable(ObjectName, Name),
    /// Adds a column.
    AddColumn(ObjectName, Column),
    /// Changes the type of a column.
    AlterType(ObjectName, Column),
    /// Drops a column.
    DropColumn(ObjectName, Name),
    /// Gives a column another name.
    RenameColumn(ObjectName, Name, Name),
    /// Sets parameters of a table.
    SetTable(ObjectName, Vec<Parameter>),
    /// Puts rows into a table.
    Fill(ObjectName),
    /// Gives a setting a value, for the session, or for the transaction with `LOCAL`.
    Set(SettingChange),
    /// Takes the value of a setting back; of all without a name.
    Reset(Option<String>),
    /// Begins a transaction.
    Begin,
    /// Ends a transaction.
    Commit,
    /// Ends a transaction and takes back what it did.
    Rollback,
    /// Creates or updates an extension.
    Extension {
        /// Its name.
        name: Name,
        /// Whether it is created.
        create: bool,
        /// The version, if one is named.
        version: Option<Value>,
    },
    /// Loads a library.
    Load(Value),
    /// Gives a setting a value for all sessions to come, of a role, a database or the server.
    SetDefault(String),
    /// Connects anew, which ends all settings of the session.
    Connect,
    /// Asks for the nearest rows.
    Query(Box<Query>),
    /// A block of code.
    Block(Block),
    /// A statement that no transaction may hold and that is none of the others.
    Alone(&'static str),
    /// A statement that cannot be read.
    Unreadable {
        /// Why.
        message: String,
        /// Where.
        at: Span,
        /// Whether the server cannot read it either.
        certain: bool,
    },
    /// Any other statement; it counts where several go in one message.
    Other,
}

/// An index to be created.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexCreation {
    /// `UNIQUE`
    pub unique: Option<Span>,
    /// The name; PostgreSQL makes one up when there is none.
    pub name: Option<Name>,
    /// The table.
    pub table: ObjectName,
    /// The access method; `btree` when there is none.
    pub method: Option<Name>,
    /// What is indexed.
    pub keys: Vec<Key>,
    /// The columns of `INCLUDE`.
    pub include: Option<Span>,
    /// The parameters of the index.
    pub parameters: Vec<Parameter>,
    /// The condition of a partial index.
    pub predicate: Option<Condition>,
    /// `CONCURRENTLY`
    pub concurrently: Option<Span>,
    /// `IF NOT EXISTS`
    pub if_not_exists: Option<Span>,
    /// Whether partitions are left out.
    pub only: bool,
    /// Where ` CONCURRENTLY` can be put in; nothing in a call of a builder.
    pub insert_concurrently: Option<usize>,
}

/// What an index is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The column or expression.
    pub operand: Operand,
    /// How it is spelled.
    pub text: String,
    /// The operator class.
    pub class: Option<ObjectName>,
    /// `ASC`, `DESC`, `NULLS …`
    pub order: Option<Span>,
    /// Where it stands.
    pub span: Span,
}

/// A condition, as far as we look into it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Condition {
    /// Its parts between `AND`s, each in one spelling, in order.
    pub parts: Vec<String>,
    /// The columns that it names, in order.
    pub columns: Vec<String>,
}

/// Indexes to be dropped.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexDrop {
    /// The indexes.
    pub names: Vec<ObjectName>,
    /// `CONCURRENTLY`
    pub concurrently: Option<Span>,
    /// `IF EXISTS`
    pub if_exists: bool,
    /// `CASCADE`
    pub cascade: Option<Span>,
    /// Where ` CONCURRENTLY` can be put in; nothing in a call of a builder.
    pub insert_concurrently: Option<usize>,
    /// Whether a tool has written it that compares a schema of its own with the database.
    pub generated: Option<&'static str>,
}

/// Indexes to be built anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Rebuild {
    /// The index or table; nothing for a schema or database.
    pub target: RebuildTarget,
    /// `CONCURRENTLY`
    pub concurrently: Option<Span>,
    /// Where ` CONCURRENTLY` can be put in.
    pub insert_concurrently: Option<usize>,
}

/// What is built anew.
#[derive(Debug, Clone, PartialEq)]
pub enum RebuildTarget {
    /// One index.
    Index(ObjectName),
    /// All indexes of a table.
    Table(ObjectName),
    /// More than that.
    Wide,
}

/// A table to be created.
#[derive(Debug, Clone, PartialEq)]
pub struct TableCreation {
    /// The table.
    pub name: ObjectName,
    /// Its columns.
    pub columns: Vec<Column>,
    /// `IF NOT EXISTS`
    pub if_not_exists: bool,
    /// Whether it is temporary.
    pub temporary: bool,
    /// Whether it has partitions.
    pub partitioned: bool,
    /// The table that it is a partition of, or whose columns it takes.
    pub like: Option<ObjectName>,
    /// Whether rows come with it, as in `CREATE TABLE … AS`.
    pub filled: bool,
    /// Whether the columns are all that it has.
    pub complete: bool,
}

/// A column with its type.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: Name,
    /// Its type, without schema, in lower case, with `[]` for an array.
    pub type_name: String,
    /// Its dimensions, when it has one number in parentheses.
    pub dimensions: Option<u64>,
    /// Where the type stands.
    pub type_span: Span,
}

/// A setting to be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingChange {
    /// Its name in lower case.
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// `LOCAL`, or the third argument of `set_config`.
    pub local: Option<Span>,
    /// The value; nothing when it is not known or taken back.
    pub value: Option<Value>,
    /// Whether it goes back to what it was.
    pub default: bool,
    /// A parameter where a value belongs, which `SET` cannot take.
    pub hole: Option<Span>,
    /// Whether `set_config` does it rather than `SET`.
    pub by_function: bool,
}

/// A block of code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// Whether it looks at whether indexes are valid.
    pub looks_at_validity: bool,
}

impl Condition {
    /// Reads a condition of SQL.
    ///
    /// ```
    /// # use hnswkit_core::lint::Condition;
    /// let it = Condition::read("i.kind = 'a' AND NOT deleted");
    /// assert_eq!(it.parts, ["kind = 'a'", "not deleted"]);
    /// assert_eq!(it.columns, ["deleted", "kind"]);
    /// ```
    pub fn read(text: &str) -> Self {
        let mut lexer = Lexer::new(text);
        let tokens: Vec<_> = std::iter::from_fn(|| lexer.next_token()).collect();
        condition(text, &tokens)
    }
}
