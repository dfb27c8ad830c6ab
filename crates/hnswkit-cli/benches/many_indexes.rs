//! The story, and 10,000 indexes: reading, planning, writing, numbers.
//!
//! `cargo bench -p hnswkit-cli`

use std::fmt::Write as _;

use divan::{Bencher, black_box, counter::ItemsCount};
use hnswkit_api::{
    json::EstimateDocument,
    spec::{STORY, Spec},
};
use hnswkit_core::{plan, render::Format};

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
