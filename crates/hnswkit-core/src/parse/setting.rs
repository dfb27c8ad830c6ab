//! `SET`, `RESET`, `SHOW` and settings kept for a role, a database or the server.

use super::{
    Name, Span, SyntaxError, Value, ValueKind,
    cursor::Cursor,
    token::Kind,
    value::value,
};

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

/// A statement about a setting.
pub(super) enum Change {
    Set(Set),
    Reset(Reset),
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

/// Before `SET`; nothing when it is not about a setting.
pub(super) fn set(cursor: &mut Cursor<'_>) -> Result<Option<Set>, SyntaxError> {
    let before = cursor.clone();
    cursor.expect("SET")?;
    let scope = scope(cursor);
    let others = ["CONSTRAINTS", "TRANSACTION", "CHARACTERISTICS", "XML"];
    if others.iter().any(|it| cursor.is_keyword(0, it)) {
        *cursor = before;
        return Ok(None);
    }
    let set = assignment(cursor, scope)?;
    cursor.finish()?;
    Ok(Some(set))
}

fn scope(cursor: &mut Cursor<'_>) -> Scope {
    // A setting can be called `local` or `session`.
    let is_name = cursor.peek(1).is_some_and(|it| cursor.spelling(it) == "=")
        || cursor.is_keyword(1, "TO");
    if is_name || cursor.is_phrase(&["SESSION", "AUTHORIZATION"]) {
        return Scope::Session;
    }
    match cursor.keyword("LOCAL") {
        Some(it) => Scope::Local(it),
        None => {
            cursor.keyword("SESSION");
            Scope::Session
        }
    }
}

/// Behind `RESET`.
pub(super) fn reset(cursor: &mut Cursor<'_>) -> Result<Reset, SyntaxError> {
    let name = setting_or_all(cursor)?;
    cursor.finish()?;
    Ok(Reset { scope: Scope::Session, name })
}

/// Behind `SHOW`.
pub(super) fn show(cursor: &mut Cursor<'_>) -> Result<Show, SyntaxError> {
    let name = setting_or_all(cursor)?;
    cursor.finish()?;
    Ok(Show { name })
}

/// Before `ALTER`; nothing when it is not about a setting.
pub(super) fn alter(cursor: &mut Cursor<'_>) -> Result<Option<Change>, SyntaxError> {
    let before = cursor.clone();
    cursor.expect("ALTER")?;
    let scope = if cursor.keyword("SYSTEM").is_some() {
        Scope::System
    } else if cursor.keyword("DATABASE").is_some() {
        Scope::Database(cursor.name("a database")?)
    } else {
        if cursor.keyword("ROLE").is_none() && cursor.keyword("USER").is_none() {
            *cursor = before;
            return Ok(None);
        }
        let role = match cursor.keyword("ALL") {
            Some(_) => None,
            None => Some(cursor.label("a role")?),
        };
        if cursor.phrase(&["IN", "DATABASE"]).is_some() {
            cursor.name("a database")?;
        }
        Scope::Role(role)
    };
    // `ALTER DATABASE … SET TABLESPACE` moves files.
    let moves = matches!(scope, Scope::Database(_)) && cursor.is_phrase(&["SET", "TABLESPACE"]);
    let change = if !moves && cursor.keyword("SET").is_some() {
        Change::Set(assignment(cursor, scope)?)
    } else if cursor.keyword("RESET").is_some() {
        Change::Reset(Reset { scope, name: setting_or_all(cursor)? })
    } else {
        *cursor = before;
        return Ok(None);
    };
    cursor.finish()?;
    Ok(Some(change))
}

fn setting_or_all(cursor: &mut Cursor<'_>) -> Result<Option<SettingName>, SyntaxError> {
    match cursor.keyword("ALL") {
        Some(_) => Ok(None),
        None => setting_name(cursor).map(Some),
    }
}

fn setting_name(cursor: &mut Cursor<'_>) -> Result<SettingName, SyntaxError> {
    let special = [
        (&["TIME", "ZONE"][..], "timezone"),
        (&["SESSION", "AUTHORIZATION"], "session_authorization"),
        (&["TRANSACTION", "ISOLATION", "LEVEL"], "transaction_isolation"),
    ];
    for (words, name) in special {
        if let Some(span) = cursor.phrase(words) {
            return Ok(SettingName { text: name.to_owned(), span });
        }
    }
    let mut name = cursor.name("a setting")?;
    while cursor.kind(Kind::Dot).is_some() {
        let part = cursor.name("a setting")?;
        name = Name {
            value: format!("{}.{}", name.value, part.value),
            span: name.span.start..part.span.end,
        };
    }
    // Settings are found in any case.
    Ok(SettingName { text: name.value.to_ascii_lowercase(), span: name.span })
}

fn assignment(cursor: &mut Cursor<'_>, scope: Scope) -> Result<Set, SyntaxError> {
    // These few take their value without a sign between.
    let bare = [
        (&["TIME", "ZONE"][..], "timezone"),
        (&["SESSION", "AUTHORIZATION"], "session_authorization"),
        (&["ROLE"], "role"),
        (&["SCHEMA"], "search_path"),
        (&["NAMES"], "client_encoding"),
        (&["CATALOG"], "catalog"),
    ];
    for (words, name) in bare {
        let is_plain_setting = cursor.peek(words.len()).is_some_and(|it| {
            matches!(cursor.spelling(it), "=" | ".") || cursor.is_keyword(words.len(), "TO")
        });
        match cursor.is_phrase(words) && !is_plain_setting {
            true => {}
            false => continue,
        }
        let span = cursor.phrase(words).unwrap_or_default();
        let name = SettingName { text: name.to_owned(), span };
        return Ok(Set { scope, name, value: values(cursor)? });
    }
    let name = setting_name(cursor)?;
    if cursor.phrase(&["FROM", "CURRENT"]).is_some() {
        return Ok(Set { scope, name, value: SetValue::FromCurrent });
    }
    if cursor.keyword("TO").is_none() && cursor.operator("=").is_none() {
        return Err(cursor.unexpected("`=` or `TO`"));
    }
    Ok(Set { scope, name, value: values(cursor)? })
}

fn values(cursor: &mut Cursor<'_>) -> Result<SetValue, SyntaxError> {
    if cursor.keyword("DEFAULT").is_some() {
        return Ok(SetValue::Default);
    }
    let values = cursor.list(|it| {
        let is_word = ["TRUE", "FALSE", "ON"].iter().any(|word| it.is_keyword(0, word));
        let is_interval = it.is_keyword(0, "INTERVAL");
        if it.is_reserved() && !is_word {
            return Err(it.unexpected("a value"));
        }
        let mut found = value(it, "a value")?;
        // SET TIME ZONE INTERVAL '-08:00' HOUR TO MINUTE
        if is_interval && found.kind == ValueKind::Word {
            while let Some(next) = it.advance() {
                found.span.end = next.end;
            }
            it.text()[found.span.clone()].clone_into(&mut found.text);
        }
        Ok(found)
    })?;
    Ok(SetValue::Values(values))
}
