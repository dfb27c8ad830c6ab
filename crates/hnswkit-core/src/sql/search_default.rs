//! Settings that every new session of a role or database begins with.

use std::fmt;

use super::{Statement, block, facts::Facts};
use crate::domain::{Literal, SearchParameter, SettingScope};

/// Sets it, or resets it, with pgvector's library loaded.
///
/// Without the library PostgreSQL takes any value for any name from a superuser, and refuses all
/// of them from everybody else (PostgreSQL 15 and later).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlterSetting {
    /// Whose sessions.
    pub scope: SettingScope,
    /// The setting.
    pub parameter: SearchParameter,
    /// Its value; without one it is reset.
    pub value: Option<String>,
}

/// Lets a change go on unless a value would be lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardSetting {
    /// Whose sessions.
    pub scope: SettingScope,
    /// The setting.
    pub parameter: SearchParameter,
    /// The values that may be there besides none.
    pub known: Vec<String>,
    /// What to do about another one.
    pub hint: &'static str,
}

/// Proves what new sessions begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifySetting {
    /// Whose sessions.
    pub scope: SettingScope,
    /// The setting.
    pub parameter: SearchParameter,
    /// Its value; none when it is not set there.
    pub value: Option<String>,
}

/// Loads pgvector's library, wherever its types are.
const LOAD: &str =
    "    -- Loads pgvector: until then PostgreSQL knows neither the setting nor its range.
    EXECUTE (
        SELECT format('SELECT %L::%s.vector', '[1]', extnamespace::regnamespace)
        FROM pg_extension
        WHERE extname = 'vector'
    );";

/// The value that is there, as an expression.
struct There<'a>(&'a SettingScope, SearchParameter);

impl fmt::Display for There<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(scope, parameter) = self;
        let role = match scope {
            SettingScope::Role(role) | SettingScope::RoleInDatabase(role, _) => {
                format!("to_regrole({})", Literal(role))
            }
            _ => "0".to_owned(),
        };
        let oid = |name: &str| format!("(SELECT oid FROM pg_database WHERE datname = {name})");
        let database = match scope {
            SettingScope::CurrentDatabase => oid("current_database()"),
            SettingScope::Database(it) | SettingScope::RoleInDatabase(_, it) => {
                oid(&Literal(it.as_str()).to_string())
            }
            SettingScope::Role(_) => "0".to_owned(),
        };
        let name = parameter.name();
        write!(
            f,
            "(
        SELECT substr(it, {length})
        FROM pg_db_role_setting, unnest(setconfig) AS it
        WHERE setrole = {role}
            AND setdatabase = {database}
            AND starts_with(it, '{name}=')
    )",
            length = name.len() + 2
        )
    }
}

impl fmt::Display for AlterSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.parameter.name();
        let change = match &self.value {
            Some(value) => format!("SET {name} = {value}"),
            None => format!("RESET {name}"),
        };
        let alter = match &self.scope {
            SettingScope::CurrentDatabase => {
                format!("EXECUTE format('ALTER DATABASE %I {change}', current_database());")
            }
            SettingScope::Database(it) => format!("ALTER DATABASE {it} {change};"),
            SettingScope::Role(it) => format!("ALTER ROLE {it} {change};"),
            SettingScope::RoleInDatabase(role, it) => {
                format!("ALTER ROLE {role} IN DATABASE {it} {change};")
            }
        };
        block::write(f, &format!("BEGIN\n{LOAD}\n    {alter}\nEND"))
    }
}

impl fmt::Display for GuardSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scope, parameter, known, hint } = self;
        let known: Vec<_> = known.iter().map(|it| Literal(it).to_string()).collect();
        let mut missing = String::new();
        if let SettingScope::Role(role) | SettingScope::RoleInDatabase(role, _) = scope {
            missing = format!(
                "    ELSIF to_regrole({role}) IS NULL THEN
        RAISE EXCEPTION 'role % does not exist', {role};
",
                role = Literal(role)
            );
        }
        if let SettingScope::Database(it) | SettingScope::RoleInDatabase(_, it) = scope {
            missing.push_str(&format!(
                "    ELSIF NOT EXISTS (SELECT FROM pg_database WHERE datname = {it}) THEN
        RAISE EXCEPTION 'database % does not exist', {it};
",
                it = Literal(it.as_str())
            ));
        }
        block::write(
            f,
            &format!(
                "DECLARE
    version text := (SELECT extversion FROM pg_extension WHERE extname = 'vector');
    there text := {there};
BEGIN
    IF version IS NULL THEN
        RAISE EXCEPTION 'pgvector is not in database %', current_database()
            USING HINT = 'Run this where it is: CREATE EXTENSION vector.';
    END IF;
{LOAD}
    IF NOT EXISTS (SELECT FROM pg_settings WHERE name = '{name}') THEN
        RAISE EXCEPTION 'pgvector % does not have {name}', version
            USING HINT = 'It came with pgvector {since}: upgrade first.';
{missing}    ELSIF there NOT IN ({known}) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('%s has {name} = %s', {scope}, there),
            HINT = {hint};
    END IF;
END",
                there = There(scope, *parameter),
                name = parameter.name(),
                since = parameter.since(),
                known = known.join(", "),
                scope = Literal(scope),
                hint = Literal(hint),
            ),
        )
    }
}

impl fmt::Display for VerifySetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.parameter.name();
        let planned = match &self.value {
            Some(it) => Literal(it).to_string(),
            None => "NULL".to_owned(),
        };
        block::write(
            f,
            &format!(
                "DECLARE
    there text := {there};
BEGIN
    IF there IS DISTINCT FROM {planned} THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('%s has {name} = %s', {scope}, coalesce(there, 'its default')),
            HINT = 'Run this again; somebody else has changed it.';
    END IF;
END",
                there = There(&self.scope, self.parameter),
                scope = Literal(&self.scope),
            ),
        )
    }
}

impl Facts for AlterSetting {
    fn title(&self) -> String {
        let (name, scope) = (self.parameter.name(), &self.scope);
        match &self.value {
            Some(value) => format!("set {name} = {value} for new sessions of {scope}"),
            None => format!("reset {name} for new sessions of {scope}"),
        }
    }

    fn inverse(&self) -> Option<Statement> {
        self.value.as_ref()?;
        Some(Self { value: None, ..self.clone() }.into())
    }
}

impl Facts for GuardSetting {
    fn title(&self) -> String {
        format!("stop when {} of {} is not what is expected", self.parameter.name(), self.scope)
    }
}

impl Facts for VerifySetting {
    fn title(&self) -> String {
        format!("prove {} of {}", self.parameter.name(), self.scope)
    }
}
