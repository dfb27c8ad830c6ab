//! What the documents show has no finding but those that they name: ` ```sql lint=<rule> `.

use std::collections::BTreeSet;

use hnswkit_core::lint::{Options, Source, check};
use hnswkit_tests::documents;

#[test]
fn what_documents_show_has_the_findings_that_they_name() {
    let mut problems = vec![];
    for page in documents().unwrap() {
        let sessions = page.sessions();
        let sources: Vec<_> = sessions.iter().map(|it| Source::sql(&page.name, it)).collect();
        let block = |source: usize, offset: usize| {
            let line = sessions[source][..offset].lines().count().max(1);
            page.blocks.iter().map(|it| it.line).filter(|it| *it <= line).max().unwrap_or(line)
        };
        let found: BTreeSet<(usize, &str)> = check(&sources, &Options::default())
            .iter()
            .map(|it| (block(it.source, it.span.start), it.rule.id))
            .collect();
        let named: BTreeSet<(usize, &str)> = page.expected_findings().collect();
        let name = &page.name;
        problems.extend(found.difference(&named).map(|it| format!("{name}:{}: {}", it.0, it.1)));
        problems.extend(
            named.difference(&found).map(|it| format!("{name}:{}: no longer {}", it.0, it.1)),
        );
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
