//! A plan for a platform has nothing in it that the platform refuses.

use anyhow::{Result, anyhow};
use hnswkit_api::spec::Spec;
use hnswkit_core::{
    domain::{MemorySetting, Platform},
    lint::{Options, Source, check},
    plan::{Plan, plan},
    platform::{ASKED, Answer, Entry},
    render::{self, FORMATS},
    sql::{SettingValue, Statement},
};
use hnswkit_tests::{EXAMPLES, Example, operations};

/// The example on that platform.
fn plan_on(toml: &str, platform: Platform) -> Result<Plan> {
    let mut spec = Spec::from_toml(toml, "hnswkit.toml").map_err(|it| anyhow!("{it}"))?;
    spec.set_flag("--platform", platform.id()).map_err(|it| anyhow!("{it:?}"))?;
    let request = spec.to_request().map_err(|it| anyhow!("{it}"))?;
    plan(request).map_err(|it| anyhow!("{it:?}"))
}

/// Every statement of a plan: steps, verifications, rollbacks, questions for before.
fn statements(plan: &Plan) -> Vec<String> {
    let mut all: Vec<_> = plan.preflight().map(|it| it.to_string()).collect();
    for step in plan.up.iter().chain(&plan.down) {
        all.push(step.statement.to_string());
        all.extend(step.verify.iter().chain(&step.rollback).map(ToString::to_string));
    }
    all
}

fn examples() -> Result<Vec<Example>> {
    Ok(EXAMPLES.iter().map(|it| Example { ..*it }).chain(operations()?).collect())
}

#[test]
fn no_platform_refuses_a_statement() {
    let mut seen = 0;
    for example in examples().unwrap() {
        for &platform in Platform::ALL {
            let entry = Entry::of(platform);
            let plan = plan_on(example.toml, platform).unwrap();
            for sql in statements(&plan) {
                seen += 1;
                let refused = entry.refuses(&sql).map(|it| it.words);
                assert_eq!(refused, None, "{}: {platform}: {sql}", example.name);
            }
            // Files are made of the statements; what the tools add is the same for all plans.
            let formats = if example.name == EXAMPLES[0].name { FORMATS } else { &[] };
            for format in formats {
                for file in format.render(&plan, &render::Options::default()) {
                    let refused = entry.refuses(&file.content).map(|it| it.words);
                    let name = (example.name, format.id, file.path);
                    assert_eq!(refused, None, "{platform}: {name:?}");
                }
            }
        }
    }
    assert!(10_000 < seen, "{seen}");
}

#[test]
fn every_setting_is_one_that_a_session_may_change_and_within_its_limit() {
    let mut seen = 0;
    for example in examples().unwrap() {
        for &platform in Platform::ALL {
            let entry = Entry::of(platform);
            let plan = plan_on(example.toml, platform).unwrap();
            for step in plan.up.iter().chain(&plan.down) {
                let Statement::Set(it) = &step.statement else { continue };
                let name = it.parameter.name();
                let asked = ASKED.iter().find(|it| it.name == name).unwrap();
                assert_eq!(asked.session(entry), Answer::Yes, "{platform}: {name}");
                if let (SettingValue::Memory(it), Some(most)) = (it.value, entry.most(name)) {
                    assert!(it.bytes() <= most, "{}: {platform}: {name} = {it}", example.name);
                }
                seen += 1;
            }
        }
    }
    assert!(1_000 < seen, "{seen}");
}

/// As the plan does, the linter knows the platform.
#[test]
fn what_is_written_for_a_platform_has_no_finding_there() {
    for example in EXAMPLES.iter().filter(|it| it.name != "types") {
        for &platform in Platform::ALL {
            let plan = plan_on(example.toml, platform).unwrap();
            let format = FORMATS.iter().find(|it| it.id == "sql").unwrap();
            let files = format.render(&plan, &render::Options::default());
            let mut sources = vec![Source::schema("schema.sql", example.schema)];
            sources.extend(files.iter().map(|it| Source::sql(&it.path, &it.content)));
            let options = Options { platform: Some(platform), ..Options::default() };
            let found: Vec<_> = check(&sources, &options)
                .iter()
                .map(|it| format!("{}: {}", it.rule.id, it.message))
                .collect();
            assert!(found.is_empty(), "{}: {platform}: {found:#?}", example.name);
        }
    }
}

const LARGE: &str = r#"
    [target]
    pgvector = "0.8.6"
    ram = "256GiB"
    [[index]]
    table = "items"
    column = "embedding"
    type = "vector(1536)"
    metric = "cosine"
    rows = "10M"
"#;

fn memory_of(plan: &Plan) -> MemorySetting {
    plan.estimates[0].maintenance_work_mem
}

fn findings(plan: &Plan) -> Vec<&str> {
    plan.findings.iter().map(|it| it.id).collect()
}

#[test]
fn the_limit_of_azure_is_kept_and_said() {
    let free = plan_on(LARGE, Platform::SelfHosted).unwrap();
    assert_eq!(memory_of(&free).to_string(), "72330MB");
    let limited = plan_on(LARGE, Platform::Azure).unwrap();
    assert_eq!(memory_of(&limited).to_string(), "2047MB");
    assert!(findings(&limited).contains(&"platform-limits-memory"), "{:?}", findings(&limited));
    assert!(findings(&limited).contains(&"spills"));

    let asked = LARGE.replace("rows", "maintenance_work_mem = \"4GB\"\n    rows");
    let mut spec = Spec::from_toml(&asked, "hnswkit.toml").unwrap();
    spec.set_flag("--platform", "azure").unwrap();
    let problems = spec.to_request().unwrap_err().to_string();
    assert!(problems.contains("must be at most 2097151kB on azure"), "{problems}");
}

#[test]
fn an_editor_that_ends_the_build_is_named_with_what_to_use_instead() {
    let it = plan_on(LARGE, Platform::Supabase).unwrap();
    let found = it.findings.iter().find(|it| it.id == "statement-is-ended").unwrap();
    assert!(found.message.contains("SQL editor"), "{}", found.message);
    assert!(found.help.contains("psql"), "{}", found.help);
    assert!(findings(&it).contains(&"pooler-loses-settings"));
    // Nobody stands between a client and a server of one's own, as far as is known.
    assert!(
        !findings(&plan_on(LARGE, Platform::SelfHosted).unwrap())
            .contains(&"pooler-loses-settings")
    );
}

#[test]
fn what_is_recommended_leaves_room_for_shared_buffers() {
    let small = LARGE.replace("\"256GiB\"", "\"8GiB\"\n    shared_buffers = \"4GB\"");
    let it = plan_on(&small, Platform::SelfHosted).unwrap();
    assert_eq!(memory_of(&it).to_string(), "2309MB");
    let around = it.memory_around().unwrap();
    assert_eq!(around.fit.id(), "fits");
    assert!(!findings(&it).contains(&"memory-of-the-server"), "{:?}", findings(&it));
    assert!(findings(&it).contains(&"spills"));
}

#[test]
fn pods_without_a_volume_are_built_by_one_process() {
    for (platform, workers) in [
        (Platform::Docker, Some(0)),
        (Platform::Kubernetes, Some(0)),
        (Platform::CloudNativePg, None),
        (Platform::Neon, None),
    ] {
        let it = plan_on(LARGE, platform).unwrap();
        let said = it.up.iter().find_map(|it| match &it.statement {
            Statement::Set(it) if it.parameter.name() == "max_parallel_maintenance_workers" => {
                Some(it.value)
            }
            _ => None,
        });
        assert_eq!(said, workers.map(SettingValue::Number), "{platform}");
    }
    // Whoever has enlarged it says so.
    let told = LARGE.replace("ram", "shared_memory = \"128GiB\"\n    ram");
    let it = plan_on(&told, Platform::Docker).unwrap();
    assert!(!findings(&it).contains(&"shared-memory"), "{:?}", findings(&it));
    assert!(0 < it.estimates[0].shared_memory_bytes.get());
}
