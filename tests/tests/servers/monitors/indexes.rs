//! Indexes as they are: described, measured, counted, and able to serve.

use anyhow::{Context, Result, ensure};
use hnswkit_core::monitor::{Monitor, render};
use hnswkit_tests::{
    Database, Direction, EXAMPLES, Element, Server, Session, Version, create_table, run_plan,
};
use postgres::SimpleQueryRow;

use super::{about, check, items, row, rows, wait_for};

pub(super) fn an_index_is_described_measured_and_counted(server: &Server) -> Result<()> {
    let (_database, mut session, plan) = items(server, "described")?;
    let def = session.value("SELECT indexdef FROM pg_indexes WHERE indexname = 'items_hnsw'")?;
    let named = [("schema", "public"), ("table", "items"), ("index", "items_hnsw")];

    let row_of = row(&mut session, "definitions", &plan)?;
    check(&row_of, &named)?;
    check(&row_of, &[("key", "embedding"), ("operator_class", "vector_cosine_ops"), ("m", "8")])?;
    check(&row_of, &[("ef_construction", "64"), ("predicate", "NULL"), ("definition", &def)])?;

    let bytes = session.value("SELECT pg_relation_size('items_hnsw')")?;
    let row_of = row(&mut session, "validity", &plan)?;
    check(&row_of, &named)?;
    check(&row_of, &[("valid", "t"), ("ready", "t"), ("live", "t"), ("state", "valid")])?;
    check(&row_of, &[("bytes", &bytes), ("leftover", "NULL"), ("cure", "NULL")])?;

    let (n_bytes, n_rows) = (bytes.parse::<f64>()?, 158.0);
    let each = format!("{:.1}", n_bytes / n_rows);
    let table = session.value("SELECT pg_table_size('items')")?;
    let pages = session.value("SELECT pg_relation_size('items_hnsw') / 8192")?;
    let row_of = row(&mut session, "size", &plan)?;
    check(&row_of, &named)?;
    check(&row_of, &[("index_bytes", &bytes), ("pages", &pages), ("table_bytes", &table)])?;
    check(&row_of, &[("rows", "158"), ("bytes_per_row", &each)])?;

    let usage = about("usage", &plan)?.sql;
    let row_of = wait_for(&mut session, &usage, |it| it.get("writes") == Some("237"))?;
    check(&row_of, &named)?;
    check(&row_of, &[("idx_scan", "0"), ("last_idx_scan", "NULL"), ("table_rows", "237")])?;
    session.batch_execute(
        "SET enable_seqscan = off;
        SET enable_sort = off;
        SELECT id FROM items ORDER BY embedding <=> (SELECT embedding FROM items WHERE id = 1) LIMIT 5",
    )?;
    let row_of = wait_for(&mut session, &usage, |it| it.get("idx_scan") != Some("0"))?;
    check(&row_of, &[("idx_scan", "1"), ("idx_tup_read", "5")])?;
    // PostgreSQL has the time since 16.
    ensure!((16 <= server.postgres_major) == row_of.get("last_idx_scan").is_some(), "{row_of:?}");
    let row_of = row(&mut session, "size", &plan)?;
    ensure!(row_of.get("hit_ratio").is_some(), "{row_of:?}");
    Ok(())
}

pub(super) fn every_planned_index_can_serve_its_query(server: &Server) -> Result<()> {
    for example in EXAMPLES.iter().filter(|it| server.has(it.since)) {
        let plan = example.plan()?;
        let database = Database::create(server, example.name)?;
        let mut session = database.connect()?;
        session.batch_execute(example.schema)?;
        run_plan(&mut session, &plan, Direction::Up)?;
        session.batch_execute("ANALYZE")?;
        for id in ["definitions", "validity", "usage", "size"] {
            let mut found: Vec<_> = rows(&mut session, &about(id, &plan)?.sql)?
                .iter()
                .map(|it| it.get("index").unwrap_or_default().to_owned())
                .collect();
            let mut planned: Vec<_> =
                plan.definitions().map(|it| it.name.as_str().to_owned()).collect();
            found.sort();
            planned.sort();
            ensure!(found == planned, "{}, {id}: {found:?}", example.name);
        }
        let before = session.value("SHOW enable_seqscan")?;
        for id in ["query-plan", "query-plan-forced"] {
            for it in render(id.parse()?, &plan) {
                let plan = explained(&mut session, &it.sql)?;
                let index = it.index.context("no index")?;
                let served = plan.contains(&format!("Index Scan using {} on ", index.name));
                ensure!(served || id == "query-plan", "{}: {plan}", it.title);
            }
        }
        ensure!(session.value("SHOW enable_seqscan")? == before);
    }
    Ok(())
}

fn explained(session: &mut Session, sql: &str) -> Result<String> {
    let lines = rows(session, sql)?;
    Ok(lines.iter().filter_map(|it| it.get(0)).collect::<Vec<_>>().join("\n"))
}

fn number(row: &SimpleQueryRow, column: &str) -> Result<i64> {
    row.get(column).with_context(|| format!("no {column} in {row:?}"))?.parse().context("a number")
}

/// A new index has its expected size; after its rows were written anew, twice that; REINDEX
/// brings it back.
pub(super) fn size_beside_the_expected_size_shows_bloat(server: &Server) -> Result<()> {
    let (_database, mut session, plan) = items(server, "bloat")?;
    let types = [
        (Element::Vector(3), "vector_l2_ops", 16, Version::OLDEST),
        (Element::Vector(64), "vector_cosine_ops", 8, Version::OLDEST),
        (Element::Vector(768), "vector_ip_ops", 40, Version::OLDEST),
        (Element::Vector(2000), "vector_l2_ops", 16, Version::OLDEST),
        (Element::Halfvec(512), "halfvec_l2_ops", 16, Version::new(0, 7, 0)),
        (Element::Bit(1024), "bit_hamming_ops", 16, Version::new(0, 7, 0)),
    ];
    let monitor: &Monitor = "bloat".parse()?;
    for (n, (element, class, m, _)) in
        types.into_iter().enumerate().filter(|(_, it)| server.has(it.3))
    {
        let table = format!("t{n}");
        create_table(&mut session, &table, "v", element, 2500)?;
        session.batch_execute(&format!(
            "CREATE INDEX {table}_hnsw ON {table} USING hnsw (v {class})
                WITH (m = {m}, ef_construction = {})",
            2 * m + 1
        ))?;
        let answer = rows(&mut session, monitor.sql())?;
        let of_table = answer.iter().find(|it| it.get("table") == Some(&table));
        let seen = of_table.with_context(|| format!("{table} is missing in {answer:?}"))?;
        // Levels are random; and a page more or less is 1 % of the smallest of these.
        let expected = number(seen, "expected_bytes")?;
        let off = (number(seen, "index_bytes")? - expected).abs();
        ensure!(off <= expected / 100 + 8192, "{element}: {seen:?}");
        check(seen, &[("rows", "2500"), ("cure", "NULL")])?;
    }
    for _ in 0..3 {
        // Each row gets a vector of its own again, so that no element is shared.
        session.batch_execute(
            "UPDATE items SET embedding = (
                SELECT array_agg(random())::vector FROM generate_series(1, 64) WHERE items.id > 0
            ) WHERE embedding IS NOT NULL",
        )?;
    }
    session.batch_execute("ANALYZE items")?;
    let seen = row(&mut session, "bloat", &plan)?;
    let ratio: f64 = seen.get("ratio").context("no ratio")?.parse()?;
    ensure!(1.5 < ratio, "{seen:?}");
    let excess = number(&seen, "excess_bytes")?;
    check(&seen, &[("cure", "REINDEX INDEX CONCURRENTLY public.items_hnsw;")])?;
    session.batch_execute(seen.get("cure").unwrap_or_default())?;
    session.batch_execute("VACUUM ANALYZE items")?;
    let after = row(&mut session, "bloat", &plan)?;
    // Two pages of a dozen.
    let off = number(&after, "index_bytes")? - number(&after, "expected_bytes")?;
    ensure!(off.abs() <= 2 * 8192, "{after:?}");
    let given_back = number(&seen, "index_bytes")? - number(&after, "index_bytes")?;
    ensure!((given_back - excess).abs() <= 3 * 8192, "{given_back} given back, {excess} promised");
    Ok(())
}

pub(super) fn what_is_in_memory_is_said_or_why_it_is_not(server: &Server) -> Result<()> {
    let (_database, mut session, plan) = items(server, "cache")?;
    let without = row(&mut session, "cache", &plan)?;
    check(&without, &[("index", "items_hnsw"), ("buffered_bytes", "NULL")])?;
    check(&without, &[("buffers_from", "unknown: needs CREATE EXTENSION pg_buffercache")])?;
    let bytes = session.value("SHOW shared_buffers")?;
    let bytes = session.value(&format!("SELECT pg_size_bytes('{bytes}')"))?;
    check(&without, &[("shared_buffers_bytes", &bytes)])?;

    session.batch_execute("SET enable_seqscan = off; SET enable_sort = off")?;
    session.batch_execute(
        "SELECT id FROM items ORDER BY embedding <=> (SELECT embedding FROM items WHERE id = 1) LIMIT 5",
    )?;
    let sql = about("cache", &plan)?.sql;
    let seen = wait_for(&mut session, &sql, |it| it.get("blocks_hit").is_some_and(|it| it != "0"))?;
    ensure!(seen.get("hit_ratio").is_some(), "{seen:?}");

    let available = "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_buffercache'";
    if session.value(available)? == "0" {
        return Ok(());
    }
    session.batch_execute(
        "CREATE SCHEMA \"ext's\"; CREATE EXTENSION pg_buffercache SCHEMA \"ext's\"",
    )?;
    let counted = session.value(
        "SELECT count(*) * 8192 FROM \"ext's\".pg_buffercache
        WHERE relfilenode = pg_relation_filenode('items_hnsw')
            AND reldatabase = (SELECT oid FROM pg_database WHERE datname = current_database())",
    )?;
    let with = row(&mut session, "cache", &plan)?;
    check(&with, &[("buffers_from", "pg_buffercache"), ("buffered_bytes", &counted)])?;
    ensure!(counted != "0", "{with:?}");
    // A role that may not look is told so.
    session.batch_execute("SET ROLE pg_read_all_stats")?;
    let hidden = row(&mut session, "cache", &plan)?;
    check(&hidden, &[("buffers_from", "unknown: needs pg_monitor"), ("buffered_bytes", "NULL")])?;
    Ok(())
}

pub(super) fn recall_is_probed_by_the_index(server: &Server) -> Result<()> {
    let (_database, mut session, plan) = items(server, "recall")?;
    let sql = about("recall", &plan)?.sql;
    let mut probe = |ef_search: &str| -> Result<SimpleQueryRow> {
        session.batch_execute(&format!("LOAD 'vector'; SET hnsw.ef_search = {ef_search}"))?;
        let seen = rows(&mut session, &sql)?.into_iter().next().context("no row")?;
        check(&seen, &[("probes", "20"), ("ef_search", ef_search), ("index_scans", "20")])?;
        Ok(seen)
    };
    // As many candidates as there are rows find all of them.
    check(&probe("200")?, &[("recall", "1.0000"), ("worst", "1.0000")])?;
    // One candidate is one row of ten, and that is the probe itself, or not even that.
    let seen = probe("1")?;
    let recall: f64 = seen.get("recall").context("no recall")?.parse()?;
    ensure!(recall <= 0.1, "{seen:?}");
    ensure!(session.value("SHOW enable_seqscan")? == "on");

    // Without the index the answer says that it is worth nothing.
    session.batch_execute("DROP INDEX items_hnsw")?;
    let seen = rows(&mut session, &sql)?.into_iter().next().context("no row")?;
    check(&seen, &[("probes", "20"), ("recall", "1.0000"), ("index_scans", "NULL")])?;
    Ok(())
}

pub(super) fn recall_grows_with_ef_search(server: &Server) -> Result<()> {
    let (_database, mut session, plan) = items(server, "recall by ef_search")?;
    let sql = about("recall-by-ef-search", &plan)?.sql;
    session.batch_execute("LOAD 'vector'; SET hnsw.ef_search = 77")?;
    let seen = rows(&mut session, &sql)?;
    let number = |it: &SimpleQueryRow, column: &str| -> Result<f64> {
        Ok(it.get(column).with_context(|| format!("no {column}: {it:?}"))?.parse()?)
    };
    let mut before = 0.0;
    for it in &seen {
        // Every search is one scan; with a higher setting none finds fewer, but for ties.
        check(it, &[("searches", "350"), ("index_scans", "350")])?;
        let recall = number(it, "recall")?;
        ensure!(before <= recall + 0.02 && recall <= 1.0, "{seen:?}");
        before = recall;
    }
    let last = seen.last().context("no row")?;
    // As many candidates as there are rows find all of them.
    check(last, &[("ef_search", "640"), ("recall", "1.0000"), ("rows", "10.0")])?;
    ensure!(session.value("SHOW enable_seqscan")? == "on");
    ensure!(session.value("SHOW hnsw.ef_search")? == "77");
    Ok(())
}

pub(super) fn settings_are_listed_with_whom_they_hold_for(server: &Server) -> Result<()> {
    let database = Database::create(server, "settings")?;
    let mut session = database.connect()?;
    let (name, role) = (database.name(), format!("{}_role", database.name()));
    let sql = "settings".parse::<&Monitor>()?.sql();
    let listed = |session: &mut Session| -> Result<Vec<[String; 3]>> {
        let answer = rows(session, sql)?;
        let of = |it: &SimpleQueryRow, column: &str| it.get(column).unwrap_or("NULL").to_owned();
        let mine = answer.iter().filter(|it| it.get("setting") == Some("hnsw.ef_search"));
        Ok(mine.map(|it| ["value", "applies_to", "rank"].map(|column| of(it, column))).collect())
    };
    let own = |it: [&str; 3]| it.map(str::to_owned);
    let fallback = own(["40", "pgvector's own default", "5"]);
    // The library is not loaded: nothing is in force but pgvector's default.
    ensure!(listed(&mut session)? == [fallback.clone()], "{:?}", listed(&mut session)?);

    session.batch_execute(&format!(
        "CREATE ROLE {role};
        ALTER DATABASE {name} SET hnsw.ef_search = 80;
        ALTER ROLE {role} SET hnsw.ef_search = 90;
        ALTER ROLE {role} IN DATABASE {name} SET hnsw.ef_search = 100"
    ))?;
    let result = (|| {
        let expected = [
            own(["80", "this session", "0"]),
            [100.to_string(), format!("role {role} in database {name}"), 1.to_string()],
            [90.to_string(), format!("role {role} in every database"), 2.to_string()],
            [80.to_string(), format!("database {name}"), 3.to_string()],
            fallback.clone(),
        ];
        // A new session has what the database says, before and after the library is loaded.
        let mut session = database.connect()?;
        for sql in ["SELECT 1", "LOAD 'vector'"] {
            session.batch_execute(sql)?;
            let seen = listed(&mut session)?;
            ensure!(seen == expected, "{seen:?}");
        }
        session.batch_execute("SET hnsw.ef_search = 123")?;
        ensure!(listed(&mut session)?[0] == own(["123", "this session", "0"]));
        let newer = rows(&mut session, sql)?;
        let names = newer.iter().any(|it| it.get("setting") == Some("hnsw.iterative_scan"));
        ensure!(names == server.has(Version::new(0, 8, 0)), "{newer:?}");
        Ok(())
    })();
    session.batch_execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"))?;
    result
}
