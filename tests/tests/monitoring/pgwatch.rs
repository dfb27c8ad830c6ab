//! pgwatch's definitions: read as YAML, and every statement executed. pgwatch itself is not run.

use anyhow::{Context, Result, ensure};
use hnswkit_core::monitor::pack::{SOURCES, Source};
use hnswkit_tests::{Server, Session, Test, Version};
use postgres::SimpleQueryMessage;
use saphyr::{LoadableYamlNode as _, Yaml};

use super::scene::Scene;

pub(crate) const TESTS: &[Test] = &[Test {
    name: "every_statement_gives_a_time_tags_and_numbers",
    since: Version::OLDEST,
    run: every_statement_gives_a_time_tags_and_numbers,
}];

fn every_statement_gives_a_time_tags_and_numbers(server: &Server) -> Result<()> {
    let scene = Scene::set_up(server, "pgwatch")?;
    let content = std::fs::read_to_string(scene.write("pgwatch")?)?;
    let documents = Yaml::load_from_str(&content)?;
    let document = documents.first().context("an empty file")?;
    let mut session = Session::connect(&scene.url())?;
    for source in SOURCES {
        let metric = &document["metrics"][source.prefix];
        let sqls = metric["sqls"].as_mapping().context("no sqls")?;
        for sql in sqls.values() {
            answers(&mut session, source, sql.as_str().context("no text")?)
                .with_context(|| source.monitor)?;
        }
        let every = document["presets"]["hnsw"]["metrics"][source.prefix].as_integer();
        ensure!(every == Some(i64::from(source.every)), "{}", source.prefix);
    }
    Ok(())
}

fn answers(session: &mut Session, source: &Source, sql: &str) -> Result<()> {
    let prepared = session.prepare(sql)?;
    let columns: Vec<_> = prepared.columns().iter().map(|it| it.name().to_owned()).collect();
    let tags = source.labels.iter().map(|it| format!("tag_{}", it.name));
    let numbers = source.metrics().map(|it| it.suffix().to_owned());
    let expected: Vec<_> = ["epoch_ns".to_owned()].into_iter().chain(tags).chain(numbers).collect();
    ensure!(columns == expected, "{columns:?}");
    let rows = session.simple_query(sql)?;
    let time = rows.iter().find_map(|it| match it {
        SimpleQueryMessage::Row(row) => row.get("epoch_ns"),
        _ => None,
    });
    let time: i64 = time.with_context(|| format!("no row: {sql}"))?.parse()?;
    ensure!(1_700_000_000_000_000_000 < time, "{time}");
    Ok(())
}
