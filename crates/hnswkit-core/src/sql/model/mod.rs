//! The statements of a change of the embedding model: a second column beside the one that serves,
//! a trigger that keeps the books, and the way to the day when the old column goes.
//!
//! The database cannot compute embeddings; the application does. So a NULL in the new column means
//! "to be computed": the trigger writes one wherever the text has changed and no new embedding has
//! come with it. What has been done so far stands in the comment of the trigger's function.
//!
//! No index finds those rows: one on a predicate that names the new column would keep every UPDATE
//! that fills it from being HOT, and each would then add an entry to the old HNSW index too.

mod columns;
mod drop;
mod filled;
mod guard;
mod switch;
mod track;
mod verify;

pub use columns::{ModelColumns, Side};
pub use drop::{DropModel, Unprove};
pub use filled::{FillGate, ProveFilled};
pub use guard::{Gate, GuardModel};
pub use switch::{SwitchBackModel, SwitchModel};
pub use track::AddModel;
pub use verify::{ModelState, VerifyModel};
