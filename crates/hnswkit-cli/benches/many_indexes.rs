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
    estimate::{Activity, Estimate, Sample, SearchQuery, Workload, estimate, forecasts, search},
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

/// What is asked of a thousand indexes, each with its own layout.
struct Asked {
    indexes: Vec<(Workload, Estimate)>,
    samples: [Sample; 2],
    n: usize,
}

impl Asked {
    fn new() -> Self {
        let spec = Spec::from_toml(&spec(1_000), "hnswkit.toml").unwrap_or_default();
        let request = spec.to_request().unwrap_or_else(|it| panic!("{it}"));
        let workloads = request.indexes.iter().map(|it| it.workload(&request.target));
        let indexes: Vec<_> = workloads.filter_map(|it| Some((it, estimate(&it).ok()?))).collect();
        let workload = indexes[0].0;
        let sample = |seconds| Sample { workload, seconds: Seconds(seconds) };
        Self { indexes, samples: [sample(0.4), sample(0.5)], n: 0 }
    }

    fn next(&mut self) -> &(Workload, Estimate) {
        self.n = (self.n + 1) % self.indexes.len();
        black_box(&self.indexes[self.n])
    }
}

/// The numbers of the build of one index: size, memory and time with their parts, two timed builds
/// for a calibration, other settings.
///
/// At most 20 µs.
#[divan::bench]
fn numbers_of_an_index(bencher: Bencher) {
    let mut asked = Asked::new();
    bencher.counter(ItemsCount::new(1_usize)).bench_local(|| {
        let mut it = estimate(&asked.next().0).ok()?;
        it.calibrate(&asked.samples);
        Some((forecasts(&it, &asked.samples), it.parts(), it.memory_parts(), it))
    });
}

/// What serving it costs.
#[divan::bench]
fn numbers_after_the_build(bencher: Bencher) {
    let mut asked = Asked::new();
    let activity = Activity { inserts: 1_000, updates: 500, ..Activity::default() };
    bencher.counter(ItemsCount::new(1_usize)).bench_local(|| asked.next().1.after(&activity));
}

/// Its neighboring choices, each with an estimate of its own.
#[divan::bench]
fn choices_beside_an_index(bencher: Bencher) {
    let mut asked = Asked::new();
    bencher.counter(ItemsCount::new(1_usize)).bench_local(|| asked.next().1.alternatives());
}

/// A search with it.
#[divan::bench]
fn search_with_an_index(bencher: Bencher) {
    let mut asked = Asked::new();
    let query = SearchQuery { selectivity: Some(0.1), ..SearchQuery::default() };
    bencher.counter(ItemsCount::new(1_usize)).bench_local(|| {
        let (workload, built) = asked.next();
        search(workload, built, &query, false, false)
    });
}
