//! Files of tools that cannot be had here, cut as each tool's documentation says, and sent.
//!
//! It shows that the statements and their order are right; it is no proof by the tool.

use anyhow::{Context, Result, ensure};
use hnswkit_core::{
    render::{Format, Options, Role},
    sql::Transaction,
};
use hnswkit_tests::{Database, Example, Server, Session, Test, Version, hnsw_indexes, statements};

pub(crate) const TESTS: &[Test] = &[
    Test { name: "atlas", since: Version::OLDEST, run: |server| up_down_up(server, "atlas") },
    Test { name: "flyway", since: Version::OLDEST, run: |server| up_down_up(server, "flyway") },
    Test { name: "goose", since: Version::OLDEST, run: |server| up_down_up(server, "goose") },
    Test { name: "tern", since: Version::OLDEST, run: |server| up_down_up(server, "tern") },
];

fn up_down_up(server: &Server, tool: &str) -> Result<()> {
    let format: &Format = tool.parse()?;
    for name in ["task-tracker", "task-tracker-transactional", "hostile"] {
        let example = Example::named(name)?;
        let plan = example.plan()?;
        let files = format.render(&plan, &Options::default());
        let text = |role| files.iter().find(|it| it.role == role).map(|it| it.content.as_str());
        let [up, down] = match tool {
            "goose" => goose(text(Role::Migration).context("a file")?)?,
            "tern" => tern(text(Role::Migration).context("a file")?)?,
            _ => [
                Half::new(text(Role::Up).context("up")?)?,
                Half::new(text(Role::Down).context("down")?)?,
            ],
        };
        // What the file or its settings say is what the plan needs.
        let settings = files.iter().any(|it| it.role == Role::Settings);
        for half in [&up, &down] {
            let outside = half.outside || settings;
            ensure!(
                outside == (plan.transaction() == Transaction::Forbidden),
                "{tool}: {}",
                example.name
            );
        }
        let database = Database::create(server, tool)?;
        let mut session = database.connect()?;
        session.batch_execute(example.schema)?;
        for _ in 0..2 {
            up.send(&mut session, settings).with_context(|| format!("{tool}: up"))?;
            let built = hnsw_indexes(&mut session)?;
            ensure!(built.len() == plan.request.indexes.len(), "{tool}: {built:?}");
            down.send(&mut session, settings).with_context(|| format!("{tool}: down"))?;
            ensure!(hnsw_indexes(&mut session)?.is_empty(), "{tool}: {}", example.name);
        }
    }
    Ok(())
}

/// One way of a migration.
struct Half {
    statements: Vec<String>,
    /// Whether the file itself says that it wants no transaction.
    outside: bool,
}

impl Half {
    /// Cut by PostgreSQL's own scanner.
    fn new(text: &str) -> Result<Self> {
        let outside = text.starts_with("-- atlas:txmode none\n\n")
            || text.lines().any(|it| it == "---- tern: disable-tx ----");
        let statements = statements(text)?.into_iter().map(str::to_owned).collect();
        Ok(Self { statements, outside })
    }

    fn send(&self, session: &mut Session, settings: bool) -> Result<()> {
        let transaction = !(self.outside || settings);
        if transaction {
            session.batch_execute("BEGIN")?;
        }
        for it in &self.statements {
            session.batch_execute(it).with_context(|| format!("in the statement\n{it}"))?;
        }
        if transaction {
            session.batch_execute("COMMIT")?;
        }
        Ok(())
    }
}

/// goose: a line that ends with a semicolon ends a statement, outside of its marks.
// pressly/goose internal/sqlparser/parser.go
fn goose(text: &str) -> Result<[Half; 2]> {
    let outside = text.lines().any(|it| it == "-- +goose NO TRANSACTION");
    let mut halves = [vec![], vec![]];
    let mut half = None;
    let (mut statement, mut marked) = (String::new(), false);
    for line in text.lines() {
        let mut ends = false;
        match line {
            "-- +goose Up" => half = Some(0),
            "-- +goose Down" => half = Some(1),
            "-- +goose StatementBegin" => marked = true,
            "-- +goose StatementEnd" => (marked, ends) = (false, true),
            _ if statement.is_empty() && (line.is_empty() || line.starts_with("--")) => {}
            _ => {
                statement.push_str(line);
                statement.push('\n');
                let code = line.split_whitespace().take_while(|it| !it.starts_with("--"));
                ends = !marked && code.last().is_some_and(|it| it.ends_with(';'));
            }
        }
        if ends {
            let half = half.context("a statement before Up")?;
            halves[half].push(std::mem::take(&mut statement));
        }
    }
    ensure!(statement.is_empty() && !marked, "unfinished: {statement}");
    Ok(halves.map(|statements| Half { statements, outside }))
}

/// tern: a template with two halves.
// jackc/tern migrate/migrate.go
fn tern(text: &str) -> Result<[Half; 2]> {
    let text = text.replace("{{\"{{\"}}", "{{");
    let (up, down) =
        text.split_once("---- create above / drop below ----").context("two halves")?;
    Ok([Half::new(up)?, Half::new(down)?])
}
