//! Tests the model of pages against pgvector's rules, followed element by element.

use super::{
    inserted::inserted_pages,
    layout::{Layout, USABLE},
    packing::Packing,
    size::PageModel,
};

fn layout(vector_type: &str, m: u32) -> Layout {
    Layout::new(vector_type.parse().unwrap(), 0, m)
}

/// What `PageGetFreeSpace` gives for so many free bytes.
fn room(free: u64) -> u64 {
    free.saturating_sub(4)
}

/// The mean pages after each of `counts` elements, as CreateGraphPages makes them.
fn exact(layout: Layout, counts: &[u64]) -> Vec<f64> {
    let m = layout.m as f64;
    let mut levels: Vec<f64> = vec![1.0 - 1.0 / m];
    while 1e-9 < levels[levels.len() - 1] {
        levels.push(levels[levels.len() - 1] / m);
    }
    let element = layout.element();
    let neighbors: Vec<u64> = (0..levels.len() as u64).map(|it| layout.neighbors(it)).collect();
    // The free bytes of the open page, and how likely they are.
    let mut now = vec![(USABLE, 1.0)];
    let mut next = vec![0.0; USABLE as usize + 1];
    let (mut pages, mut means) = (2.0, vec![]);
    for n in 1..=counts[counts.len() - 1] {
        let mut reached = vec![];
        for (free, share) in now {
            for (neighbors, level) in neighbors.iter().zip(&levels) {
                let (mut free, share) = (free, share * level);
                let both = element + neighbors + 4;
                if room(free) < element || (both <= USABLE - 4 && room(free) < both) {
                    free = USABLE;
                    pages += share;
                }
                free -= element + 4;
                if room(free) < *neighbors {
                    free = USABLE;
                    pages += share;
                }
                free -= neighbors + 4;
                if next[free as usize] == 0.0 {
                    reached.push(free);
                }
                next[free as usize] += share;
            }
        }
        let take = |free: u64| (free, std::mem::take(&mut next[free as usize]));
        now = reached.into_iter().map(take).filter(|it| 1e-10 < it.1).collect();
        if counts.contains(&n) {
            means.push(pages);
        }
    }
    means
}

#[track_caller]
fn check(vector_type: &str, m: u32, counts: &[u64]) {
    let layout = layout(vector_type, m);
    let model = PageModel::new(layout);
    for (n, exact) in counts.iter().zip(exact(layout, counts)) {
        let off = 100.0 * (model.mean(*n) / exact - 1.0);
        assert!(off.abs() <= 0.05, "{n} × {vector_type}, m = {m}: {off:.3} %");
    }
}

#[test]
fn pages_are_right_for_many_elements_a_page() {
    // The more states and levels, the longer the exact way takes.
    check("vector(3)", 2, &[1_998, 2_000]);
    check("vector(3)", 5, &[2_000, 2_003]);
    for (vector_type, m) in [
        ("vector(3)", 16),
        ("vector(3)", 64),
        ("vector(3)", 100),
        ("vector(64)", 4),
        ("vector(128)", 16),
        ("vector(256)", 2),
        ("vector(384)", 16),
        ("halfvec(100)", 24),
        ("bit(1024)", 33),
    ] {
        check(vector_type, m, &[2_000, 2_003, 3_000]);
    }
}

#[test]
fn pages_are_right_around_the_cliffs() {
    for (vector_type, m) in [
        ("vector(438)", 16),
        ("vector(439)", 16),
        ("vector(608)", 2),
        ("vector(768)", 64),
        ("vector(920)", 16),
        ("vector(948)", 16),
        ("vector(949)", 16),
        ("vector(972)", 8),
        ("vector(1536)", 64),
        ("vector(1536)", 100),
        ("vector(1716)", 100),
        ("vector(1717)", 100),
        ("vector(1968)", 16),
        ("vector(1969)", 16),
        ("vector(2000)", 2),
        ("vector(2000)", 16),
    ] {
        check(vector_type, m, &[2_000, 2_001, 10_000]);
    }
    check("vector(948)", 16, &[50_000]);
}

/// A generator of numbers from 0 up to 1 that is always the same.
// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The pages after `n` inserts, as AddElementOnDisk makes them, without deleted elements.
fn insert(layout: Layout, n: u64) -> u64 {
    let mut random = Random(7);
    let element = layout.element();
    let (mut free, mut first) = (vec![USABLE], 0);
    for _ in 0..n {
        let mut level = 0;
        while random.next() * (layout.m as f64) < 1.0 {
            level += 1;
        }
        let neighbors = layout.neighbors(level);
        let (both, least) = (element + neighbors + 4, element + layout.neighbors(0) + 4);
        let last = free.len() - 1;
        let roomy = (first..=last).find(|it| least <= room(free[*it]));
        let (page, next_page) = match (first..=last).find(|it| both <= room(free[*it])) {
            Some(it) => (it, it),
            None if USABLE - 4 < both && element <= room(free[last]) => (last, last + 1),
            None if both <= USABLE - 4 => (last + 1, last + 1),
            None => (last + 1, last + 2),
        };
        free.resize(free.len().max(next_page + 1), USABLE);
        free[page] -= element + 4;
        free[next_page] -= neighbors + 4;
        first = roomy.unwrap_or(next_page);
    }
    1 + free.len() as u64
}

#[test]
fn inserts_take_the_pages_that_the_model_says() {
    const N: u64 = 50_000;
    for (vector_type, m) in [
        ("vector(3)", 2),
        ("vector(3)", 16),
        ("vector(128)", 16),
        ("vector(438)", 16),
        ("vector(608)", 16),
        ("vector(768)", 64),
        ("vector(948)", 16),
        ("vector(972)", 8),
        ("vector(1536)", 16),
        ("vector(1968)", 16),
        ("vector(2000)", 16),
    ] {
        let layout = layout(vector_type, m);
        let simulated = insert(layout, N) as f64 / N as f64;
        let off = 100.0 * (inserted_pages(&Packing::new(layout)) / simulated - 1.0);
        assert!(off.abs() < 0.4, "{vector_type}, m = {m}: {off:.3} %");
    }
}
