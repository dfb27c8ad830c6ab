//! The examples of the rules' pages: servers refuse errors with the words that the page quotes,
//! and accept everything else.

use anyhow::{Context, Result, bail, ensure};
use hnswkit_core::{
    lint::{Finding, RULES, Severity, Source, check},
    parse,
};
use hnswkit_tests::{Database, PageExample, Server, Session, Test, Version, refusal};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "errors_are_refused_and_all_else_is_accepted",
        since: Version::OLDEST,
        run: errors_are_refused_and_all_else_is_accepted,
    },
    Test {
        name: "what_a_fix_leaves_is_accepted",
        since: Version::OLDEST,
        run: what_a_fix_leaves_is_accepted,
    },
];

/// Pages whose examples need what a server cannot have: files of other releases.
const NOT_RUN: &[&str] = &["pgvector-with-advisory"];

/// What the examples take for granted.
const TABLES: &[(&str, &str)] = &[
    (
        "items",
        "CREATE TABLE items (id bigint PRIMARY KEY, tenant int, category int, body xml, embedding vector(3))",
    ),
    ("t", "CREATE TABLE t (v vector(3))"),
];

fn errors_are_refused_and_all_else_is_accepted(server: &Server) -> Result<()> {
    let mut run = 0;
    let mut wrong = vec![];
    for example in examples(server)? {
        let findings = check(&example.sources(), &example.options);
        let texts: Vec<&str> = example.files.iter().map(|it| it.1.as_str()).collect();
        if let Err(error) = run_files(server, &example, &texts, &findings) {
            wrong.push(format!("{}: {error:#}\n{}", example.rule.id, texts.join("\n")));
        }
        run += 1;
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    ensure!(60 < run, "only {run} examples were run");
    Ok(())
}

fn what_a_fix_leaves_is_accepted(server: &Server) -> Result<()> {
    let mut run = 0;
    for example in examples(server)? {
        let findings = check(&example.sources(), &example.options);
        if findings.is_empty() || findings.iter().any(|it| it.fix.is_none()) {
            continue;
        }
        let fixed: Vec<String> = example
            .files
            .iter()
            .enumerate()
            .map(|(n, (_, text))| fix(text, findings.iter().filter(|it| it.source == n)))
            .collect();
        let sources: Vec<_> =
            example.files.iter().zip(&fixed).map(|(it, text)| Source::sql(&it.0, text)).collect();
        let left = check(&sources, &example.options);
        let texts: Vec<&str> = fixed.iter().map(String::as_str).collect();
        ensure!(
            left.iter().all(|it| it.rule != example.rule),
            "{}: still found in\n{}",
            example.rule.id,
            texts.join("\n")
        );
        run_files(server, &example, &texts, &[])
            .with_context(|| format!("{}:\n{}", example.rule.id, texts.join("\n")))?;
        run += 1;
    }
    ensure!(8 < run, "only {run} fixes were run");
    Ok(())
}

/// The text with the edits of all findings.
fn fix<'a>(text: &str, findings: impl Iterator<Item = &'a Finding>) -> String {
    let mut edits: Vec<_> =
        findings.filter_map(|it| it.fix.as_ref()).flat_map(|it| &it.edits).collect();
    edits.sort_by_key(|it| it.span.start);
    let mut fixed = text.to_owned();
    for it in edits.into_iter().rev() {
        fixed.replace_range(it.span.clone(), &it.text);
    }
    fixed
}

/// The examples that mean something on the server.
fn examples(server: &Server) -> Result<Vec<PageExample>> {
    let mut examples = vec![];
    for rule in RULES.iter().filter(|it| !NOT_RUN.contains(&it.id)) {
        for it in PageExample::of(rule) {
            let from = it.from.as_deref().map(str::parse::<Version>).transpose()?;
            let declared = it.options.pgvector.map(|it| it.to_string().parse::<Version>());
            let declared = declared.transpose()?;
            // The page about what is missing in a release is for servers that lack it.
            let is_finding = !check(&it.sources(), &it.options).is_empty();
            let lacks = rule.id == "newer-than-declared-pgvector" && is_finding;
            let fits = match declared {
                Some(version) if lacks => server.pgvector <= version,
                Some(version) => server.has(version),
                None => true,
            };
            if fits && from.is_none_or(|it| server.has(it)) {
                examples.push(it);
            }
        }
    }
    Ok(examples)
}

fn run_files(
    server: &Server,
    example: &PageExample,
    texts: &[&str],
    findings: &[Finding],
) -> Result<()> {
    let database = Database::create(server, "page")?;
    let mut session = database.connect()?;
    let all = texts.join("\n");
    for (name, create) in TABLES {
        if !all.contains(&format!("CREATE TABLE {name} ")) {
            session.batch_execute(create)?;
        }
    }
    if all.contains("CREATE EXTENSION") {
        session.batch_execute("DROP EXTENSION vector CASCADE")?;
    }
    for (n, text) in texts.iter().enumerate() {
        for statement in parse::statements(text) {
            let found = findings.iter().find(|it| {
                it.source == n
                    && it.severity == Severity::Error
                    && statement.span.start <= it.span.start
                    && it.span.start <= statement.span.end
            });
            let sql = with_values(statement.text, found.is_some());
            let Some(found) = found else {
                session.batch_execute(&sql).with_context(|| format!("refused: {sql}"))?;
                continue;
            };
            // What comes behind it does not run.
            return refused(&mut session, example, found, &sql);
        }
    }
    Ok(())
}

/// The statement with values for its parameters.
fn with_values(sql: &str, is_error: bool) -> String {
    match is_error {
        true => sql.to_owned(),
        false if sql.contains("set_config") => sql.replace("$1", "'100'"),
        false => sql.replace("$1", "'[1,2,3]'"),
    }
}

fn refused(session: &mut Session, example: &PageExample, found: &Finding, sql: &str) -> Result<()> {
    let message = match found.rule.id {
        // As the tool would run it.
        "concurrently-in-tool-transaction" => {
            session.batch_execute("BEGIN")?;
            refusal(session, sql)?
        }
        "several-statements-one-transaction" => refusal(session, &format!("SELECT 1; {sql}"))?,
        _ => refusal(session, sql)?,
    };
    let quotes =
        example.rule.page.lines().filter_map(|it| it.strip_prefix("Server: `")?.strip_suffix('`'));
    if !quotes.clone().any(|it| message.message().contains(it)) {
        let quotes: Vec<_> = quotes.collect();
        bail!("the server says `{}`, the page {quotes:?}", message.message());
    }
    Ok(())
}
