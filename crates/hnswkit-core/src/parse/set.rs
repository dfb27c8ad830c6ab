//! Reads `SET`, `RESET`, `SHOW` and `ALTER … SET`.

use super::{
    Name, Reset, Scope, Set, SetValue, SettingName, Show, SyntaxError, ValueKind, cursor::Cursor,
    token::Kind, value::setting_value,
};

/// A statement about a setting.
pub(super) enum Change {
    Set(Set),
    Reset(Reset),
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
    let is_name = cursor.peek(1).is_some_and(|it| matches!(cursor.spelling(it), "=" | "."))
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
    // `SET NAMES` alone is the default too.
    let was_names = cursor.peek(0).is_none() && cursor.was_keyword("NAMES");
    if cursor.keyword("DEFAULT").is_some() || was_names {
        return Ok(SetValue::Default);
    }
    let values = cursor.list(|it| {
        let is_interval = it.is_keyword(0, "INTERVAL");
        let mut found = setting_value(it)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Statement, statements};

    #[track_caller]
    fn check(sql: &str, scope: Scope, name: &str, values: &[&str]) {
        let Ok(Statement::Set(it)) = &statements(sql)[0].statement else { panic!("{sql}") };
        assert_eq!((&it.scope, it.name.text.as_str()), (&scope, name));
        assert_eq!(it.values().iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), values);
    }

    #[test]
    fn settings_as_people_write_them() {
        let session = || Scope::Session;
        let app = Name { value: "app".to_owned(), span: 11..14 };
        check("SET hnsw.EF_search = 100", session(), "hnsw.ef_search", &["100"]);
        check(
            "SET SESSION search_path TO a, \"B\", 'c'",
            session(),
            "search_path",
            &["a", "B", "c"],
        );
        check("SET LOCAL lock_timeout = '5s'", Scope::Local(4..9), "lock_timeout", &["5s"]);
        check("SET statement_timeout = -1", session(), "statement_timeout", &["-1"]);
        check("SET hnsw.ef_search TO DEFAULT", session(), "hnsw.ef_search", &[]);
        check("SET TIME ZONE 'UTC'", session(), "timezone", &["UTC"]);
        check("SET ROLE admin", session(), "role", &["admin"]);
        check("SET local = on", session(), "local", &["on"]);
        check("ALTER SYSTEM SET shared_buffers = '1GB'", Scope::System, "shared_buffers", &["1GB"]);
        check("ALTER ROLE app IN DATABASE d SET a.b = 80", Scope::Role(Some(app)), "a.b", &["80"]);
        check("ALTER ROLE ALL SET a.b = 1", Scope::Role(None), "a.b", &["1"]);
    }

    #[test]
    fn values_can_be_taken_back_and_shown() {
        let read = |sql| statements(sql).remove(0).statement;
        assert!(matches!(read("RESET ALL"), Ok(Statement::Reset(Reset { name: None, .. }))));
        assert!(matches!(
            read("ALTER DATABASE d RESET work_mem"),
            Ok(Statement::Reset(Reset { scope: Scope::Database(_), name: Some(_) }))
        ));
        assert!(matches!(read("SHOW hnsw.ef_search"), Ok(Statement::Show(Show { name: Some(_) }))));
        assert!(matches!(read("SET TRANSACTION READ ONLY"), Ok(Statement::Other)));
    }

    #[test]
    fn what_postgresql_refuses_is_refused() {
        for sql in [
            "SET",
            "SET x",
            "SET x =",
            "SET x = ,",
            "SET x = 1 2",
            "SET x = select",
            "RESET",
            "SHOW a b",
        ] {
            let error = statements(sql).remove(0).statement.unwrap_err();
            assert!(error.certain, "{sql}: {error}");
        }
    }
}
