//! Texts of several lines in a program.

/// The lines of `text` behind `indent`; empty ones stay empty.
pub(super) fn indented(text: &str, indent: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        if !line.is_empty() {
            out.push_str(indent);
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

/// `name`, made longer until no line of `text` begins with it, to end a text of several lines.
pub(super) fn mark(text: &str, name: &str) -> String {
    let mut mark = name.to_owned();
    while text.lines().any(|it| it.trim_start().starts_with(&mark)) {
        mark.push('_');
    }
    mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_in_no_line() {
        assert_eq!(mark("a\n  SQL_;\nSQL", "SQL"), "SQL__");
        assert_eq!(mark("a SQL", "SQL"), "SQL");
    }
}
