//! XML.

/// Text as a CDATA section.
pub(super) fn cdata(text: &str) -> String {
    format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"))
}

/// Text that may stand in a comment: there are no two hyphens in a row.
pub(super) fn in_comment(text: &str) -> String {
    let mut out = text.replace("--", "- -").replace("--", "- -");
    if out.ends_with('-') {
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_section_or_a_comment_early() {
        assert_eq!(cdata("a < b && c"), "<![CDATA[a < b && c]]>");
        assert_eq!(cdata("a]]>b"), "<![CDATA[a]]]]><![CDATA[>b]]>");
        assert_eq!(in_comment("a --> b"), "a - -> b");
        for text in ["---", "----", "a-", "-----b"] {
            assert!(!in_comment(text).contains("--"), "{text}");
            assert!(!in_comment(text).ends_with('-'), "{text}");
        }
    }
}
