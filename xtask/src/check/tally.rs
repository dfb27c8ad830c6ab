//! Counts tests by the lines with which test programs end.

use std::fmt;

use super::failures::Failures;

/// Passed, failed, skipped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests that held.
    pub(crate) passed: u64,
    /// Tests that did not.
    pub(crate) failed: u64,
    /// Tests that did not run.
    pub(crate) skipped: u64,
    /// Which failed, and why.
    pub(crate) failures: Failures,
}

impl Tally {
    /// Adds what a line like `test result: ok. 5 passed; 0 failed; 1 ignored; …` says.
    pub(crate) fn read(&mut self, line: &str) {
        self.failures.read(line);
        let Some((_, counts)) =
            line.strip_prefix("test result: ").and_then(|it| it.split_once(". "))
        else {
            return;
        };
        for count in counts.split("; ") {
            let Some((number, what)) = count.split_once(' ') else { continue };
            let number = number.parse().unwrap_or(0);
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.skipped += number,
                _ => {}
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn result_lines_are_summed() {
        let mut tally = Tally::default();
        tally.read("test result: ok. 5 passed; 0 failed; 2 ignored; 0 measured; 3 filtered out; finished in 0.00s");
        tally
            .read("test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out");
        tally.read("test a::b ... ok");
        assert_eq!(tally.to_string(), "6 passed, 1 failed, 2 skipped");
    }
}
