//! Tables of vectors that lie as embeddings do: in clusters, and on few directions of the many.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use hnswkit_core::domain::{ElementType, VectorType};
use hnswkit_tests::{Element, Session, create_table};

use super::case::{Case, Way};

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
        (ElementType::Sparsevec, _) => {
            let element = Element::Sparsevec { dimensions, nonzero: case.non_zero };
            create_table(session, "items", "v", element, case.rows)?;
        }
        (_, Way::Uniform) => {
            create_table(session, "items", "v", Element::Vector(dimensions), case.rows)?;
        }
        _ => clusters(session, case, vector_type)?,
    }
    session.batch_execute("ALTER TABLE items SET (autovacuum_enabled = off)")?;
    session.batch_execute("VACUUM ANALYZE items")?;
    Ok(())
}

fn clusters(session: &mut Session, case: &Case, vector_type: VectorType) -> Result<()> {
    let dimensions = vector_type.dimensions();
    pool(session, dimensions)?;
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
        JOIN pool AS c ON c.i = -1 - abs(hashint4(n) % {CENTERS})
        JOIN pool AS a ON a.i = abs(hashint4(n + 1000000007) % {SCATTER})
        JOIN pool AS b ON b.i = abs(hashint4(n + 700000001) % {SCATTER})
        ORDER BY g",
        rows = case.rows,
    );
    session.batch_execute(&sql).with_context(|| sql.clone())
}

/// The vectors that rows are summed from, unless they are there already.
fn pool(session: &mut Session, dimensions: u32) -> Result<()> {
    let there = "SELECT vector_dims(v) FROM pool LIMIT 1";
    session.batch_execute("CREATE TABLE IF NOT EXISTS pool (i integer PRIMARY KEY, v vector)")?;
    if session.values(there)? == [dimensions.to_string()] {
        return Ok(());
    }
    session.batch_execute("TRUNCATE pool")?;
    let mut noise = Noise(u64::from(dimensions));
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
    let mut writer = session.copy_in("COPY pool FROM STDIN")?;
    std::io::Write::write_all(&mut writer, text.as_bytes())?;
    writer.finish()?;
    session.batch_execute("ANALYZE pool")?;
    Ok(())
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
        let mut sum = 0.0;
        for _ in 0..4 {
            // SplitMix64, https://prng.di.unimi.it/splitmix64.c
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut it = self.0;
            it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            it ^= it >> 31;
            sum += (it >> 40) as f32 / (1_u32 << 24) as f32 - 0.5;
        }
        sum * 3.0_f32.sqrt()
    }
}
