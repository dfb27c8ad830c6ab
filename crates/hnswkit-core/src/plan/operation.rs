//! What can be done with an index: one file each beside this one, one line in [`OPERATIONS`].

use super::{
    IndexRequest, create, drop,
    planner::{Memory, Part, Planner, Way},
};
#[cfg(feature = "every-operation")]
use super::{bulk_load, change_model, change_type, reindex, repair, replace};

/// Something that can be done with an index.
#[derive(Debug)]
pub struct Operation {
    /// The id, as in the spec file.
    pub id: &'static str,
    /// The verb at the beginning of a sentence: `Build 2 HNSW indexes`.
    pub verb: &'static str,
    /// The verb for the way back, within a sentence: `drop 2 HNSW indexes`.
    pub verb_back: &'static str,
    /// What was done, after the name of the index in a forecast: `, replaced: `.
    pub done: &'static str,
    /// What it does and when it is the right thing; sentences in Markdown, empty without the
    /// feature `pages`.
    pub about: &'static str,
    /// How one goes back, until when, and at what cost; sentences in Markdown, empty without the
    /// feature `pages`.
    pub way_back: &'static str,
    /// What it adds to a plan.
    pub(super) part: fn(&Planner<'_>, &IndexRequest, &mut Memory<'_>, Way) -> Part,
}

/// The operation of the first visit to the browser page, which loads the others when it needs them.
#[cfg(not(feature = "every-operation"))]
pub static OPERATIONS: &[&Operation] = &[&create::CREATE];

/// Every operation, in the order of the documentation.
#[cfg(feature = "every-operation")]
pub static OPERATIONS: &[&Operation] = &[
    &create::CREATE,
    &replace::REPLACE,
    &reindex::REINDEX,
    &repair::REPAIR,
    &drop::DROP,
    &change_type::CHANGE_TYPE,
    &change_model::EXPAND,
    &bulk_load::BULK_LOAD,
];

impl Operation {
    /// What is done when nothing is said.
    pub const DEFAULT: &'static Self = &create::CREATE;

    /// The operation of that id.
    pub fn find(id: &str) -> Option<&'static Self> {
        OPERATIONS.iter().copied().find(|it| it.id == id)
    }
}

impl PartialEq for Operation {
    fn eq(&self, other: &Self) -> bool {
        // The two parts of a bulk load are one operation, but not the same thing.
        (self.id, self.verb) == (other.id, other.verb)
    }
}

/// A text that is read and not needed to plan.
macro_rules! read {
    ($text:literal) => {{
        #[cfg(feature = "pages")]
        {
            $text
        }
        #[cfg(not(feature = "pages"))]
        {
            ""
        }
    }};
}
pub(super) use read;
