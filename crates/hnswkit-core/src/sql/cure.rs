//! What to do after a gate has stopped a migration.

/// How to go on when a gate has stopped a migration; it stands in the gate's hint.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Cure {
    /// Run everything again: it begins with its guard.
    RunAgain,
    /// Repair by hand: the tool has recorded what came before the gate, and repeats the gate only.
    ByHand,
    /// Run the script of that path outside of the tool: it repairs what is broken.
    Script(String),
}
