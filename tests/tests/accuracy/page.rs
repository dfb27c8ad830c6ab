//! The page of the documentation about the table.

use anyhow::Result;

/// Writes it.
pub(crate) fn write() -> Result<()> {
    Ok(())
}
