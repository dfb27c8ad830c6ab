//! `explain`: what the messages in a text mean.

use hnswkit_core::plan::Plan;

use crate::{json::ExplainDocument, utf16};

/// What `hnswkit explain --json` says of pasted text: output of psql, a server's log, a traceback.
///
/// With a plan it also says which memory was in force when a build spilled, and which would do.
///
/// ```
/// let text = "ERROR:  column cannot have more than 2000 dimensions for hnsw index";
/// let it = hnswkit_api::explain::explain(text, None);
/// assert_eq!(it.found[0].id, "too-many-dimensions");
/// assert_eq!(it.found[0].places[0].start.byte, 8);
/// ```
pub fn explain(text: &str, plan: Option<&Plan>) -> ExplainDocument {
    ExplainDocument::new(text, &hnswkit_core::explain::explain(text), plan)
}

/// The same with offsets in UTF-16 code units, in which browsers count.
pub fn explain_utf16(text: &str, plan: Option<&Plan>) -> ExplainDocument {
    let mut document = explain(text, plan);
    utf16::convert(text, document.positions());
    document
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{STORY, Spec};

    const SPILLED: &str =
        "🦀 NOTICE:  hnsw graph no longer fits into maintenance_work_mem after 9759 tuples";

    #[test]
    fn a_plan_says_which_memory_was_in_force() {
        let spec = Spec::from_toml(STORY, "f").unwrap();
        let plan = crate::answer::planned(&spec).unwrap();
        assert!(explain(SPILLED, None).found[0].memory.is_empty());
        let it = &explain(SPILLED, Some(&plan)).found[0];
        assert_eq!(it.memory.len(), 2);
        // Measured: the default of 64 MB spills after so many rows of vector(1536).
        let serial = it.memory[0].serial.unwrap();
        assert!((serial.low_bytes..=serial.high_bytes).contains(&(64 << 20)), "{serial:?}");
        assert_eq!(it.memory[0].rows, 10_000);
        assert!(explain("ERROR:  deadlock detected", Some(&plan)).found[0].memory.is_empty());
    }

    #[test]
    fn offsets_are_bytes_or_units() {
        assert_eq!(explain(SPILLED, None).found[0].places[0].start.byte, 14);
        assert_eq!(explain_utf16(SPILLED, None).found[0].places[0].start.byte, 12);
    }

    #[test]
    fn the_document_has_a_version() {
        let json = serde_json::to_value(explain("ERROR:  x", None)).unwrap();
        assert_eq!(json["schema"], 1);
        assert_eq!(json["unknown"][0]["message"], "x");
    }
}
