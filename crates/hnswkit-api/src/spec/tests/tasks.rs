//! `[[setting]]`, `[upgrade]` and `[restore]`: what they become, and what is wrong with them.

use hnswkit_core::{
    domain::SettingScope,
    plan::{Task, plan},
};

use super::file;
use crate::spec::Spec;

fn tasks(text: &str) -> Vec<Task> {
    let spec = Spec::from_toml(text, "f").unwrap();
    spec.to_request().unwrap_or_else(|it| panic!("{it}")).tasks
}

#[track_caller]
fn refused(text: &str, message: &str, help: &str) {
    let (spec, reading) = Spec::read_toml(text, "f");
    let problems = spec.to_request_after(reading).unwrap_err();
    let found: Vec<_> = problems.iter().map(|it| (it.message.as_str(), it.help.as_str())).collect();
    assert_eq!(found, [(message, help)]);
}

const SETTING: &str = "[[setting]]\nparameter = \"hnsw.ef_search\"\nvalue = 100\n";

#[test]
fn a_setting_is_for_whom_it_says() {
    let scope = |more: &str| match &tasks(&format!("{SETTING}{more}"))[..] {
        [Task::Setting(it)] => it.scope.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(scope(""), SettingScope::CurrentDatabase);
    assert_eq!(scope("role = \"App\"").to_string(), "role \"App\"");
    assert_eq!(scope("database = \"shop\"").to_string(), "database shop");
    let both = scope("database = \"shop\"\nrole = \"app\"");
    assert_eq!(both.to_string(), "role app in database shop");
}

#[test]
fn settings_that_pgvector_would_refuse_are_refused() {
    refused(
        &SETTING.replace("100", "1001"),
        "`value` of hnsw.ef_search must be a whole number between 1 and 1000, but is 1001",
        "40 by default",
    );
    refused(
        &SETTING.replace("hnsw.ef_search", "ef_search"),
        "`parameter` must be `hnsw.ef_search`, `hnsw.iterative_scan`, `hnsw.max_scan_tuples` or \
         `hnsw.scan_mem_multiplier`, but is `ef_search`",
        "did you mean `hnsw.ef_search`?",
    );
    refused(
        &SETTING.replace("ef_search", "iterative_scan").replace("100", "\"on\""),
        "`value` of hnsw.iterative_scan must be off, relaxed_order, strict_order, but is on",
        "`strict_order` returns rows in their order, `relaxed_order` is faster",
    );
    refused(
        &format!(
            "[target]\npgvector = \"0.7.4\"\n{}",
            SETTING.replace("ef_search", "max_scan_tuples")
        ),
        "`hnsw.max_scan_tuples` came with pgvector 0.8.0, but this is 0.7.4",
        "upgrade first: `[upgrade]` in the same file does it",
    );
    refused(
        &format!("{SETTING}previous = 100\n"),
        "`value` and `previous` are both 100",
        "nothing would change: leave the setting out",
    );
    refused(
        &format!("{SETTING}{SETTING}"),
        "`hnsw.ef_search` of this database is set twice: setting 1 (line 1) has it too",
        "leave one of them out",
    );
}

#[test]
fn an_upgrade_goes_forward() {
    refused(
        "[upgrade]\npgvector = \"0.7.4\"\nfrom = \"0.8.6\"\n",
        "`pgvector` must be newer than 0.8.6, but is 0.7.4",
        "pgvector has no scripts to an older release; restore a snapshot instead",
    );
    refused(
        "[upgrade]\nfrom = \"0.7.4\"\n",
        "`pgvector` is missing",
        "write `pgvector = \"0.8.6\"`",
    );
}

#[test]
fn a_restore_builds_the_indexes_of_the_dump() {
    refused(
        "[restore]\ndump = \"a.dump\"\n",
        "there is no index to build after the restore",
        "write an `[[index]]` section for each HNSW index of the dump",
    );
    refused(
        &file(&["restore.dump = \"a.dump\"", "index.operation = \"drop\""]),
        "after a restore the plan builds indexes, but `drop` of idx_messages_embedding_hnsw is \
         asked for",
        "leave `operation` out, or plan the two apart",
    );
}

#[test]
fn upgrades_come_first_and_settings_last() {
    let text = format!("{SETTING}\n[upgrade]\npgvector = \"0.8.6\"\n{}", file(&[]));
    let plan = plan(Spec::from_toml(&text, "f").unwrap().to_request().unwrap()).unwrap();
    let order = |text: &str| plan.up.iter().position(|it| it.statement.title().starts_with(text));
    let upgrade = order("upgrade pgvector");
    let build = order("build idx_messages");
    let set = order("set hnsw.ef_search");
    assert!(upgrade.is_some() && upgrade < build && build < set);
    assert_eq!(
        plan.request.what(),
        "HNSW index idx_messages_embedding_hnsw, pgvector to 0.8.6 and hnsw.ef_search = 100 for this database"
    );
    let back = |text: &str| plan.down.iter().position(|it| it.statement.title().starts_with(text));
    assert!(back("reset hnsw.ef_search") < back("drop idx_messages"));
}

#[test]
fn the_file_is_written_as_it_was_read() {
    let text =
        format!("{SETTING}previous = 40\n\n[upgrade]\npgvector = \"0.8.6\"\nfrom = \"0.7.4\"\n");
    let spec = Spec::from_toml(&text, "f").unwrap();
    assert_eq!(spec.to_toml(), text);
    let json = serde_json::to_string(&spec).unwrap();
    assert_eq!(serde_json::from_str::<Spec>(&json).unwrap(), spec);
}
