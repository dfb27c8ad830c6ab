//! What comes around a build, in a line each; `-v` has the numbers behind them.

use hnswkit_core::{
    domain::Bytes,
    estimate::{Activity, Estimate, Figure, Fit, MemoryAround, Verdict},
    plan::Plan,
};

use super::{
    style::{DIM, TITLE, WARNING, paint},
    table::Table,
    text,
};

/// As many other choices as a line names.
const MANY: usize = 3;

/// Adds the lines of one index: what an insert and a VACUUM cost, and what other choices save.
pub(super) fn index(out: &mut String, it: &Estimate, activity: &Activity) {
    let after = &it.after(activity);
    let mut table = Table::with_numbers(&[1]);
    let mut row = |name: &str, number: &Figure, how: String| {
        table.row([paint(DIM, name), number.to_string(), how]);
    };
    if let (Some(time), Some(wal)) =
        (find(after, "time of an insert"), find(after, "WAL of an insert"))
    {
        row("an insert", time, format!("in one session; {wal} of WAL"));
    }
    if let (Some(time), Some(size)) =
        (find(after, "time of a VACUUM"), find(after, "index before VACUUM comes"))
    {
        row("a VACUUM", time, format!("the index has {size} before it comes"));
    }
    if let Some(size) = find(after, "index after all days") {
        let days = text::count(activity.days as usize, "day", "days");
        row(&format!("in {days}"), size, "the index, with all that [activity] says".to_owned());
    }
    let mut lines = String::new();
    table.push(&mut lines, "    ");
    if !lines.is_empty() {
        out.push_str(&format!("\n  When it serves\n{lines}"));
    }
    let smaller = smaller(it);
    if !smaller.is_empty() {
        out.push('\n');
        text::push(out, "  ", "    ", &format!("Smaller with {}", smaller.join(", ")));
    }
}

fn find<'a>(list: &'a [Figure], name: &str) -> Option<&'a Figure> {
    list.iter().find(|it| it.name == name)
}

/// The choices that save most, with the size of their index.
fn smaller(it: &Estimate) -> Vec<String> {
    let mut found: Vec<(i64, String)> = vec![];
    for other in it.alternatives() {
        let saved = it.saved_by(&other);
        // Less than a tenth is no reason to choose otherwise.
        if (it.index_bytes.get() as f64) < 10.0 * saved as f64 {
            let name = match other.m == it.m() {
                true => other.vector_type.to_string(),
                false => format!("m = {}", other.m),
            };
            found.push((saved, format!("{name} ({})", other.estimate.index_bytes)));
        }
    }
    found.sort_by_key(|(saved, _)| -saved);
    found.into_iter().take(MANY).map(|(_, text)| text).collect()
}

/// Adds what concerns the plan as a whole, where it says more than the lines of its indexes.
pub(super) fn whole(out: &mut String, plan: &Plan) {
    let mut table = Table::with_numbers(&[1]);
    let mut row = |name: &str, number: String, how: String| {
        table.row([paint(DIM, name), number, how]);
    };
    let disk = plan.disk();
    if !is_one_index(&disk)
        && let (Some(peak), Some(wal)) = (find(&disk, "peak"), find(&disk, "WAL"))
    {
        let most = Bytes(wal.high as u64);
        row("disk", peak.to_string(), format!("at the peak, up to {most} of it WAL"));
    }
    for it in plan.replication() {
        row(it.name, it.to_string(), it.why.clone());
    }
    if let Some(it) = plan.memory_around() {
        memory(&mut row, &it);
    }
    let mut lines = String::new();
    table.push(&mut lines, "  ");
    if !lines.is_empty() {
        out.push_str(&format!("\n{}\n{lines}", paint(TITLE, "The plan as a whole")));
    }
}

/// Whether the line of the index says it all.
fn is_one_index(disk: &[Figure]) -> bool {
    matches!(disk, [index, wal, peak]
        if (index.name, wal.name, peak.name) == ("new index", "WAL", "peak"))
}

/// The memory of the server, and its shared memory.
fn memory(row: &mut impl FnMut(&str, String, String), it: &MemoryAround) {
    let band = match it.low == it.high {
        true => it.low.to_string(),
        false => format!("{} to {}", it.low, it.high),
    };
    match (it.fit, it.ram) {
        (Fit::Fits, Some(ram)) => row("memory", band, format!("fits into {ram}")),
        (Fit::Tight, Some(ram)) => {
            let how = format!("fits into {ram} while few connections work");
            row("memory", band, paint(WARNING, how));
        }
        (Fit::TooMuch, Some(ram)) => {
            row("memory", band, paint(WARNING, format!("more than {ram}")));
        }
        _ => {}
    }
    let need = &it.shared_memory;
    let number = need.least.to_string();
    match (need.verdict, need.there) {
        (Verdict::Enough, Some(there)) => {
            row("/dev/shm", number, format!("it has {there}"));
        }
        (Verdict::Tight, Some(there)) => {
            let how = format!("it has {there}: too few with thousands of tables");
            row("/dev/shm", number, paint(WARNING, how));
        }
        (Verdict::TooSmall, Some(there)) => {
            let how = format!("it has {there}: the build fails; -v says how to enlarge it");
            row("/dev/shm", number, paint(WARNING, how));
        }
        (Verdict::Unknown, _) => {
            row("/dev/shm", number, "at once; `df -h /dev/shm` tells what it has".to_owned());
        }
        _ => {}
    }
}
