//! String literals.

use std::fmt;

/// A string constant; `Display` writes it as SQL.
///
/// ```
/// # use hnswkit_core::domain::Literal;
/// assert_eq!(Literal("it's").to_string(), "'it''s'");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Literal<T>(
    /// The value; its own `Display` is what stands between the quotes.
    pub T,
);

impl<T: fmt::Display> fmt::Display for Literal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        // Backslashes need no care: `standard_conforming_strings` is on since PostgreSQL 9.1.
        f.write_str("'")?;
        for (n, part) in text.split('\'').enumerate() {
            if 0 < n {
                f.write_str("''")?;
            }
            f.write_str(part)?;
        }
        f.write_str("'")
    }
}
