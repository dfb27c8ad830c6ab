//! The story, and 10,000 indexes: reading, planning, writing, numbers.
//!
//! `cargo bench -p hnswkit-cli`

use std::fmt::Write as _;

use divan::{Bencher, black_box, counter::ItemsCount};
use hnswkit_api::{
    json::EstimateDocument,
    spec::{STORY, Spec},
};
use hnswkit_core::{
    domain::Seconds,
    estimate::{Sample, estimate, forecasts},
    plan,
    render::Format,
};

fn main() {
    divan::main();
}

/// Everything that `generate` and `estimate` do, but for the terminal.
fn everything(spec: &str) -> usize {
    let Ok(spec) = Spec::from_toml(spec, "hnswkit.toml") else { return 0 };
    let Ok(request) = spec.to_request() else { return 0 };
    let Ok(plan) = plan::plan(request) else { return 0 };
    let Ok(alembic) = "alembic".parse::<&Format>() else { return 0 };
    let files = alembic.render(&plan, &spec.render_options());
    files.iter().map(|it| it.content.len()).sum::<usize>()
        + EstimateDocument::new(&plan).indexes.len()
}

/// A spec of so many indexes, each with a layout and a size of its own.
fn spec(indexes: usize) -> String {
    let mut out = String::from("[target]\npgvector = \"0.8.0\"\n");
    for n in 0..indexes {
        let _ = write!(
            out,
            "
[[index]]
table = \"tenant_{n}.messages\"
column = \"embedding\"
type = \"vector({})\"
metric = \"cosine\"
rows = {}
m = {}
ef_construction = 200
",
            64 + n % 1_900,
            1_000 + 97 * n,
            8 + n % 40,
        );
    }
    out
}

#[divan::bench]
fn story() -> usize {
    everything(black_box(STORY))
}

#[divan::bench(args = [100, 10_000], max_time = 20)]
fn many_indexes(bencher: Bencher, n: usize) {
    let text = spec(n);
    assert!(n < everything(&text), "the spec is refused");
    bencher.counter(ItemsCount::new(n)).bench(|| everything(black_box(&text)));
}

/// Every number of one index, in the order of a spec of many: each has its own layout.
///
/// At most 20 µs, two builds for a calibration included.
#[divan::bench]
fn numbers_of_an_index(bencher: Bencher) {
    let spec = Spec::from_toml(&spec(1_000), "hnswkit.toml").unwrap_or_default();
    let Ok(request) = spec.to_request() else { return };
    let workloads: Vec<_> = request.indexes.iter().map(|it| it.workload(&request.target)).collect();
    let Some(workload) = workloads.first() else { return };
    let sample = |seconds| Sample { workload: *workload, seconds: Seconds(seconds) };
    let samples = [sample(0.4), sample(0.5)];
    let mut n = 0;
    bencher.counter(ItemsCount::new(1_usize)).bench_local(|| {
        n = (n + 1) % workloads.len();
        let mut it = estimate(black_box(&workloads[n])).ok()?;
        it.calibrate(&samples);
        Some((forecasts(&it, &samples), it.parts(), it.memory_parts(), it))
    });
}
