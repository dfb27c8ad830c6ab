//! Reads SQL: what the tool writes, and what people write.
//!
//! [`statements`] reads a whole file and [`expression`] one expression of a user's.
//! [`index_definition`] turns a `CREATE INDEX` that was read into the definition that is planned
//! with, so that what was written can be compared with what was meant.

use std::ops::Range;

mod alter_table;
mod block;
mod body;
mod bridge;
mod change_index;
mod create_index;
mod cursor;
mod definition;
mod definition_error;
mod describe;
mod dialect;
mod error;
mod escape;
mod expression;
mod expression_check;
mod expression_rules;
mod expression_words;
mod extension;
mod index;
mod lexer;
mod lexer_quotes;
mod limits;
mod literal;
mod maintain;
mod name;
mod operand;
mod other_statement;
mod parentheses;
mod reserved;
#[cfg(test)]
mod robustness;
mod set;
mod setting;
mod split;
mod statement;
mod table;
mod token;
mod transaction;
mod type_words;
mod unread;
mod value;
mod walk;

pub(crate) use cursor::Cursor;
pub(crate) use lexer::Lexer;
pub(crate) use split::read;
pub(crate) use token::{Kind, Token};
pub(crate) use walk::{Glance, Seen, walk};

/// A place in a text, in bytes.
pub type Span = Range<usize>;

pub use alter_table::{AlterTable, TableAction, TableChange};
pub use block::Do;
pub use change_index::{AlterIndex, DropIndex, IndexAction, Reindex, ReindexTarget};
pub use definition::index_definition;
pub use definition_error::{DefinitionError, DefinitionReason};
pub use describe::{Described, DescribedColumn, DescribedIndex, described};
pub use error::SyntaxError;
pub use expression::{ExpressionError, expression};
pub use extension::{Extension, Load};
pub use index::{CreateIndex, ExpressionRead, IndexRead, KeyRead, KeyTarget};
pub use maintain::Maintain;
pub use name::{Name, ObjectName};
pub use setting::{Reset, Scope, Set, SetValue, SettingName, Show};
pub use split::{Parsed, comments, for_each_statement, statements};
pub use statement::{PsqlCommand, Statement};
pub use table::{ColumnChange, ColumnRead, TableDdl, TypeRead, table_ddl};
pub use transaction::Transaction;
pub(crate) use value::parameters;
pub use value::{Parameter, UtilityOption, Value, ValueKind};
