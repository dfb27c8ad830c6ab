//! What `generate` writes has no finding.

use hnswkit_core::{
    lint::{Options, Source, check},
    render::{self, FORMATS, Role},
};
use hnswkit_tests::{EXAMPLES, operations};

/// What an example asks for although it is not wise; its plan says so too.
const ASKED_FOR: &[(&str, &str)] = &[
    // `m = 8, ef_construction = 16`, to see that it works.
    ("types", "ef-construction-exactly-twice-m"),
    // Its tables come with what a rebuild has left.
    ("repair", "duplicate-index"),
    // The words are for those who lint without the tables, which say that they are partitioned.
    ("partitions", "suppression-unused"),
    ("partitions-drop", "suppression-unused"),
    ("partitions-transactional", "suppression-unused"),
];

#[test]
fn what_generate_writes_has_no_finding() {
    let mut wrong = vec![];
    let mut asked = vec![];
    let operations = operations().unwrap();
    for example in EXAMPLES.iter().chain(&operations) {
        let plan = example.plan().unwrap();
        for format in FORMATS {
            let files = format.render(&plan, &render::Options::default());
            // Scripts that are run outside of a tool are no part of its history.
            let (outside, inside): (Vec<_>, Vec<_>) = files
                .iter()
                .filter(|it| it.path.ends_with(".sql"))
                .partition(|it| it.role == Role::Outside);
            for mut files in [outside, inside] {
                // In the order in which they are run; the way back comes last.
                files.sort_by_key(|it| (it.role == Role::Down, it.role == Role::Verify));
                let mut sources = vec![Source::schema("schema.sql", example.schema)];
                sources.extend(files.iter().map(|it| Source::sql(&it.path, &it.content)));
                for it in check(&sources, &Options::default()) {
                    let file = files.get(it.source.wrapping_sub(1)).map_or("schema", |it| &it.path);
                    if ASKED_FOR.contains(&(example.name, it.rule.id)) {
                        asked.push((example.name, it.rule.id));
                    } else {
                        wrong.push(format!(
                            "{}/{}/{file}: {}: {}",
                            example.name, format.id, it.rule.id, it.message
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ASKED_FOR.iter().all(|it| asked.contains(it)), "{asked:?}");
}
