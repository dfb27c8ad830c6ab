//! A search with the index: the plan that PostgreSQL chooses for it, and the rows that come back.
//!
//! The costs are those of pgvector's and PostgreSQL's sources, term by term; what a scan returns
//! follows from how it ends. Recall is a matter of the data, and is not among the numbers.

mod access;
mod answer;
mod cost;
mod crossover;
mod drawn;
mod hnsw;
#[cfg(test)]
mod measured;
mod parts;
mod query;
mod returned;
mod suggest;
mod table;

pub use access::Access;
pub use answer::{Search, search};
pub use crossover::Crossover;
pub use query::{IterativeScan, PlannerSettings, SearchQuery};
pub use returned::{Ends, Returned};
pub use suggest::Suggestion;
