//! `[[setting]]`, `[upgrade]` and `[restore]`: what is done besides indexes.

use hnswkit_core::{
    domain::{Identifier, PgvectorVersion, SearchParameter, SettingScope},
    plan::{IndexRequest, Operation, RestoreRequest, SettingRequest, Task, UpgradeRequest},
};

use super::{check::Check, key, target};
use crate::{
    problem::Problems,
    spec::{Section, SettingSpec, Spec, Value},
};

/// All of them, in the order in which they are done.
pub(super) fn convert(spec: &Spec, indexes: &[IndexRequest], problems: &mut Problems) -> Vec<Task> {
    let known = spec.target.pgvector.as_ref().and_then(|it| it.to_string().parse().ok());
    let mut settings: Vec<SettingRequest> = vec![];
    let mut tasks = vec![];
    let upgrade = upgrade(spec, known, problems);
    for (number, it) in spec.setting.iter().enumerate() {
        let section = Section::Setting;
        let mut check = Check { section, number, values: it, problems };
        // After an upgrade there is what it goes to.
        let pgvector = upgrade.map_or(known, |it| Some(it.to));
        let Some(setting) = setting(&mut check, it, pgvector) else { continue };
        let same =
            |it: &&SettingRequest| it.parameter == setting.parameter && it.scope == setting.scope;
        if let Some(other) = settings.iter().position(|it| same(&it)) {
            let place = spec.setting.get(other).and_then(|it| it.place.as_ref());
            let place = place.map(|it| format!(" (line {})", it.start.line)).unwrap_or_default();
            let message = format!(
                "`{}` of {} is set twice: setting {}{place} has it too",
                setting.parameter.name(),
                setting.scope,
                other + 1
            );
            check.refuse("parameter", message, "leave one of them out");
        }
        settings.push(setting);
    }
    let restore = restore(spec, indexes, problems);
    tasks.extend(upgrade.map(Task::Upgrade));
    tasks.extend(restore.map(Task::Restore));
    tasks.extend(settings.into_iter().map(Task::Setting));
    tasks
}

fn setting(
    check: &mut Check<'_>,
    spec: &SettingSpec,
    pgvector: Option<PgvectorVersion>,
) -> Option<SettingRequest> {
    check.required("parameter", "write `parameter = \"hnsw.ef_search\"`");
    let parameter = check.choice("parameter", SearchParameter::find, synonym);
    if let (Some(it), Some(version)) = (parameter, pgvector)
        && version < it.since()
    {
        let message =
            format!("`{}` came with pgvector {}, but this is {version}", it.name(), it.since());
        check.refuse("parameter", message, "upgrade first: `[upgrade]` in the same file does it");
    }
    check.required("value", "write `value = 100`");
    let value = value(check, "value", parameter);
    let previous = value_of(check, "previous", parameter);
    if let (Some(Some(previous)), Some(value)) = (&previous, &value)
        && previous == value
    {
        let message = format!("`value` and `previous` are both {value}");
        check.refuse("previous", message, "nothing would change: leave the setting out");
    }
    let role = key::name(check, "role");
    let database = key::name(check, "database");
    let scope = match (&spec.role, &spec.database) {
        (None, None) => SettingScope::CurrentDatabase,
        (Some(_), None) => SettingScope::Role(role?),
        (None, Some(_)) => SettingScope::Database(database?),
        (Some(_), Some(_)) => {
            let both: Option<(Identifier, Identifier)> = role.zip(database);
            let (role, database) = both?;
            SettingScope::RoleInDatabase(role, database)
        }
    };
    Some(SettingRequest { parameter: parameter?, value: value?, previous: previous?, scope })
}

/// What people call the settings.
fn synonym(word: &str) -> Option<&'static str> {
    Some(match word {
        "ef_search" | "ef" | "hnsw_ef_search" => "hnsw.ef_search",
        "iterative_scan" => "hnsw.iterative_scan",
        "max_scan_tuples" => "hnsw.max_scan_tuples",
        "scan_mem_multiplier" => "hnsw.scan_mem_multiplier",
        _ => return None,
    })
}

/// The value of `key` as the catalog has it; `None` when it is absent or wrong.
fn value(check: &mut Check<'_>, key: &str, parameter: Option<SearchParameter>) -> Option<String> {
    value_of(check, key, parameter).flatten()
}

/// The value of `key`, if it is given; `None` when it is wrong.
fn value_of(
    check: &mut Check<'_>,
    key: &str,
    parameter: Option<SearchParameter>,
) -> Option<Option<String>> {
    let Some(value) = check.value(key).map(Value::to_string) else { return Some(None) };
    let parameter = parameter?;
    let accepted = parameter.accept(&value);
    if accepted.is_none() {
        let (name, range) = (parameter.name(), parameter.range());
        let message = format!("`{key}` of {name} must be {range}, but is {value}");
        let example = match parameter {
            SearchParameter::Number(it) => format!("{} by default", it.default),
            SearchParameter::IterativeScan => {
                "`strict_order` returns rows in their order, `relaxed_order` is faster".to_owned()
            }
        };
        check.refuse(key, message, example);
    }
    accepted.map(Some)
}

fn upgrade(
    spec: &Spec,
    known: Option<PgvectorVersion>,
    problems: &mut Problems,
) -> Option<UpgradeRequest> {
    if spec.upgrade.is_empty() {
        return None;
    }
    let section = Section::Upgrade;
    let mut check = Check { section, number: 0, values: &spec.upgrade, problems };
    check.required("pgvector", "write `pgvector = \"0.8.6\"`");
    let to = target::version::<PgvectorVersion>(&mut check, "pgvector", "0.8.6");
    let from = target::version::<PgvectorVersion>(&mut check, "from", "0.7.4").or(known);
    let to = to?;
    if let Some(from) = from
        && to <= from
    {
        let message = format!("`pgvector` must be newer than {from}, but is {to}");
        let help = "pgvector has no scripts to an older release; restore a snapshot instead";
        check.refuse("pgvector", message, help);
    }
    Some(UpgradeRequest { to, from })
}

fn restore(
    spec: &Spec,
    indexes: &[IndexRequest],
    problems: &mut Problems,
) -> Option<RestoreRequest> {
    if spec.restore.is_empty() {
        return None;
    }
    let section = Section::Restore;
    let mut check = Check { section, number: 0, values: &spec.restore, problems };
    check.required("dump", "write `dump = \"backup.dump\"`");
    let from = target::version::<PgvectorVersion>(&mut check, "pgvector", "0.7.4");
    let jobs = check.whole("jobs").unwrap_or(1);
    if spec.index.is_empty() {
        let message = "there is no index to build after the restore";
        check.refuse(
            "dump",
            message,
            "write an `[[index]]` section for each HNSW index of the dump",
        );
    }
    if let Some(it) = indexes.iter().find(|it| it.operation != Operation::DEFAULT) {
        let message = format!(
            "after a restore the plan builds indexes, but `{}` of {} is asked for",
            it.operation.id,
            it.definition.qualified_name()
        );
        check.refuse("dump", message, "leave `operation` out, or plan the two apart");
    }
    if !spec.upgrade.is_empty() {
        let message = "`[restore]` and `[upgrade]` are both given";
        let help = "a restore begins with the newest pgvector of the server: leave `[upgrade]` out";
        check.refuse("dump", message, help);
    }
    let dump = check.text("dump")?.to_owned();
    if dump.trim().is_empty() || dump.chars().any(char::is_control) {
        let message = "`dump` must be the path of a file or folder";
        check.refuse("dump", message, "write `dump = \"backup.dump\"`");
    }
    Some(RestoreRequest { from, dump, jobs })
}
