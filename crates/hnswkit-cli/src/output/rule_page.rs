//! The page of a rule or of a format, for the terminal.

use hnswkit_api::json::RuleDocument;

use super::{
    lint::severity_style,
    style::{DIM, HINT, TITLE, paint},
};

/// The page of the rule of that name: Markdown, with a few colors that a pipe does without.
pub(crate) fn rule_page(id: &str) -> Option<String> {
    let rule = RuleDocument::of(id)?;
    let severity = paint(severity_style(&rule.severity), &rule.severity);
    let first = format!("{severity}: {}", with_code(&rule.summary));
    Some(painted(rule.page.as_deref().unwrap_or_default(), &first))
}

/// A page in Markdown with a few colors, and a line of ours below its title.
pub(crate) fn painted(page: &str, below_title: &str) -> String {
    let mut out = String::new();
    let mut in_code = false;
    for (n, line) in page.lines().enumerate() {
        let fence = line.starts_with("```");
        in_code ^= fence;
        let line = match () {
            () if fence => paint(DIM, line),
            () if in_code => paint(code_style(line), line),
            () if line.starts_with('#') => paint(TITLE, line),
            () => with_code(line),
        };
        out.push_str(&line);
        out.push('\n');
        if n == 0 {
            out.push_str(&format!("\n{below_title}\n"));
        }
    }
    out
}

/// What a mark under an example says stands out.
fn code_style(line: &str) -> anstyle::Style {
    let is_mark = line.starts_with("--") && line.contains("^ ");
    match ["error", "warning", "hint"].iter().find(|it| line.contains(&format!("^ {it}: "))) {
        Some(severity) if is_mark => severity_style(severity),
        _ => anstyle::Style::new(),
    }
}

/// What stands between backticks in color, with its backticks: the page stays Markdown.
fn with_code(line: &str) -> String {
    let pieces = line.split('`').enumerate().map(|(n, piece)| match n % 2 {
        1 => paint(HINT, format!("`{piece}`")),
        _ => piece.to_owned(),
    });
    // An odd backtick is a sign like others.
    if line.matches('`').count() % 2 == 1 { line.to_owned() } else { pieces.collect() }
}

#[cfg(test)]
mod tests {
    use hnswkit_core::lint::RULES;

    use super::*;

    #[test]
    fn every_rule_has_a_page() {
        for rule in RULES {
            let page = rule_page(rule.id).unwrap();
            let plain = anstream::adapter::strip_str(&page).to_string();
            let lines: Vec<_> = plain.lines().collect();
            assert_eq!(lines[0], format!("# {}", rule.id));
            assert_eq!(lines[2], format!("{}: {}", rule.severity.name(), rule.summary));
            let rest: Vec<_> = rule.page.lines().skip(1).collect();
            assert_eq!(lines[3..], rest);
        }
        assert_eq!(rule_page("m"), None);
    }
}
