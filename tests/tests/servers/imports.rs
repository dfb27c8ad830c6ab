//! From a schema on a server to a plan, and back: what psql describes is what was built.

use anyhow::{Result, ensure};
use hnswkit_api::import::import;
use hnswkit_tests::{Database, Direction, Server, Test, Version, plan_of, run_in, run_plan, tool};

pub(crate) const TESTS: &[Test] = &[Test {
    name: "what_psql_describes_is_planned_built_and_described",
    since: Version::OLDEST,
    run: what_psql_describes_is_planned_built_and_described,
}];

/// Names that hurt, and an index that has to be told from those that are missing.
const SCHEMA: &str = "CREATE SCHEMA \"My Schema\";
    CREATE TABLE \"My Schema\".\"Or\"\"der | 1\" (
        id int, \"sel ect\" vector(3) NOT NULL, \"имя\" vector(4), \"a | b\" vector(5), done vector(6)
    );
    CREATE INDEX \"i \"\"done\"\" hnsw (x)\" ON \"My Schema\".\"Or\"\"der | 1\"
        USING hnsw (done vector_ip_ops) WITH (m = 8, ef_construction = 40) WHERE id > 3;";

/// How people have psql draw tables.
const STYLES: &[&[&str]] = &[
    &[],
    &["border=2"],
    &["border=0"],
    &["border=2", "linestyle=unicode"],
    &["linestyle=old-ascii"],
    &["format=unaligned"],
];

fn what_psql_describes_is_planned_built_and_described(server: &Server) -> Result<()> {
    let database = Database::create(server, "import")?;
    let mut session = database.connect()?;
    session.batch_execute(SCHEMA)?;
    let folder = tempfile::tempdir()?;
    let described = |style: &[&str], command: &str| -> Result<String> {
        let mut psql = tool("psql")?;
        psql.args([database.url(), "--no-psqlrc"]);
        style.iter().for_each(|it| {
            psql.args(["--pset", it]);
        });
        psql.args(["--command", command]);
        run_in(folder.path(), &mut psql)
    };
    let mut spec = None;
    for style in STYLES {
        for command in ["\\d \"My Schema\".*", "\\d+ \"My Schema\".*"] {
            let text = described(style, command)?;
            let it = import(&text);
            let columns: Vec<&str> = it.columns.iter().map(|it| it.column.as_str()).collect();
            ensure!(columns == ["sel ect", "имя", "a | b", "done"], "{columns:?}\n{text}");
            let indexes: Vec<_> = it.indexes.iter().map(|it| (it.m, it.valid)).collect();
            ensure!(indexes == [(Some(8), Some(true))], "{indexes:?}\n{text}");
            ensure!(it.notes.is_empty() && it.spec.index.len() == 3, "{:?}\n{text}", it.notes);
            let first = spec.get_or_insert_with(|| it.spec.clone());
            ensure!(*first == it.spec, "{}\n{text}", it.toml);
        }
    }
    let plan = plan_of(&import(&described(&[], "\\d \"My Schema\".*")?).toml)?;
    run_plan(&mut session, &plan, Direction::Up)?;
    let text = described(&[], "\\d \"My Schema\".*")?;
    let it = import(&text);
    ensure!(it.indexes.len() == 4 && it.spec.index.is_empty(), "{text}");
    ensure!(it.indexes.iter().all(|it| it.spec.is_some()), "{text}");
    Ok(())
}
