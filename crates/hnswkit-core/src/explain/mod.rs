//! What the messages of a build and its migration mean, and what to do.
//!
//! [`explain`] reads pasted text: the output of psql, a server's log, the traceback of a driver.
//! The table, [`EXPLANATIONS`], has the messages of servers that speak English; those of other
//! languages are reported as unknown.

mod entries;
mod explained;
mod explanation;
mod figures;
mod fill;
mod line;
mod pattern;
#[cfg(test)]
mod robustness;
mod structured;
mod text;

pub use entries::{EXPLANATIONS, NOT_REPRODUCED, SEEN_ON, Section, explanations};
pub use explained::{Explained, Found, Unknown};
pub use explanation::{Check, Explanation, Severity};
pub use figures::Figure;
pub use text::explain;
