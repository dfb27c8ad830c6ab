//! Keeps what failed and why, so that the end of a long run names it.

use std::fmt;

/// Lines of a test's message that are repeated at the end; the rest stands where it failed.
const LINES: usize = 8;

/// Failed tests in the order in which they were seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Failures {
    tests: Vec<Failure>,
    /// The test whose message is being read.
    open: Option<usize>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Failure {
    name: String,
    message: Vec<String>,
}

impl Failures {
    /// Looks at a line as test programs print it: `test … FAILED`, later `---- NAME ----` with
    /// the message below.
    pub(crate) fn read(&mut self, line: &str) {
        if let Some(name) = failed(line) {
            self.open = None;
            self.index(name);
        } else if let Some(name) = heading(line) {
            self.open = Some(self.index(name));
        } else if line == "failures:" || line.starts_with("test result: ") {
            self.open = None;
        } else if let Some(test) = self.open.and_then(|it| self.tests.get_mut(it))
            && test.message.len() < LINES
            && !line.trim().is_empty()
        {
            test.message.push(line.to_owned());
        }
    }

    /// Adds a test whose message is known.
    pub(crate) fn add(&mut self, name: &str, message: &str) {
        let index = self.index(name);
        let lines = message.lines().filter(|it| !it.trim().is_empty()).take(LINES);
        self.tests[index].message.extend(lines.map(str::to_owned));
    }

    /// The place of this test, which is new if it was not seen before.
    fn index(&mut self, name: &str) -> usize {
        if let Some(known) = self.tests.iter().rposition(|it| it.name == name) {
            return known;
        }
        self.tests.push(Failure { name: name.to_owned(), message: Vec::new() });
        self.tests.len() - 1
    }
}

/// The name in `test NAME ... FAILED`.
fn failed(line: &str) -> Option<&str> {
    let (name, _) = line.strip_prefix("test ")?.strip_suffix("FAILED")?.split_once(" ... ")?;
    Some(name.trim_end())
}

/// The name in `---- NAME ----` and `---- NAME stdout ----`.
fn heading(line: &str) -> Option<&str> {
    let name = line.strip_prefix("---- ")?.strip_suffix(" ----")?;
    Some(name.strip_suffix(" stdout").unwrap_or(name))
}

impl fmt::Display for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for test in &self.tests {
            writeln!(f, "FAILED {}", test.name)?;
            for line in &test.message {
                writeln!(f, "    {line}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Failures;

    #[test]
    fn names_and_the_beginning_of_messages_are_kept() {
        let mut failures = Failures::default();
        let long = "a line\n".repeat(20);
        let output = format!(
            "running 3 tests\ntest a ... ok\ntest 0.8.6::b    ... FAILED\ntest c ... FAILED\n\nfailures:\n\n---- 0.8.6::b ----\nwaited 3 s\n\n---- c stdout ----\n\nthread 'c' panicked\n{long}\n\nfailures:\n    c\n\ntest result: FAILED. 1 passed; 2 failed\n"
        );
        for line in output.lines() {
            failures.read(line);
        }
        failures.add("the page", "was blank\n");
        assert_eq!(
            failures.to_string(),
            format!(
                "FAILED 0.8.6::b\n    waited 3 s\nFAILED c\n    thread 'c' panicked\n{}FAILED the page\n    was blank\n",
                "    a line\n".repeat(7)
            )
        );
    }
}
