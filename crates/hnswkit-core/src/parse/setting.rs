//! Settings, and the statements that give or take their values.

use super::{Name, Span, Value};

/// A statement that gives a setting a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// For whom and how long.
    pub scope: Scope,
    /// The setting.
    pub name: SettingName,
    /// What it is set to.
    pub value: SetValue,
}

/// For whom and how long a setting holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// `SET` or `SET SESSION`: to the end of the session.
    Session,
    /// `SET LOCAL`: to the end of the transaction.
    Local(
        /// The word `LOCAL`.
        Span,
    ),
    /// `ALTER SYSTEM`: for the server, once it has read its configuration again.
    System,
    /// `ALTER DATABASE`: for new sessions in the database.
    Database(Name),
    /// `ALTER ROLE … [IN DATABASE …]`: for new sessions of the role; of all roles without a name.
    Role(Option<Name>),
}

/// The name of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingName {
    /// The name in lower case, such as `hnsw.ef_search`; `timezone` for `TIME ZONE`.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// What a setting is set to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetValue {
    /// One value, or several with commas between.
    Values(Vec<Value>),
    /// `DEFAULT`, which is the same as `RESET`.
    Default,
    /// `FROM CURRENT`
    FromCurrent,
}

/// A statement that takes a value back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reset {
    /// For whom.
    pub scope: Scope,
    /// The setting; `RESET ALL` when there is none.
    pub name: Option<SettingName>,
}

/// A `SHOW` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Show {
    /// The setting; `SHOW ALL` when there is none.
    pub name: Option<SettingName>,
}

impl Set {
    /// The values, none for `DEFAULT` and `FROM CURRENT`.
    pub fn values(&self) -> &[Value] {
        match &self.value {
            SetValue::Values(it) => it,
            SetValue::Default | SetValue::FromCurrent => &[],
        }
    }
}
