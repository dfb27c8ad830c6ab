//! What one has to know of a plan before it runs.

#[cfg(feature = "every-operation")]
use hnswkit_core::plan::Fill;
use hnswkit_core::plan::{Plan, Wait};
use serde::Serialize;

/// What one has to know of a plan before it runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanSummary {
    /// The same for people.
    pub lines: Vec<SummaryLine>,
    /// What waits for it; what is not here goes on at every step.
    pub waits: Vec<PlanWait>,
    /// How many indexes are built.
    pub builds: u64,
    /// All builds together, when each is hardly faster.
    pub build_seconds_low: f64,
    /// All builds together, when each is hardly slower.
    pub build_seconds_high: f64,
    /// Disk besides what is used already, at the worst moment; with `wal_bytes`.
    pub disk_peak_bytes: u64,
    /// WAL of all builds, and of what fills columns, at the most.
    pub wal_bytes: u64,
    /// The columns that are filled, by the plan or by the application after it.
    #[cfg(feature = "every-operation")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "tsify", tsify(optional))]
    pub fills: Vec<PlanFill>,
    /// The steps that read every row, counted from 1; how long that takes is unknown.
    #[cfg(feature = "every-operation")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "tsify", tsify(optional))]
    pub reading_steps: Vec<u64>,
    /// The points of no return among `steps`, counted from 1.
    pub no_return_steps: Vec<u64>,
}

/// A line of the summary for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SummaryLine {
    /// What it is about: `reads`, `writes`, `schema changes`, `time`, `disk`, `way back` or
    /// `interrupted`.
    pub about: String,
    /// How that is.
    pub text: String,
}

/// A column that gets a value in every row, which writes each row anew.
#[cfg(feature = "every-operation")]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanFill {
    /// The step among `steps`, counted from 1; null when the application fills it.
    pub step: Option<u64>,
    /// The table, as SQL.
    pub on: String,
    /// Its rows.
    pub rows: u64,
    /// How long it takes without an HNSW index on the table, at the speed that was measured; null
    /// when the application fills it.
    pub seconds_low: Option<f64>,
    /// The same with one.
    pub seconds_high: Option<f64>,
    /// WAL when no index gets a new entry and no page is written whole.
    pub wal_bytes_low: u64,
    /// WAL when the old index gets an entry for each row, and pages are written whole.
    pub wal_bytes_high: u64,
    /// What the table grows by: the values, and a new version of each row.
    pub column_bytes: u64,
}

/// Statements of others that wait for one step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanWait {
    /// What waits: `reads`, `writes` or `schema changes`.
    pub blocks: String,
    /// The step among `steps`, counted from 1.
    pub step: u64,
    /// The table or index that is locked, as SQL.
    pub on: String,
    /// How long the lock is held once it is granted.
    pub held: String,
    /// How long the step waits for its lock before it gives up, or tries again after a pause; null when it does not give up.
    pub lock_timeout_seconds: Option<f64>,
    /// Only where a run was interrupted before.
    pub cleans_up: bool,
}

impl From<&Plan> for PlanSummary {
    fn from(plan: &Plan) -> Self {
        let it = plan.summary();
        let line = |(about, text): (&str, String)| SummaryLine { about: about.to_owned(), text };
        Self {
            lines: plan.summary_lines().into_iter().map(line).collect(),
            waits: it.waits.iter().map(PlanWait::from).collect(),
            builds: it.builds as u64,
            build_seconds_low: it.build_seconds_low.0,
            build_seconds_high: it.build_seconds_high.0,
            disk_peak_bytes: it.disk_peak_bytes.get(),
            wal_bytes: it.wal_bytes.get(),
            #[cfg(feature = "every-operation")]
            fills: it.fills.iter().map(PlanFill::from).collect(),
            #[cfg(feature = "every-operation")]
            reading_steps: it.reads.iter().map(|it| *it as u64 + 1).collect(),
            no_return_steps: it.no_return.iter().map(|it| *it as u64 + 1).collect(),
        }
    }
}

#[cfg(feature = "every-operation")]
impl From<&Fill> for PlanFill {
    fn from(it: &Fill) -> Self {
        Self {
            step: it.step.map(|it| it as u64 + 1),
            on: it.on.clone(),
            rows: it.rows.get(),
            seconds_low: it.seconds.map(|(low, _)| low.0),
            seconds_high: it.seconds.map(|(_, high)| high.0),
            wal_bytes_low: it.wal_bytes_low.get(),
            wal_bytes_high: it.wal_bytes_high.get(),
            column_bytes: it.column_bytes.get(),
        }
    }
}

impl From<&Wait> for PlanWait {
    fn from(it: &Wait) -> Self {
        Self {
            blocks: it.blocked.to_string(),
            step: it.step as u64 + 1,
            on: it.on.clone(),
            held: it.held.to_string(),
            lock_timeout_seconds: it.patience.map(|it| it.0),
            cleans_up: it.cleans_up,
        }
    }
}

#[cfg(all(test, feature = "every-operation"))]
mod tests {
    use super::*;
    use crate::{answer::planned, spec::Spec};

    fn of(spec: &str) -> PlanSummary {
        let plan = Spec::from_toml(spec, "f").and_then(|it| planned(&it));
        PlanSummary::from(&plan.unwrap_or_else(|it| panic!("{it}")))
    }

    fn summary(change: &str) -> PlanSummary {
        let spec = format!(
            "[[index]]\ntable = \"t\"\ncolumn = \"v\"\nmetric = \"cosine\"\nrows = 1_000\n{change}"
        );
        of(&spec)
    }

    fn line<'a>(it: &'a PlanSummary, about: &str) -> &'a str {
        it.lines.iter().find(|it| it.about == about).map_or("", |it| &it.text)
    }

    const HALVED: &str =
        "operation = \"change-type\"\nfrom = \"vector(8)\"\ntype = \"halfvec(8)\"\n";
    const MODEL: &str =
        "operation = \"change-model\"\nfrom = \"vector(8)\"\ntype = \"vector(4)\"\n";

    #[test]
    fn a_plan_that_fills_says_how_long() {
        let it = summary(HALVED);
        let [fill] = it.fills.as_slice() else { panic!("{:?}", it.fills) };
        assert!(fill.step.is_some());
        assert_eq!((fill.seconds_low, fill.seconds_high), (Some(0.12), Some(18.0)));
        assert!(
            fill.column_bytes <= fill.wal_bytes_low && fill.wal_bytes_low < fill.wal_bytes_high
        );
        assert!(fill.wal_bytes_high < it.wal_bytes && it.wal_bytes < it.disk_peak_bytes);
        assert!(line(&it, "time").starts_with("0.1 s to 18 s to fill 1,000 rows"));
        assert!(line(&it, "disk").contains("of it WAL"));
        let longest = it.waits.iter().filter(|it| it.blocks == "reads");
        assert!(longest.clone().count() > 0);
        assert!(longest.clone().all(|it| it.lock_timeout_seconds == Some(1.0)));
    }

    #[test]
    fn what_the_application_fills_takes_as_long_as_it_takes() {
        let it = summary(&format!("{MODEL}stage = \"expand\""));
        let [fill] = it.fills.as_slice() else { panic!("{:?}", it.fills) };
        assert_eq!((fill.step, fill.seconds_low, fill.seconds_high), (None, None, None));
        assert!(line(&it, "time").starts_with("moments; then the application fills 1,000 rows"));
    }

    #[test]
    fn only_stages_that_drop_have_a_point_of_no_return() {
        for (change, stage, returns) in [
            (HALVED, "expand", true),
            (HALVED, "switch", true),
            (HALVED, "contract", false),
            (MODEL, "expand", true),
            (MODEL, "index", true),
            (MODEL, "switch", true),
            (MODEL, "contract", false),
        ] {
            let it = summary(&format!("{change}stage = \"{stage}\""));
            assert_eq!(it.no_return_steps.is_empty(), returns, "{change} {stage}");
            let open = "from every step, and after the last one";
            assert_eq!(line(&it, "way back") == open, returns, "{change} {stage}");
        }
        let spec = format!(
            "[migration]\nmode = \"transactional\"\n[[index]]\ntable = \"t\"\ncolumn = \"v\"\n\
             metric = \"cosine\"\nrows = 1_000\n{HALVED}"
        );
        assert_eq!(of(&spec).no_return_steps.len(), 1);
    }
}
