//! The summary of a plan for people: one line a question that they have.

use super::{Mode, Plan, Summary, Wait, summary::is_build};
use crate::{
    domain::Seconds,
    sql::{Blocked, Held, Transaction},
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
        if 0 < it.disk_peak_bytes.get() {
            let (disk, wal) = (it.disk_peak_bytes, it.wal_bytes);
            lines.push(("disk", format!("{disk} more at the peak, {wal} of it WAL")));
        }
        lines.push(("way back", self.until(&it)));
        let interrupted = match self.request.mode {
            Mode::Online => "run it again, and it goes on from there; or take the way back",
            Mode::Transactional => "nothing has happened",
        };
        lines.push(("interrupted", interrupted.to_owned()));
        lines
    }

    /// How long it takes.
    fn time(&self, it: &Summary) -> String {
        let (low, high) = (it.build_seconds_low, it.build_seconds_high);
        let mut text = match it.builds {
            0 => "moments".to_owned(),
            1 => format!("{low} to {high} for the build"),
            n => format!("{low} to {high} for {n} builds, one after the other"),
        };
        if self.transaction() == Transaction::Forbidden {
            text.push_str(", and until transactions that began before have ended");
        }
        text
    }

    /// Up to where one can go back.
    fn until(&self, it: &Summary) -> String {
        let Some(first) = it.no_return.first().and_then(|n| Some((n, self.up.get(*n)?))) else {
            return "from every step, and after the last one".to_owned();
        };
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
        text.push_str(match self.down.iter().any(|it| is_build(&it.statement)) {
            true => "; later by another build",
            false => "; later not any more",
        });
        text
    }
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
    let (low, high) = (summary.build_seconds_low, summary.build_seconds_high);
    match longest {
        Held::Moment | Held::Batch => {
            let gives_up = always.iter().all(|it| it.patience.is_some());
            let patience = always.iter().filter_map(|it| it.patience).map(|it| it.0);
            let most = match gives_up {
                true => format!("at most {} for its lock", Seconds(patience.fold(0.0, f64::max))),
                false => "and as long as it waits for its lock".to_owned(),
            };
            format!("wait on {on} for a moment at {}, {most}", numbers(steps()))
        }
        Held::Transaction if 0 < summary.builds => {
            format!(
                "wait on {on} from step {from} until the transaction ends, builds of {low} to {high} in it"
            )
        }
        Held::Transaction => format!("wait on {on} from step {from} until the transaction ends"),
        Held::Build | Held::Drain => {
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
