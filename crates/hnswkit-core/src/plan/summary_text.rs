//! The summary of a plan for people: one line a question that they have.

use super::{Mode, Plan, Summary, Wait, summary::is_build};
#[cfg(feature = "every-operation")]
use crate::sql::Statement;
use crate::{
    domain::Seconds,
    sql::{Blocked, Held},
};

impl Plan {
    /// The summary for people: what it is about, and how that is.
    pub fn summary_lines(&self) -> Vec<(&'static str, String)> {
        let it = self.summary();
        let slower = self.findings.iter().any(|it| LOSE_INDEX.contains(&it.id));
        let mut lines: Vec<_> = [Blocked::Reads, Blocked::Writes, Blocked::SchemaChanges]
            .into_iter()
            .map(|blocked| (blocked.id(), waiting(blocked, &it)))
            .collect();
        if slower && let Some((_, reads)) = lines.first_mut() {
            reads.push_str(", some without the index afterwards: see the findings");
        }
        lines.push(("time", self.time(&it)));
        lines.extend(disk(&it).map(|it| ("disk", it)));
        lines.push(("way back", self.until(&it)));
        let interrupted = match self.request.mode {
            Mode::Online => {
                let again = "run it again, and it goes on from there; or";
                match it.no_return.first() {
                    // The way back ends there.
                    Some(n) if !self.builds_back() => {
                        format!("{again}, before step {}, take the way back", n + 1)
                    }
                    _ => format!("{again} take the way back"),
                }
            }
            Mode::Transactional => "nothing has happened".to_owned(),
        };
        lines.push(("interrupted", interrupted));
        lines
    }

    /// How long it takes.
    fn time(&self, it: &Summary) -> String {
        let (low, high) = (it.build_seconds_low, it.build_seconds_high);
        let builds = match it.builds {
            0 => None,
            1 => Some(format!("{low} to {high} for the build")),
            n => Some(format!("{low} to {high} for {n} builds, one after the other")),
        };
        let mut text = row_by_row(it, builds);
        let mut locks = self.up.iter().filter_map(|it| it.statement.lock());
        if locks.any(|it| matches!(it.held, Held::Build | Held::Drain)) {
            text.push_str(", and until transactions that began before have ended");
        }
        text
    }

    /// Whether the way back builds.
    pub(crate) fn builds_back(&self) -> bool {
        self.down.iter().any(|it| is_build(&it.statement))
    }

    /// Up to where one can go back.
    fn until(&self, it: &Summary) -> String {
        let Some(first) = it.no_return.first().and_then(|n| Some((n, self.up.get(*n)?))) else {
            return "from every step, and after the last one".to_owned();
        };
        #[cfg(feature = "every-operation")]
        if it.rewrite_seconds.is_some() {
            return "until the transaction ends, by a rollback; afterwards by writing the table \
                    anew again, from the values as they are then"
                .to_owned();
        }
        if self.request.mode == Mode::Transactional {
            return "until the transaction ends, by a rollback; afterwards by another build"
                .to_owned();
        }
        let (n, step) = first;
        let title = step.statement.title();
        let mut text = format!(
            "from every step before {}, the point of no return: {}",
            n + 1,
            title.trim_end_matches(", if any")
        );
        if let [_, rest @ ..] = it.no_return.as_slice()
            && !rest.is_empty()
        {
            text.push_str(&format!(", then {}", numbers(rest.iter().copied())));
        }
        text.push_str(match self.builds_back() {
            #[cfg(feature = "every-operation")]
            true if self.down.iter().any(|it| matches!(it.statement, Statement::Backfill(_))) => {
                "; later by filling the old column from the new one, and another build"
            }
            true => "; later by another build",
            false => "; later not any more",
        });
        text
    }
}

/// What is done besides builds, with these between.
#[cfg(feature = "every-operation")]
fn row_by_row(it: &Summary, builds: Option<String>) -> String {
    let mut parts: Vec<String> = vec![];
    if let Some((low, high)) = it.rewrite_seconds {
        parts.push(format!(
            "{low} to {high} to write the table anew in memory, longer from a disk or with other \
             indexes"
        ));
    }
    let (planned, later): (Vec<_>, Vec<_>) = it.fills.iter().partition(|it| it.step.is_some());
    parts.extend(planned.iter().map(|it| it.time()));
    if let reads @ [_, ..] = it.reads.as_slice() {
        parts.push(format!(
            "{} {} every row, how long is unknown",
            numbers(reads.iter().copied()),
            if reads.len() == 1 { "reads" } else { "read" }
        ));
    }
    parts.extend(builds);
    if parts.is_empty() {
        parts.push("moments".to_owned());
    }
    parts.extend(later.iter().map(|it| it.time()));
    parts.join("; ")
}

/// This build fills and reads nothing besides.
#[cfg(not(feature = "every-operation"))]
fn row_by_row(_: &Summary, builds: Option<String>) -> String {
    builds.unwrap_or_else(|| "moments".to_owned())
}

/// How much disk it takes, if any.
fn disk(it: &Summary) -> Option<String> {
    let (disk, wal) = (it.disk_peak_bytes, it.wal_bytes);
    let peak = (0 < disk.get()).then(|| format!("{disk} more at the peak, {wal} of it WAL"));
    #[cfg(feature = "every-operation")]
    if peak.is_some() && it.fills.iter().any(|it| it.step.is_none()) {
        return peak.map(|it| format!("once the application has filled the column, {it}"));
    }
    peak
}

/// How something waits, or that it goes on.
fn waiting(blocked: Blocked, summary: &Summary) -> String {
    let waits = || summary.waits.iter().filter(|it| it.blocked == blocked);
    let always: Vec<&Wait> = waits().filter(|it| !it.cleans_up).collect();
    let Some(longest) = always.iter().map(|it| it.held).max() else {
        let sometimes: Vec<usize> = waits().map(|it| it.step).collect();
        return match sometimes.as_slice() {
            [] => "go on at every step".to_owned(),
            some => format!(
                "go on at every step, but for {} where a run was interrupted before",
                numbers(some.iter().copied())
            ),
        };
    };
    let mut on: Vec<&str> = vec![];
    for it in &always {
        if !on.contains(&it.on.as_str()) {
            on.push(&it.on);
        }
    }
    let on = match on.as_slice() {
        [few @ .., last] if few.len() < MANY && !few.is_empty() => {
            format!("{} and {last}", few.join(", "))
        }
        [one] => (*one).to_owned(),
        many => format!("{} and {} more", many[..MANY].join(", "), many.len() - MANY),
    };
    let steps = || always.iter().map(|it| it.step);
    let from = steps().min().unwrap_or_default() + 1;
    match longest {
        Held::Moment | Held::Batch => {
            let gives_up = always.iter().all(|it| it.patience.is_some());
            let patience = always.iter().filter_map(|it| it.patience).map(|it| it.0);
            let a_try = if always.iter().all(|it| it.tries_again) { " a try" } else { "" };
            let most = match gives_up {
                true => {
                    let seconds = Seconds(patience.fold(0.0, f64::max));
                    format!("at most {seconds}{a_try} for its lock")
                }
                false => "and as long as it waits for its lock".to_owned(),
            };
            format!("wait on {on} for a moment at {}, {most}", numbers(steps()))
        }
        Held::Transaction if 0 < summary.builds => {
            let (low, high) = (summary.build_seconds_low, summary.build_seconds_high);
            #[cfg(feature = "every-operation")]
            if let Some((quick, slow)) = summary.rewrite_seconds {
                let (low, high) = (Seconds(quick.0 + low.0), Seconds(slow.0 + high.0));
                return format!(
                    "wait on {on} from step {from} until the transaction ends, {low} to {high} of \
                     work in it"
                );
            }
            format!(
                "wait on {on} from step {from} until the transaction ends, builds of {low} to {high} in it"
            )
        }
        Held::Transaction => format!("wait on {on} from step {from} until the transaction ends"),
        Held::Build | Held::Drain => {
            let long = always.iter().filter(|it| matches!(it.held, Held::Build | Held::Drain));
            let from = long.map(|it| it.step).min().unwrap_or_default() + 1;
            format!("and VACUUM wait on {on} while it works there, from step {from} on")
        }
    }
}

/// Findings that say which queries have no index afterwards.
const LOSE_INDEX: &[&str] = &["read-afterwards", "queries-lose-the-index"];

/// As many tables as a line names.
const MANY: usize = 3;

/// `step 3`, `steps 3 and 7`, from numbers counted from 0.
fn numbers(steps: impl Iterator<Item = usize>) -> String {
    let mut words: Vec<String> = steps.map(|it| (it + 1).to_string()).collect();
    words.dedup();
    match words.as_slice() {
        [rest @ .., last] if !rest.is_empty() => format!("steps {} and {last}", rest.join(", ")),
        all => format!("step {}", all.concat()),
    }
}
