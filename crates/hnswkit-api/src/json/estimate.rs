//! Numbers to plan with.

use hnswkit_core::{
    domain::Bytes,
    estimate::{Build, Estimate, Part},
    plan::{IndexRequest, Plan},
};
use serde::Serialize;

use super::SCHEMA;

/// The numbers of every index.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EstimateDocument {
    /// The version of the document.
    pub schema: u32,
    /// The indexes, in the order in which they are built.
    pub indexes: Vec<IndexEstimate>,
    /// The time of each of them: what it rests on, and what other settings make of it.
    #[cfg(feature = "every-number")]
    pub times: Vec<super::IndexTime>,
    /// The search with each of them, when the spec has a `[query]`.
    #[cfg(feature = "every-number")]
    pub searches: Vec<super::IndexSearch>,
    /// What each of them costs when it serves: inserts, growth, VACUUM, cache.
    #[cfg(feature = "every-number")]
    pub after: Vec<super::IndexFigures>,
    /// Neighboring choices for each of them, and what they save; none when there are more than a
    /// hundred indexes.
    #[cfg(feature = "every-number")]
    pub alternatives: Vec<super::EstimateAlternative>,
    /// What the plan takes of the disk besides what is used already, in order, and the peak.
    #[cfg(feature = "every-number")]
    pub disk: Vec<super::EstimateFigure>,
    /// What its WAL costs the replicas, and the primary that keeps it for them.
    #[cfg(feature = "every-number")]
    pub replication: Vec<super::EstimateFigure>,
    /// The memory of the server during the build that takes the most; left out when nothing is
    /// known of the server but its size.
    #[cfg(feature = "every-number")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<super::ServerMemoryEstimate>,
}

/// The numbers of one index.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IndexEstimate {
    /// The name of the index, as the catalog has it.
    pub name: String,
    /// The table, as SQL.
    pub table: String,
    /// The rows that were reckoned with.
    pub rows: u64,
    /// The size of the index after it was built.
    pub index_bytes: u64,
    /// The least to reckon with.
    pub index_bytes_low: u64,
    /// The most to reckon with.
    pub index_bytes_high: u64,
    /// Pages of 8 kB in `index_bytes`.
    pub pages: u64,
    /// `index_bytes` a row; 0 without rows.
    pub bytes_per_row: f64,
    /// Memory of a build that does not spill.
    pub build_memory_bytes: u64,
    /// The value to SET, as in `70MB`: the one given, else the one recommended.
    pub maintenance_work_mem: String,
    /// The value to choose.
    pub recommended_maintenance_work_mem: String,
    /// Rows that fit into `maintenance_work_mem` before the build spills.
    pub fits_in_memory_rows: u64,
    /// Rows that come after that.
    pub spilled_rows: u64,
    /// `serial` or `parallel`.
    pub build: String,
    /// Workers that take part besides the leader.
    pub workers: u32,
    /// The rule that decided it.
    pub build_reason: String,
    /// The build is hardly faster.
    pub build_seconds_low: f64,
    /// The build is hardly slower on a machine that does nothing else.
    pub build_seconds_high: f64,
    /// WAL that the build writes.
    pub wal_bytes: u64,
    /// Disk that the build needs at the most, beyond what is used now: the index and its WAL.
    pub disk_peak_bytes: u64,
    /// The size of the index that stays until the new one is proven, when one is replaced or built
    /// anew; null otherwise.
    pub old_index_bytes: Option<u64>,
    /// Shared memory that the build takes at its beginning; 0 if it is serial.
    pub shared_memory_bytes: u64,
    /// What `index_bytes` is made of.
    pub parts: Vec<EstimatePart>,
    /// What `build_memory_bytes` is made of.
    pub memory_parts: Vec<EstimatePart>,
    /// What was taken for granted.
    pub assumptions: Vec<String>,
}

/// A part of a number of bytes; the parts of a list sum to it exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EstimatePart {
    /// What it is.
    pub name: String,
    /// How much it is.
    pub bytes: u64,
    /// Where it comes from, with the numbers that were multiplied.
    pub why: String,
}

impl EstimateDocument {
    /// The numbers of a plan.
    pub fn new(plan: &Plan) -> Self {
        Self {
            schema: SCHEMA,
            indexes: IndexEstimate::all(plan),
            #[cfg(feature = "every-number")]
            times: super::IndexTime::all(plan),
            #[cfg(feature = "every-number")]
            searches: super::IndexSearch::all(plan),
            #[cfg(feature = "every-number")]
            after: super::IndexFigures::after(plan),
            #[cfg(feature = "every-number")]
            alternatives: super::EstimateAlternative::all(plan),
            #[cfg(feature = "every-number")]
            disk: super::EstimateFigure::list(&plan.disk()),
            #[cfg(feature = "every-number")]
            replication: super::EstimateFigure::list(&plan.replication()),
            #[cfg(feature = "every-number")]
            memory: plan.memory_around().as_ref().map(Into::into),
        }
    }
}

impl IndexEstimate {
    /// The numbers of every index of a plan, in its order.
    pub(super) fn all(plan: &Plan) -> Vec<Self> {
        let indexes = plan.request.indexes.iter().zip(&plan.estimates);
        let old = plan.old_indexes.iter();
        indexes.zip(old).map(|((index, it), old)| Self::new(index, it, *old)).collect()
    }

    fn new(index: &IndexRequest, it: &Estimate, old: Option<Bytes>) -> Self {
        let (build, workers) = match it.build {
            Build::Serial => ("serial", 0),
            Build::Parallel { workers } => ("parallel", workers),
        };
        Self {
            name: index.definition.name.as_str().to_owned(),
            table: index.definition.table.to_string(),
            rows: index.rows.get(),
            index_bytes: it.index_bytes.get(),
            index_bytes_low: it.index_bytes_low.get(),
            index_bytes_high: it.index_bytes_high.get(),
            pages: it.pages,
            bytes_per_row: it.bytes_per_row,
            build_memory_bytes: it.build_memory_bytes.get(),
            maintenance_work_mem: it.maintenance_work_mem.to_string(),
            recommended_maintenance_work_mem: it.recommended_maintenance_work_mem.to_string(),
            fits_in_memory_rows: it.fits_in_memory_rows.get(),
            spilled_rows: it.spilled_rows.get(),
            build: build.to_owned(),
            workers,
            build_reason: it.build_reason.to_string(),
            build_seconds_low: it.build_seconds_low.0,
            build_seconds_high: it.build_seconds_high.0,
            wal_bytes: it.wal_bytes.get(),
            disk_peak_bytes: it.disk_peak_bytes.get(),
            old_index_bytes: old.map(Bytes::get),
            shared_memory_bytes: it.shared_memory_bytes.get(),
            parts: it.parts().iter().map(EstimatePart::from).collect(),
            memory_parts: it.memory_parts().iter().map(EstimatePart::from).collect(),
            assumptions: it.assumptions(),
        }
    }
}

impl From<&Part> for EstimatePart {
    fn from(part: &Part) -> Self {
        Self { name: part.name.to_owned(), bytes: part.bytes.get(), why: part.why.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{STORY, Spec};

    #[test]
    fn the_story_has_all_numbers() {
        let spec = Spec::from_toml(STORY, "f").unwrap();
        let plan = hnswkit_core::plan::plan(spec.to_request().unwrap()).unwrap();
        let document = EstimateDocument::new(&plan);
        let messages = &document.indexes[0];
        // Measured: `pg_relation_size` of 10,000 rows of vector(1536) on every version.
        assert_eq!((messages.index_bytes, messages.pages), (81_928_192, 10_001));
        assert_eq!(messages.parts.iter().map(|it| it.bytes).sum::<u64>(), messages.index_bytes);
        assert_eq!((messages.build.as_str(), messages.workers), ("serial", 0));

        let json = serde_json::to_value(&document).unwrap();
        assert_eq!(json["schema"], 1);
        for name in PROMISED {
            assert!(!json["indexes"][1][name].is_null(), "{name}");
        }
    }

    #[test]
    fn what_comes_after_the_build_is_told() {
        let said = "[activity]\ninserts = \"1k\"\n[replication]\nbandwidth = \"10MB\"\n";
        let spec = Spec::from_toml(&format!("{STORY}\n{said}"), "f").unwrap();
        let plan = hnswkit_core::plan::plan(spec.to_request().unwrap()).unwrap();
        let json = serde_json::to_value(EstimateDocument::new(&plan)).unwrap();
        let after = json["after"][0]["figures"].as_array().unwrap();
        assert!(after.iter().any(|it| it["name"] == "WAL of a day" && it["unit"] == "bytes"));
        let half = &json["alternatives"].as_array().unwrap();
        let half = half.iter().find(|it| it["id"] == "halfvec").unwrap();
        // Measured: two rows a page.
        assert_eq!(half["index_bytes"], 40_968_192);
        assert_eq!(half["saved_bytes"], 81_928_192 - 40_968_192);
        // The peak is that of the summary.
        let peak = json["disk"].as_array().unwrap().last().unwrap();
        let summary = plan.summary().disk_peak_bytes.get() as f64;
        assert_eq!((peak["name"].as_str(), peak["high"].as_f64()), (Some("peak"), Some(summary)));
        assert_eq!(json["replication"].as_array().unwrap().len(), 3);
    }

    #[test]
    fn what_cannot_go_well_is_a_finding() {
        let of = |said: &str| -> Vec<String> {
            let spec = Spec::from_toml(&format!("{STORY}\n{said}"), "f").unwrap();
            let plan = hnswkit_core::plan::plan(spec.to_request().unwrap()).unwrap();
            plan.findings.iter().map(|it| it.id.to_owned()).collect()
        };
        let has = |said: &str, id: &str| of(said).iter().any(|it| it == id);
        assert!(has("[replication]\nmax_slot_wal_keep_size = \"64MB\"", "slot-lost"));
        assert!(!has("[replication]\nmax_slot_wal_keep_size = \"2GB\"", "slot-lost"));
        assert!(has("[activity]\nvector_updates = \"1G\"", "vacuum-falls-behind"));
        assert!(!has("[activity]\nvector_updates = \"1k\"", "vacuum-falls-behind"));
    }

    macro_rules! operations {
        ($($name:literal)+) => {
            [$(($name, include_str!(concat!("../../../../tests/specs/operations/", $name, ".toml")))),+]
        };
    }

    #[test]
    fn every_operation_has_its_disk() {
        for (name, toml) in operations! {
            "bulk-load-after" "bulk-load-before" "change-model-expand" "change-model-index"
            "change-type-at-once" "change-type-expand" "change-type-switch" "drop" "partitions"
            "reindex" "repair" "replace" "tenants"
        } {
            let spec = Spec::from_toml(toml, name).unwrap();
            let plan = hnswkit_core::plan::plan(spec.to_request().unwrap()).unwrap();
            let disk = plan.disk();
            let summary = plan.summary().disk_peak_bytes.get() as f64;
            let has = |part: &str| disk.iter().any(|it| it.name == part);
            match name {
                "change-type-expand" => assert!(has("new column") && has("new index"), "{disk:?}"),
                "change-type-at-once" => assert!(has("old table"), "{disk:?}"),
                "change-model-expand" => assert!(has("new column, once it is filled"), "{disk:?}"),
                "replace" | "reindex" => assert!(has("old index"), "{disk:?}"),
                "drop" | "bulk-load-before" | "change-type-switch" => {
                    assert!(disk.is_empty(), "{name}: {disk:?}");
                }
                _ => assert!(has("new index"), "{name}: {disk:?}"),
            }
            // The same quantities are the same figures.
            let of = |name: &str| disk.iter().find(|it| it.name == name).map_or(0.0, |it| it.high);
            let wal = plan.summary().wal_bytes.get() as f64;
            assert_eq!((of("peak"), of("WAL")), (summary, wal), "{name}");
        }
    }

    /// The names that others rely on.
    const PROMISED: &[&str] = &[
        "name",
        "index_bytes",
        "index_bytes_low",
        "index_bytes_high",
        "pages",
        "bytes_per_row",
        "build_memory_bytes",
        "maintenance_work_mem",
        "fits_in_memory_rows",
        "build",
        "build_seconds_low",
        "build_seconds_high",
        "wal_bytes",
        "disk_peak_bytes",
        "shared_memory_bytes",
        "parts",
    ];
}
