//! The tables of the domain against what the servers accept.

use anyhow::{Context, Result, ensure};
use hnswkit_core::domain::{
    EfConstruction, ElementType, Hnsw, Identifier, KEYWORDS, M, OPERATOR_CLASSES, PARAMETERS,
    ParameterKind, PgvectorVersion, VectorType,
};
use hnswkit_tests::{Database, Server, Session, Test, Version, refusal};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "index_options_end_where_the_table_says",
        since: Version::OLDEST,
        run: index_options_end_where_the_table_says,
    },
    Test { name: "the_joint_rule_holds", since: Version::OLDEST, run: the_joint_rule_holds },
    Test {
        name: "settings_end_where_the_table_says",
        since: Version::OLDEST,
        run: settings_end_where_the_table_says,
    },
    Test {
        name: "types_end_where_the_table_says",
        since: Version::OLDEST,
        run: types_end_where_the_table_says,
    },
    Test {
        name: "operator_classes_are_there_since_the_table_says",
        since: Version::OLDEST,
        run: operator_classes_are_there_since_the_table_says,
    },
    Test {
        name: "names_are_quoted_as_the_server_quotes_them",
        since: Version::OLDEST,
        run: names_are_quoted_as_the_server_quotes_them,
    },
    Test {
        name: "twice_m_switches_merging_off",
        since: Version::OLDEST,
        run: twice_m_switches_merging_off,
    },
];

fn pgvector(server: &Server) -> Result<PgvectorVersion> {
    Ok(server.pgvector.to_string().parse()?)
}

/// min − 1, min, max, max + 1.
fn edges(min: u32, max: u32) -> [i64; 4] {
    [i64::from(min) - 1, min.into(), max.into(), i64::from(max) + 1]
}

/// The server accepts `sql` exactly when `expected`; a refusal contains `message`.
#[track_caller]
fn agrees(session: &mut Session, sql: &str, expected: bool, message: &str) -> Result<()> {
    if expected {
        session.batch_execute(sql).with_context(|| sql.to_owned())
    } else {
        let found = refusal(session, sql)?;
        ensure!(found.message().contains(message), "{sql}: {}", found.message());
        Ok(())
    }
}

fn index_options_end_where_the_table_says(server: &Server) -> Result<()> {
    let database = Database::create(server, "index options")?;
    let mut session = database.connect()?;
    session.batch_execute("CREATE TABLE t (v vector(3))")?;
    for info in PARAMETERS.iter().filter(|it| it.kind == ParameterKind::IndexOption) {
        for value in edges(info.min, info.max) {
            // The other option is chosen so that the joint rule is kept.
            let (options, ours) = match info.name {
                "m" => {
                    let ef_construction = (2 * value).max(64);
                    (
                        format!("m = {value}, ef_construction = {ef_construction}"),
                        M::new(value).is_ok(),
                    )
                }
                _ => (
                    format!("m = 2, ef_construction = {value}"),
                    EfConstruction::new(value).is_ok(),
                ),
            };
            let sql = format!("CREATE INDEX ON t USING hnsw (v vector_l2_ops) WITH ({options})");
            let message = format!("value {value} out of bounds for option \"{}\"", info.name);
            agrees(&mut session, &sql, ours, &message)?;
        }
    }
    Ok(())
}

fn the_joint_rule_holds(server: &Server) -> Result<()> {
    let database = Database::create(server, "joint rule")?;
    let mut session = database.connect()?;
    session.batch_execute("CREATE TABLE t (v vector(3))")?;
    for (m, ef_construction) in [(16, 31), (16, 32), (33, 64), (33, 66), (100, 199), (100, 200)] {
        let ours = Hnsw::new(M::new(m)?, EfConstruction::new(ef_construction)?).is_ok();
        let sql = format!(
            "CREATE INDEX ON t USING hnsw (v vector_l2_ops) WITH (m = {m}, ef_construction = {ef_construction})"
        );
        let message = "ef_construction must be greater than or equal to 2 * m";
        agrees(&mut session, &sql, ours, message)?;
    }
    Ok(())
}

fn settings_end_where_the_table_says(server: &Server) -> Result<()> {
    let database = Database::create(server, "settings")?;
    let mut session = database.connect()?;
    // Before the library is loaded any value is accepted, and thrown away later.
    session.batch_execute("LOAD 'vector'")?;
    let version = pgvector(server)?;
    for info in PARAMETERS.iter().filter(|it| it.kind == ParameterKind::Setting) {
        let there = "SELECT count(*) FROM pg_settings WHERE name = ".to_owned();
        let there = session.value(&format!("{there}'{}'", info.name))?;
        ensure!((there == "1") == (info.since <= version), "{}: {there} settings", info.name);
        if version < info.since {
            continue;
        }
        for value in edges(info.min, info.max) {
            let ours = (i64::from(info.min)..=i64::from(info.max)).contains(&value);
            let sql = format!("SET {} = {value}", info.name);
            let message = if value <= i32::MAX.into() {
                format!("{value} is outside the valid range for parameter \"{}\"", info.name)
            } else {
                format!("invalid value for parameter \"{}\"", info.name)
            };
            agrees(&mut session, &sql, ours, &message)?;
        }
        let default = "SELECT boot_val FROM pg_settings WHERE name = ";
        let default = session.value(&format!("{default}'{}'", info.name))?;
        ensure!(default == info.default.to_string(), "{}: {default}", info.name);
    }
    Ok(())
}

fn types_end_where_the_table_says(server: &Server) -> Result<()> {
    let database = Database::create(server, "types")?;
    let mut session = database.connect()?;
    let version = pgvector(server)?;
    for element in ElementType::ALL.iter().filter(|it| it.since() <= version) {
        let class =
            OPERATOR_CLASSES.iter().find(|it| it.element == *element).context("no class")?;
        let (indexed, stored) = (element.max_indexed_dimensions(), element.max_stored_dimensions());
        for dimensions in [0, 1, indexed, indexed + 1] {
            if stored < dimensions {
                continue;
            }
            let ours = VectorType::new(*element, dimensions.into()).is_ok();
            let sql = format!(
                "DROP TABLE IF EXISTS t;
                CREATE TABLE t (v {element}({dimensions}));
                CREATE INDEX ON t USING hnsw (v {})",
                class.name
            );
            let message = match dimensions {
                0 => "must be at least 1".to_owned(),
                _ => format!("column cannot have more than {indexed} dimensions for hnsw index"),
            };
            agrees(&mut session, &sql, ours, &message)?;
        }
        for dimensions in [stored, stored + 1] {
            let sql = format!("DROP TABLE IF EXISTS t; CREATE TABLE t (v {element}({dimensions}))");
            agrees(&mut session, &sql, dimensions <= stored, "cannot exceed")?;
        }
    }
    if ElementType::Sparsevec.since() <= version {
        let max = VectorType::MAX_INDEXED_NON_ZERO;
        for non_zero in [max, max + 1] {
            let sql = format!(
                "DROP TABLE IF EXISTS t;
                CREATE TABLE t (v sparsevec(5000));
                INSERT INTO t SELECT ('{{' || string_agg(i || ':1', ',') || '}}/5000')::sparsevec
                    FROM generate_series(1, {non_zero}) AS i;
                CREATE INDEX ON t USING hnsw (v sparsevec_l2_ops)"
            );
            let message = format!("cannot have more than {max} non-zero elements for hnsw index");
            agrees(&mut session, &sql, non_zero <= max, &message)?;
        }
    }
    Ok(())
}

fn operator_classes_are_there_since_the_table_says(server: &Server) -> Result<()> {
    let database = Database::create(server, "operator classes")?;
    let mut session = database.connect()?;
    let version = pgvector(server)?;
    let classes = session.values(
        "SELECT format('%s %s %s', o.opcname, o.opcintype::regtype, p.amopopr::regoperator::oid::regoper)
        FROM pg_opclass AS o
        JOIN pg_am AS a ON a.oid = o.opcmethod
        JOIN pg_amop AS p ON p.amopfamily = o.opcfamily AND p.amoplefttype = o.opcintype
        WHERE a.amname = 'hnsw'
        ORDER BY 1",
    )?;
    let mut ours: Vec<_> = OPERATOR_CLASSES
        .iter()
        .filter(|it| it.since <= version)
        .map(|it| format!("{} {} {}", it.name, it.element, it.metric.operator()))
        .collect();
    ours.sort();
    // `regoper` names an operator that several types share with its schema.
    let classes: Vec<_> = classes.iter().map(|it| it.replace("public.", "")).collect();
    ensure!(classes == ours, "{classes:#?}\n{ours:#?}");
    Ok(())
}

fn names_are_quoted_as_the_server_quotes_them(server: &Server) -> Result<()> {
    let database = Database::create(server, "names")?;
    let mut session = database.connect()?;
    let mut names = session.values("SELECT word FROM pg_get_keywords() ORDER BY word")?;
    for word in session.values("SELECT word FROM pg_get_keywords() WHERE catcode <> 'U'")? {
        ensure!(KEYWORDS.contains(&word.as_str()), "{word} is a keyword of the server");
    }
    names.extend(
        ["a", "A", "1a", "a1", "_", "a b", "a\"b", "a'b", "a.b", "имя", "é", "$a", "a$", "a\\b"]
            .map(str::to_owned),
    );
    for name in names {
        let ours = Identifier::new(&*name)?.to_string();
        let row = session.query_one("SELECT quote_ident($1)", &[&name])?;
        let theirs: String = row.get(0);
        // The union over all releases quotes a few more words than an old server does.
        let newer = KEYWORDS.contains(&name.as_str()) && ours == format!("\"{name}\"");
        ensure!(ours == theirs || newer, "{name}: {ours}, the server says {theirs}");
    }
    Ok(())
}

/// 500 rows of ten equal vectors each: merged, they take a tenth of the elements.
fn twice_m_switches_merging_off(server: &Server) -> Result<()> {
    let database = Database::create(server, "merging")?;
    let mut session = database.connect()?;
    session.batch_execute(
        "CREATE TABLE t (v vector(64));
        INSERT INTO t
        SELECT u.v
        FROM (
            SELECT (SELECT array_agg(random() + 0 * i * j) FROM generate_series(1, 64) AS j)::vector AS v
            FROM generate_series(1, 200) AS i
        ) AS u, generate_series(1, 5)",
    )?;
    for ef_construction in [32, 33, 64] {
        session.batch_execute(&format!(
            "CREATE INDEX i ON t USING hnsw (v vector_l2_ops) WITH (m = 16, ef_construction = {ef_construction})"
        ))?;
        let pages: u64 = session.value("SELECT pg_relation_size('i') / 8192")?.parse()?;
        session.batch_execute("DROP INDEX i")?;
        let merges =
            Hnsw::new(M::new(16)?, EfConstruction::new(ef_construction)?)?.merges_duplicates();
        // 1,000 elements take some 70 pages, 200 of them some 14.
        ensure!((pages < 35) == merges, "ef_construction = {ef_construction}: {pages} pages");
    }
    Ok(())
}
