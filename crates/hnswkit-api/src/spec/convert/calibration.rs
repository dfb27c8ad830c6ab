//! `[[calibration]]`: builds that were timed on the server.

use hnswkit_core::{
    domain::{EfConstruction, Hnsw, M, Platform, Rows, Seconds, VectorType},
    estimate::{Sample, Workload},
    plan::{IndexRequest, Target},
};

use super::{check::Check, size};
use crate::{
    problem::Problems,
    spec::{CalibrationSpec, Scalar, Section, Spec},
};

/// All of them; what one leaves out is as in the first index.
pub(super) fn convert(
    spec: &Spec,
    target: &Target,
    indexes: &[IndexRequest],
    problems: &mut Problems,
) -> Vec<Sample> {
    let section = Section::Calibration;
    let first = indexes.iter().find(|it| !it.is_whole()).map(|it| it.workload(target));
    let mut samples = vec![];
    for (number, it) in spec.calibration.iter().enumerate() {
        let mut check = Check { section, number, values: it, problems };
        samples.extend(sample(&mut check, it, first, target.platform));
    }
    if first.is_none() && spec.index.is_empty() && !spec.calibration.is_empty() {
        let mut check = Check { section, number: 0, values: &spec.calibration[0], problems };
        let help = "write an `[[index]]` section, or leave the calibration out";
        check.refuse("rows", "there is no index whose time a calibration could tell", help);
    }
    samples
}

fn sample(
    check: &mut Check<'_>,
    spec: &CalibrationSpec,
    first: Option<Workload>,
    platform: Platform,
) -> Option<Sample> {
    let rows = rows(check);
    let seconds = seconds(check);
    let vector_type = vector_type(check, spec);
    let m = check.whole("m").and_then(|it| M::new(it).ok());
    let ef_construction =
        check.whole("ef_construction").and_then(|it| EfConstruction::new(it).ok());
    let workers = check.whole("workers");
    let maintenance_work_mem = size::memory_setting(check, "maintenance_work_mem", platform);
    let first = first?;
    let m = m.unwrap_or(first.hnsw.m());
    let ef_construction = ef_construction.unwrap_or(first.hnsw.ef_construction());
    let hnsw = match Hnsw::new(m, ef_construction) {
        Ok(it) => it,
        Err(error) => {
            let help = "no server has built such an index: write what it was built with";
            check.refuse("ef_construction", error, help);
            return None;
        }
    };
    let workload = Workload {
        rows: rows?,
        vector_type: vector_type?.unwrap_or(first.vector_type),
        hnsw,
        workers: workers.or(first.workers),
        maintenance_work_mem,
        duplicates: 0.0,
        ..first
    };
    Some(Sample { workload, seconds: seconds? })
}

fn rows(check: &mut Check<'_>) -> Option<Rows> {
    let text = check.required("rows", "write how many rows the index got")?.to_string();
    match text.parse::<Rows>() {
        Ok(it) if 0 < it.get() => Some(it),
        Ok(_) => {
            check.refuse("rows", "a build without rows tells nothing", "time one with rows");
            None
        }
        Err(error) => {
            let help = "write a number such as `10_000`, `\"10k\"` or `\"1.2M\"`";
            check.refuse("rows", error, help);
            None
        }
    }
}

fn seconds(check: &mut Check<'_>) -> Option<Seconds> {
    let help = "write how long the build took, as in `seconds = 4.8` or `seconds = \"12 min\"`";
    let value = check.required("seconds", help)?;
    let seconds = match &value.scalar {
        Scalar::Text(it) => it.parse().ok(),
        Scalar::Integer(it) => Some(Seconds(*it as f64)),
        Scalar::Float(it) => Some(Seconds(*it)),
        Scalar::Bool(_) => None,
    };
    let seconds = seconds.filter(|it| 0.0 < it.0 && it.0.is_finite());
    if seconds.is_none() {
        let message = format!("`seconds` must be a duration above 0, but is `{value}`");
        check.refuse("seconds", message, help);
    }
    seconds
}

/// The type, if there is one; `None` when it is wrong.
fn vector_type(check: &mut Check<'_>, spec: &CalibrationSpec) -> Option<Option<VectorType>> {
    if spec.vector_type.is_none() {
        return Some(None);
    }
    match check.text("type")?.parse::<VectorType>() {
        Ok(it) => Some(Some(it)),
        Err(error) => {
            check.refuse("type", error, "write it with its dimensions: `type = \"vector(1536)\"`");
            None
        }
    }
}

#[cfg(test)]
#[cfg(feature = "parse")]
mod tests {
    use super::*;

    const INDEX: &str = "[[index]]\ntable = \"t\"\ncolumn = \"v\"\ntype = \"vector(1536)\"\n\
        metric = \"cosine\"\nrows = \"1M\"\n";

    fn read(calibrations: &str) -> Result<Vec<Sample>, Vec<String>> {
        let spec = Spec::from_toml(&format!("{INDEX}{calibrations}"), "f");
        match spec.and_then(|it| it.to_request()) {
            Ok(it) => Ok(it.calibration),
            Err(problems) => Err(problems.iter().map(|it| it.message.clone()).collect()),
        }
    }

    #[test]
    fn what_is_left_out_is_as_in_the_first_index() {
        let found = read(
            "[[calibration]]\nrows = \"10k\"\nseconds = 4.8\n\
             [[calibration]]\nrows = 5000\nseconds = \"00:02.5\"\ntype = \"halfvec(768)\"\n\
             m = 8\nef_construction = 40\nworkers = 2\nmaintenance_work_mem = \"64MB\"\n",
        );
        let found = found.unwrap();
        assert_eq!((found[0].workload.rows.get(), found[0].seconds), (10_000, Seconds(4.8)));
        assert_eq!(found[0].workload.vector_type.to_string(), "vector(1536)");
        assert_eq!(found[1].seconds, Seconds(2.5));
        assert_eq!(found[1].workload.vector_type.to_string(), "halfvec(768)");
        assert_eq!((found[1].workload.hnsw.m().get(), found[1].workload.workers), (8, Some(2)));
    }

    #[track_caller]
    fn refused(calibration: &str, message: &str) {
        assert_eq!(read(&format!("[[calibration]]\n{calibration}")).unwrap_err(), [message]);
    }

    #[test]
    fn builds_that_cannot_have_been_are_refused() {
        refused("rows = 10", "`seconds` is missing");
        refused("seconds = 10", "`rows` is missing");
        refused("rows = 0\nseconds = 1", "a build without rows tells nothing");
        let zero = "`seconds` must be a duration above 0, but is `0`";
        refused("rows = 10\nseconds = 0", zero);
        let soon = "`seconds` must be a duration above 0, but is `soon`";
        refused("rows = 10\nseconds = \"soon\"", soon);
        refused("rows = 10\nseconds = 1\nm = 101", "`m` must be between 2 and 100, but is 101");
        refused(
            "rows = 10\nseconds = 1\nm = 64",
            "`ef_construction` must be at least twice `m` (128 for m = 64), but is 64",
        );
    }
}
