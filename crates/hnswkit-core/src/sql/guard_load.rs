//! The gate before a drop that a load asks for.

use std::{
    fmt::{self, Write as _},
    sync::Arc,
};

use super::{
    Lock, block,
    facts::{Facts, looks_at},
    inspection::{Inspection, MISMATCH},
};
use crate::domain::IndexDefinition;

/// Lets a drop go on when the index is defined as planned, valid or not, or is not there.
///
/// The same definition is built after the load, so another one is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardLoad {
    /// The index.
    pub definition: Arc<IndexDefinition>,
}

impl fmt::Display for GuardLoad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut body = Inspection(&self.definition).to_string();
        write!(
            body,
            "
    IF to_regclass(index_name) IS NULL THEN
        RAISE NOTICE 'index % does not exist: nothing to drop', index_name;
{MISMATCH}
    ELSIF existing <> planned THEN
        RAISE EXCEPTION 'index % is INVALID and has another definition', index_name
            USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                HINT = 'Drop it by hand, if nobody is building it.';
    END IF;
END"
        )?;
        block::write(f, &body)
    }
}

impl Facts for GuardLoad {
    fn title(&self) -> String {
        format!("stop unless {} is as it will be built again", self.definition.qualified_name())
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.definition.table)
    }
}
