//! Every SQL block of the documents, run by psql in order, with what it prints.

use anyhow::{Context, Result, ensure};
use hnswkit_tests::{Page, Server, Tally, Test, Version, documents};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "every_block_does_as_its_page_says",
        since: Version::OLDEST,
        run: every_block_does_as_its_page_says,
    },
    Test { name: "a_wrong_page_is_caught", since: Version::OLDEST, run: a_wrong_page_is_caught },
];

/// Pages that are wrong, with what is said about them.
const WRONG: &[(&str, &str)] = &[
    ("```sql\nSELECT 1 AS a;\n```\n```output\n a\n---\n 2\n…\n```", "page.md:1: expected"),
    ("```sql\nSELECT 1 FROM nothing;\n```", "page.md:1: must succeed"),
    ("```psql\n\\nothing\n```", "page.md:1: must succeed"),
    ("```sql fails\nSELECT 1;\n```\n```output\n…\n```", "page.md:1: must fail"),
    ("```sql fails\nSELECT 1/0;\n```\n```output\nERROR:  no\n```", "page.md:1: expected"),
    ("```sql background\nSELECT 1;\n```", "page.md:1: nothing awaits this block"),
    ("```sql awaits=b\nSELECT 1;\n```", "page.md:1: nothing runs in the background of `b`"),
    ("```sql not-run=\"an example\"\nSELEC 1;\n```", "PostgreSQL cannot parse this"),
    ("```sql\nSELECT 1\n```", "psql waits for a semicolon"),
    ("```sql fail\nSELECT 1;\n```", "`fail` is no word for a block"),
    ("```output\n```", "no block prints this"),
];

/// On the newest of each minor release, as pages take their time; on all servers
/// `HNSWKIT_PAGE=concepts/locks` runs the pages whose names contain it.
fn every_block_does_as_its_page_says(server: &Server) -> Result<()> {
    let wanted = std::env::var("HNSWKIT_PAGE").unwrap_or_default();
    if wanted.is_empty() && has_newer_patch(server)? {
        return Ok(());
    }
    let mut tally = Tally::default();
    let mut problems = vec![];
    for page in documents()?.into_iter().filter(|it| it.name.contains(&wanted)) {
        match page.run(server, "") {
            Ok(done) => tally.add(done),
            Err(error) => problems.push(format!("{error:#}")),
        }
    }
    println!("{server}: {tally}");
    ensure!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

/// Whether another server has a newer patch of the same release.
fn has_newer_patch(server: &Server) -> Result<bool> {
    let newer =
        |it: &Server| it.pgvector.has_same_minor(server.pgvector) && server.pgvector < it.pgvector;
    Ok(Server::from_env()?.iter().any(newer))
}

fn a_wrong_page_is_caught(server: &Server) -> Result<()> {
    for (text, expected) in WRONG {
        let done = Page::read("page.md", text).and_then(|it| it.run(server, ""));
        let error = done.err().with_context(|| format!("nothing is said about\n{text}"))?;
        ensure!(format!("{error:#}").contains(expected), "{error:#}\nabout\n{text}");
    }
    Ok(())
}
