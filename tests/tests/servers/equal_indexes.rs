//! An equal index under another name is found, and one that only looks like it is not.

use anyhow::{Context, Result, ensure};
use hnswkit_core::plan::{CheckKind, Plan};
use hnswkit_tests::{Database, Direction, Server, Session, Test, Version, plan_of, run_plan};
use postgres::SimpleQueryMessage;

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "before_a_build_an_equal_index_is_told_from_its_look_alikes",
        since: Version::OLDEST,
        run: before_a_build_an_equal_index_is_told_from_its_look_alikes,
    },
    Test {
        name: "a_repair_finds_an_equal_expression_only",
        since: Version::OLDEST,
        run: a_repair_finds_an_equal_expression_only,
    },
];

const SCHEMA: &str = "CREATE TABLE items (
        id bigint PRIMARY KEY, kind text, \"the kind\" text, a bool, b bool, c bool, embedding vector(3)
    );
    CREATE TABLE others (LIKE items)";

/// What the question says of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Equal,
    /// A reader has to compare.
    Perhaps,
    Nothing,
}

use Said::{Equal, Nothing, Perhaps};

/// Expression and predicate of the plan, the index that is there, and what is said of it.
#[rustfmt::skip]
const CASES: &[(&str, &str, &str, Said)] = &[
    (SUM, "", "items USING hnsw (((embedding + embedding)::vector(3)) vector_l2_ops)", Equal),
    (SUM, "", "items USING hnsw (CAST(embedding+embedding AS vector(3)) vector_l2_ops) WITH (m = 8)", Equal),
    ("(( embedding+embedding )::vector(3))", "", "items USING hnsw (((embedding + embedding)::vector(3)) vector_l2_ops)", Equal),
    // As dumps have it.
    ("((embedding + (embedding * embedding)))::vector(3)", "", "items USING hnsw (((embedding + embedding * embedding)::vector(3)) vector_l2_ops)", Equal),
    ("(embedding - embedding - embedding)::vector(3)", "", "items USING hnsw (((embedding - embedding - embedding)::vector(3)) vector_l2_ops)", Equal),
    // Parentheses make the difference.
    ("(embedding - embedding - embedding)::vector(3)", "", "items USING hnsw (((embedding - (embedding - embedding))::vector(3)) vector_l2_ops)", Perhaps),
    ("(embedding - (embedding - embedding))::vector(3)", "", "items USING hnsw (((embedding - embedding - embedding)::vector(3)) vector_l2_ops)", Perhaps),
    (SUM, "(a OR b) AND c", "items USING hnsw (((embedding + embedding)::vector(3)) vector_l2_ops) WHERE (a OR b) AND c", Equal),
    (SUM, "(a OR b) AND c", "items USING hnsw (((embedding + embedding)::vector(3)) vector_l2_ops) WHERE a OR (b AND c)", Perhaps),
    ("", "(a OR b) AND (id > 3)", "items USING hnsw (embedding vector_l2_ops) WHERE (a OR b) AND id > 3", Equal),
    ("", "(a OR b) AND c", "items USING hnsw (embedding vector_l2_ops) WHERE a OR (b AND c)", Perhaps),
    ("", "NOT (a AND b)", "items USING hnsw (embedding vector_l2_ops) WHERE (NOT a) AND b", Perhaps),
    ("", "(a OR b) AND (b OR c)", "items USING hnsw (embedding vector_l2_ops) WHERE (a OR b) AND (b OR c)", Equal),
    // So do spaces and parentheses in quotes.
    ("", "kind = 'a (b)'::text", "items USING hnsw (embedding vector_l2_ops) WHERE kind = 'a (b)'", Equal),
    ("", "kind = 'a (b)'::text", "items USING hnsw (embedding vector_l2_ops) WHERE kind = 'ab'", Perhaps),
    ("", "kind = 'ab'::text", "items USING hnsw (embedding vector_l2_ops) WHERE kind = 'a b'", Perhaps),
    ("", "\"the kind\" IS NULL", "items USING hnsw (embedding vector_l2_ops) WHERE \"the kind\" IS NULL", Equal),
    // The server adds the type.
    ("", "kind = 'ab'", "items USING hnsw (embedding vector_l2_ops) WHERE kind = 'ab'", Perhaps),
    (SUM, "", "items USING hnsw (((embedding + embedding)::vector(3)) vector_ip_ops)", Nothing),
    (SUM, "", "items USING hnsw (((embedding + embedding)::vector(3)) vector_l2_ops) WHERE a", Nothing),
    (SUM, "", "items USING hnsw (embedding vector_l2_ops)", Nothing),
    (SUM, "", "others USING hnsw (((embedding + embedding)::vector(3)) vector_l2_ops)", Nothing),
];

/// The same with what came with 0.7.0.
#[rustfmt::skip]
const SEVEN: &[(&str, &str, &str, Said)] = &[
    ("embedding::halfvec(3)", "", "items USING hnsw ((embedding::halfvec(3)) halfvec_l2_ops)", Equal),
    ("(embedding)::halfvec(3)", "", "items USING hnsw (CAST(embedding AS halfvec(3)) halfvec_l2_ops)", Equal),
    ("embedding::halfvec(3)", "", "items USING hnsw (((embedding + embedding)::halfvec(3)) halfvec_l2_ops)", Perhaps),
    ("binary_quantize(embedding)::bit(3)", "", "items USING hnsw ((binary_quantize(embedding)::bit(3)) bit_hamming_ops)", Equal),
    ("subvector(embedding, 1, 2)::vector(2)", "", "items USING hnsw ((subvector(embedding,1,2)::vector(2)) vector_l2_ops)", Equal),
    ("subvector(embedding, 1, 2)::vector(2)", "", "items USING hnsw ((subvector(embedding, 2, 2)::vector(2)) vector_l2_ops)", Perhaps),
];

const SUM: &str = "(embedding + embedding)::vector(3)";

fn planned(operation: &str, expression: &str, predicate: &str) -> Result<Plan> {
    let key = match expression {
        "" => "column = \"embedding\"".to_owned(),
        it => format!("expression = '''{it}'''"),
    };
    let predicate = match predicate {
        "" => String::new(),
        it => format!("where = '''{it}'''"),
    };
    let (vector_type, metric) = match expression.rsplit("::").next().unwrap_or_default() {
        it if it.starts_with("bit") => ("bit(3)", "hamming"),
        it if it.starts_with("halfvec") => ("halfvec(3)", "l2"),
        it if it.starts_with("vector(2") => ("vector(2)", "l2"),
        _ => ("vector(3)", "l2"),
    };
    plan_of(&format!(
        "[[index]]\n{operation}\ntable = \"items\"\nname = \"planned\"\nrows = 100
type = \"{vector_type}\"\nmetric = \"{metric}\"\n{key}\n{predicate}\n"
    ))
}

/// What the question answers.
fn ask(session: &mut Session, plan: &Plan) -> Result<Said> {
    let check = plan.preflight().find(|it| it.kind == CheckKind::EqualIndex);
    let rows = session.simple_query(&check.context("no question")?.to_string())?;
    let mut said = Nothing;
    for row in rows {
        let SimpleQueryMessage::Row(row) = row else { continue };
        ensure!(said == Nothing, "more than one row");
        said = match row.get("ok") {
            Some("f") => Equal,
            None => Perhaps,
            Some(it) => anyhow::bail!("ok = {it}"),
        };
    }
    Ok(said)
}

fn before_a_build_an_equal_index_is_told_from_its_look_alikes(server: &Server) -> Result<()> {
    let database = Database::create(server, "equal_index")?;
    let mut session = database.connect()?;
    session.batch_execute(SCHEMA)?;
    let seven = if server.has(Version::new(0, 7, 0)) { SEVEN } else { &[] };
    for (expression, predicate, index, expected) in CASES.iter().chain(seven) {
        let case = format!("{expression} {predicate}, {index}");
        session.batch_execute(&format!("CREATE INDEX twin ON {index}")).context(case.clone())?;
        let plan = planned("", expression, predicate).with_context(|| case.clone())?;
        let said = ask(&mut session, &plan)?;
        ensure!(said == *expected, "{case}: {said:?} instead of {expected:?}");
        session.batch_execute("DROP INDEX twin")?;
        ensure!(ask(&mut session, &plan)? == Nothing, "{case}");
        // What the plan itself builds is not another index.
        run_plan(&mut session, &plan, Direction::Up).with_context(|| case.clone())?;
        ensure!(ask(&mut session, &plan)? == Nothing, "{case}");
        run_plan(&mut session, &plan, Direction::Down)?;
    }
    Ok(())
}

/// The gate asks the server what the plan's expression means, so that the spelling does not count.
fn a_repair_finds_an_equal_expression_only(server: &Server) -> Result<()> {
    let database = Database::create(server, "equal_repair")?;
    let mut session = database.connect()?;
    session.batch_execute(SCHEMA)?;
    let key = "CAST((embedding - embedding) - embedding AS vector(3))";
    let plan = planned("operation = \"repair\"", key, "kind = 'a b'")?;
    session.batch_execute(
        "CREATE INDEX planned ON items USING hnsw (((embedding - embedding - embedding)::vector(3)) vector_l2_ops)
            WHERE kind = 'a b';
        CREATE INDEX alike ON items USING hnsw (((embedding - (embedding - embedding))::vector(3)) vector_l2_ops)
            WHERE kind = 'a b';
        CREATE INDEX spaced ON items USING hnsw (((embedding - embedding - embedding)::vector(3)) vector_l2_ops)
            WHERE kind = 'ab'",
    )?;
    run_plan(&mut session, &plan, Direction::Up).context("look-alikes are in the way")?;
    session.batch_execute(
        "CREATE INDEX twin ON items USING hnsw (CAST(embedding - embedding - embedding AS vector(3)) vector_l2_ops)
            WHERE (kind = 'a b'::text)",
    )?;
    let error = run_plan(&mut session, &plan, Direction::Up).err();
    let message = error.map(|it| format!("{it:?}")).unwrap_or_default();
    ensure!(message.contains("another index does the same work: twin"), "{message}");
    ensure!(message.contains("Drop those that nobody needs: DROP INDEX CONCURRENTLY twin;"));
    Ok(())
}
