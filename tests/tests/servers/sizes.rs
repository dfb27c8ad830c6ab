//! The size that the estimate gives against the size that the server has.

use anyhow::{Context, Result, ensure};
use hnswkit_core::{
    domain::{
        EfConstruction, ElementType, Hnsw, M, Metric, OperatorClass, PostgresVersion, Rows,
        VectorType,
    },
    estimate::{Estimate, Workload, estimate},
};
use hnswkit_tests::{
    Database, Element, Server, Session, Test, Version, create_table, fill_vectors,
};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "builds_have_the_estimated_size",
        since: Version::OLDEST,
        run: builds_have_the_estimated_size,
    },
    Test {
        name: "any_way_to_fill_an_index_stays_within_the_bounds",
        since: Version::OLDEST,
        run: any_way_to_fill_an_index_stays_within_the_bounds,
    },
];

/// An index of the grid: the type, m, and rows.
pub(crate) type Config = (Element, u32, u32);

/// One to sixty rows a page; where all pages take the same number, the size is exact.
const GRID: &[Config] = &[
    (Element::Vector(3), 16, 10_000),
    (Element::Vector(64), 8, 10_000),
    (Element::Vector(128), 16, 10_000),
    (Element::Vector(384), 16, 2_000),
    (Element::Vector(700), 32, 2_000),
    (Element::Vector(949), 16, 1_000),
    (Element::Vector(1536), 16, 2_000),
    (Element::Vector(2000), 16, 1_000),
    (Element::Halfvec(3072), 16, 1_000),
    (Element::Halfvec(3937), 16, 1_000),
    (Element::Bit(1024), 16, 10_000),
    (Element::Sparsevec { dimensions: 30_000, nonzero: 100 }, 16, 2_000),
];

/// Types near a step, where the levels of the rows decide how full the pages are.
const CLIFFS: &[Config] = &[
    (Element::Vector(3), 2, 2_000),
    (Element::Vector(438), 16, 1_000),
    (Element::Vector(768), 64, 250),
    (Element::Vector(948), 16, 500),
    (Element::Vector(1968), 16, 500),
];

fn builds_have_the_estimated_size(server: &Server) -> Result<()> {
    let database = Database::create(server, "sizes")?;
    let mut session = database.connect()?;
    let mut errors = Errors::default();
    for config in available(server, GRID) {
        let (element, _, rows) = *config;
        create_table(&mut session, "items", "v", element, rows)?;
        let expected = ask(&workload(server, config)?)?;
        let found = build(&mut session, config, "1GB")?;
        errors.add(&format!("{element} × {rows}"), expected.index_bytes.get(), found);
        check_bounds(config, "built", &expected, found)?;
        session.batch_execute("DROP TABLE items")?;
    }
    errors.check(0.1, 1.0)
}

fn any_way_to_fill_an_index_stays_within_the_bounds(server: &Server) -> Result<()> {
    let database = Database::create(server, "size bounds")?;
    let mut session = database.connect()?;
    for config in available(server, CLIFFS) {
        let (element, _, rows) = *config;
        create_table(&mut session, "items", "v", element, rows)?;
        let expected = ask(&workload(server, config)?)?;
        let found = build(&mut session, config, "1GB")?;
        check_bounds(config, "built in memory", &expected, found)?;
        let found = build(&mut session, config, "1MB")?;
        check_bounds(config, "built and spilled", &expected, found)?;
        session.batch_execute("TRUNCATE items")?;
        build(&mut session, config, "1GB")?;
        fill_vectors(&mut session, "items", "v", element, rows, None)?;
        check_bounds(config, "inserted", &expected, size(&mut session)?)?;
        session.batch_execute("DROP TABLE items")?;
    }
    Ok(())
}

/// Those that the server's pgvector can index.
pub(crate) fn available<'a>(
    server: &'a Server,
    grid: &'a [Config],
) -> impl Iterator<Item = &'a Config> {
    let seven = server.has(Version::new(0, 7, 0));
    grid.iter().filter(move |it| seven || matches!(it.0, Element::Vector(_)))
}

/// What is asked about an index of the grid; `ef_construction` is the least that pgvector takes.
pub(crate) fn workload(server: &Server, (element, m, rows): &Config) -> Result<Workload> {
    let vector_type: VectorType = element.to_string().parse()?;
    let non_zero = match element {
        Element::Sparsevec { nonzero, .. } => *nonzero,
        _ => 1,
    };
    Ok(Workload {
        vector_type,
        stored: None,
        non_zero,
        metric: metric(vector_type.element()),
        hnsw: Hnsw::new(M::new(*m)?, EfConstruction::new(2 * m)?)?,
        rows: Rows::new(u64::from(*rows))?,
        duplicates: 0.0,
        pgvector: server.pgvector.to_string().parse()?,
        postgres: PostgresVersion { major: u16::try_from(server.postgres_major)?, minor: None },
        ram: None,
        maintenance_work_mem: None,
        workers: Some(0),
    })
}

pub(crate) fn ask(it: &Workload) -> Result<Estimate> {
    estimate(it).with_context(|| format!("{it:?}"))
}

fn metric(element: ElementType) -> Metric {
    if element == ElementType::Bit { Metric::Hamming } else { Metric::L2 }
}

/// The statement that builds the index of the grid on `items`.
pub(crate) fn create_index((element, m, _): &Config) -> Result<String> {
    let element = element.to_string().parse::<VectorType>()?.element();
    let class = OperatorClass::find(element, metric(element))?.name;
    Ok(format!(
        "DROP INDEX IF EXISTS items_v;
         CREATE INDEX items_v ON items USING hnsw (v {class})
         WITH (m = {m}, ef_construction = {})",
        2 * m
    ))
}

/// Builds the index in one process, and gives its size.
fn build(session: &mut Session, config: &Config, memory: &str) -> Result<u64> {
    session.batch_execute(&format!(
        "SET max_parallel_maintenance_workers = 0; SET maintenance_work_mem = '{memory}'"
    ))?;
    let sql = create_index(config)?;
    session.batch_execute(&sql).context(sql)?;
    size(session)
}

fn size(session: &mut Session) -> Result<u64> {
    Ok(session.value("SELECT pg_relation_size('items_v')")?.parse()?)
}

fn check_bounds(config: &Config, how: &str, expected: &Estimate, found: u64) -> Result<()> {
    let bounds = expected.index_bytes_low.get()..=expected.index_bytes_high.get();
    ensure!(bounds.contains(&found), "{config:?} {how}: {found} B is not within {bounds:?}");
    Ok(())
}

/// Percent by which estimates are off.
#[derive(Default)]
pub(crate) struct Errors {
    list: Vec<f64>,
}

impl Errors {
    /// Adds one, and prints a line of the table.
    pub(crate) fn add(&mut self, what: &str, expected: u64, found: u64) {
        let error = 100.0 * (expected as f64 / found as f64 - 1.0);
        println!("{what:32} {expected:>11} estimated {found:>11} found {error:>+7.3} %");
        self.list.push(error.abs());
    }

    /// The mean and the largest error must not be above these.
    pub(crate) fn check(&self, mean: f64, most: f64) -> Result<()> {
        let found = self.list.iter().sum::<f64>() / self.list.len() as f64;
        let worst = self.list.iter().fold(0.0_f64, |worst, it| worst.max(*it));
        println!(
            "{} estimates: off by {found:.3} % on average, {worst:.3} % at most",
            self.list.len()
        );
        ensure!(found <= mean && worst <= most, "off by {found:.3} %, at most {worst:.3} %");
        Ok(())
    }
}
