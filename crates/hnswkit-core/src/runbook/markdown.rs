//! Pieces of Markdown that no name can break.

/// Inline code, whatever backticks the text has; not for tables.
pub(super) fn code(text: &str) -> String {
    let longest = longest_run(text);
    let fence = "`".repeat(longest + 1);
    // One space on each side is taken away again; without backticks and edges none is needed.
    let is_padded = text.starts_with(' ') && text.ends_with(' ');
    if longest == 0 && !is_padded {
        format!("{fence}{text}{fence}")
    } else {
        format!("{fence} {text} {fence}")
    }
}

/// Inline code for the cell of a table, where a bar would end the cell.
pub(super) fn code_cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// A block of code that ends where it should.
pub(super) fn block(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}", text.trim_end())
}

/// The most backticks in a row.
fn longest_run(text: &str) -> usize {
    text.split(|it| it != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{block, code, code_cell};

    #[test]
    fn backticks_get_a_longer_fence() {
        assert_eq!(code("messages"), "`messages`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code(" a "), "`  a  `");
        assert_eq!(block("sql", "SELECT 1;\n"), "```sql\nSELECT 1;\n```");
        assert_eq!(block("sql", "SELECT \"```\";"), "````sql\nSELECT \"```\";\n````");
    }

    #[test]
    fn a_bar_is_escaped_in_tables_only() {
        assert_eq!(code("a|b"), "`a|b`");
        assert_eq!(code_cell("a|b"), "`a\\|b`");
    }
}
