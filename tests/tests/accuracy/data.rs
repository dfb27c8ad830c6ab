//! Tables of vectors that lie as embeddings do: in clusters, and on few directions of the many.

use std::{collections::BTreeMap, fmt::Write as _};

use anyhow::{Context, Result};
use hnswkit_core::domain::{ElementType, VectorType};
use hnswkit_tests::{Element, Session, create_table};

use super::case::{Case, Half, Way};

/// Vectors of which every row is the sum of three: a center, and two that scatter around it.
const CENTERS: u32 = 64;
const SCATTER: u32 = 1_024;
/// Directions in which the vectors scatter.
const DIRECTIONS: usize = 32;

/// Makes the table `items (id, v)` of a case, vacuumed and counted.
pub(crate) fn make(session: &mut Session, case: &Case) -> Result<()> {
    session.batch_execute("DROP TABLE IF EXISTS items; SET work_mem = '512MB'")?;
    let vector_type: VectorType = case.vector_type.parse()?;
    let dimensions = vector_type.dimensions();
    match (vector_type.element(), case.way) {
        (ElementType::Sparsevec, _) => sparse(session, case, dimensions)?,
        (_, Way::Uniform) => {
            create_table(session, "items", "v", Element::Vector(dimensions), case.rows)?;
        }
        _ => clusters(session, case, vector_type)?,
    }
    session.batch_execute("ALTER TABLE items SET (autovacuum_enabled = off)")?;
    session.batch_execute("VACUUM ANALYZE items")?;
    Ok(())
}

/// Sparse vectors as models for search give them: half of a row's places are of its topic, and
/// the others are rare or common as words are.
fn sparse(session: &mut Session, case: &Case, dimensions: u32) -> Result<()> {
    let create = format!("CREATE TABLE items (id bigint PRIMARY KEY, v {})", case.vector_type);
    session.batch_execute(&create)?;
    let mut noise = Noise(seed(case.half, dimensions));
    let n = case.non_zero as usize;
    let topics: Vec<Vec<u32>> =
        (0..CENTERS).map(|_| (0..n).map(|_| noise.word(dimensions)).collect()).collect();
    let mut writer = session.copy_in("COPY items FROM STDIN")?;
    for id in 1..=case.rows {
        let topic = &topics[noise.below(CENTERS) as usize];
        let mut row: BTreeMap<u32, f32> = BTreeMap::new();
        while row.len() < n / 2 {
            row.insert(topic[noise.below(case.non_zero) as usize], noise.weight());
        }
        while row.len() < n {
            row.insert(noise.word(dimensions), noise.weight());
        }
        let places: Vec<String> = row.iter().map(|(i, it)| format!("{i}:{it:.4}")).collect();
        let line = format!("{id}\t{{{}}}/{dimensions}\n", places.join(","));
        std::io::Write::write_all(&mut writer, line.as_bytes())?;
    }
    writer.finish()?;
    Ok(())
}

/// The halves of the grid have other vectors.
fn seed(half: Half, dimensions: u32) -> u64 {
    let halves = match half {
        Half::Fit => 1_000_003,
        Half::Judge => 2_000_003,
    };
    halves + u64::from(dimensions)
}

fn clusters(session: &mut Session, case: &Case, vector_type: VectorType) -> Result<()> {
    let dimensions = vector_type.dimensions();
    let pool = pool(session, case.half, dimensions)?;
    let sum = "c.v + a.v + b.v";
    let value = match vector_type.element() {
        ElementType::Bit => format!("binary_quantize({sum})::{vector_type}"),
        ElementType::Halfvec => format!("({sum})::{vector_type}"),
        _ => sum.to_owned(),
    };
    // The number of the vector: a row with an earlier row's number has its vector.
    let (number, value) = match case.way {
        Way::Nulls => ("g".to_owned(), format!("CASE WHEN g % 4 <> 0 THEN {value} END")),
        Way::Zeros => {
            let zero = format!("array_fill(0::real, ARRAY[{dimensions}])::vector");
            ("g".to_owned(), format!("CASE WHEN g % 10 = 0 THEN {zero} ELSE {value} END"))
        }
        Way::Duplicates => ("CASE WHEN g % 4 = 0 THEN g - 1 ELSE g END".to_owned(), value),
        _ => ("g".to_owned(), value),
    };
    let sql = format!(
        "CREATE TABLE items (id bigint PRIMARY KEY, v {vector_type});
        INSERT INTO items
        SELECT g, {value}
        FROM (SELECT g, {number} AS n FROM generate_series(1, {rows}) AS g) AS r
        JOIN {pool} AS c ON c.i = -1 - abs(hashint4(n) % {CENTERS})
        JOIN {pool} AS a ON a.i = abs(hashint4(n + 1000000007) % {SCATTER})
        JOIN {pool} AS b ON b.i = abs(hashint4(n + 700000001) % {SCATTER})
        ORDER BY g",
        rows = case.rows,
    );
    session.batch_execute(&sql).with_context(|| sql.clone())
}

/// The table of vectors that rows are summed from, made unless it is there already.
fn pool(session: &mut Session, half: Half, dimensions: u32) -> Result<String> {
    let pool = format!("pool_{}", half.word());
    let there = format!("SELECT vector_dims(v) FROM {pool} LIMIT 1");
    let create = format!("CREATE TABLE IF NOT EXISTS {pool} (i integer PRIMARY KEY, v vector)");
    session.batch_execute(&create)?;
    if session.values(&there)? == [dimensions.to_string()] {
        return Ok(pool);
    }
    session.batch_execute(&format!("TRUNCATE {pool}"))?;
    let mut noise = Noise(seed(half, dimensions));
    let n = dimensions as usize;
    let directions: Vec<f32> = (0..DIRECTIONS * n).map(|_| noise.next()).collect();
    let mut text = String::new();
    for i in 0..SCATTER {
        let mut sum: Vec<f32> = (0..n).map(|_| 0.3 * noise.next()).collect();
        for direction in directions.chunks(n) {
            let share = noise.next();
            sum.iter_mut().zip(direction).for_each(|(it, d)| *it += share * d);
        }
        push(&mut text, i64::from(i), &sum);
    }
    for i in 0..CENTERS {
        let center: Vec<f32> = (0..n).map(|_| 4.0 * noise.next()).collect();
        push(&mut text, -1 - i64::from(i), &center);
    }
    let mut writer = session.copy_in(&format!("COPY {pool} FROM STDIN"))?;
    std::io::Write::write_all(&mut writer, text.as_bytes())?;
    writer.finish()?;
    session.batch_execute(&format!("ANALYZE {pool}"))?;
    Ok(pool)
}

fn push(text: &mut String, i: i64, vector: &[f32]) {
    let _ = write!(text, "{i}\t[");
    for (n, it) in vector.iter().enumerate() {
        let comma = if n == 0 { "" } else { "," };
        let _ = write!(text, "{comma}{it:.4}");
    }
    text.push_str("]\n");
}

/// Numbers around 0, the same on every run.
struct Noise(u64);

impl Noise {
    /// The sum of four uniform numbers: about normal, with a deviation of 1.
    fn next(&mut self) -> f32 {
        (0..4).map(|_| self.uniform() - 0.5).sum::<f32>() * 3.0_f32.sqrt()
    }

    /// From 0 to 1.
    fn uniform(&mut self) -> f32 {
        // SplitMix64, https://prng.di.unimi.it/splitmix64.c
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        it ^= it >> 31;
        (it >> 40) as f32 / (1_u32 << 24) as f32
    }

    fn below(&mut self, n: u32) -> u32 {
        ((self.uniform() * n as f32) as u32).min(n - 1)
    }

    /// A place from 1 on, each as rare as its number says: as words are.
    fn word(&mut self, dimensions: u32) -> u32 {
        ((dimensions as f32).powf(self.uniform()) as u32).clamp(1, dimensions)
    }

    fn weight(&mut self) -> f32 {
        0.1 + self.uniform() * 2.0
    }
}
