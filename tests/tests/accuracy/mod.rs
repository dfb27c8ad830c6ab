//! The modes of the harness: tests, measuring, fitting, and the page.

mod calibrated;
mod case;
mod data;
mod figures;
mod fit;
mod judge;
mod machine;
mod measure;
mod page;
mod table;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use hnswkit_tests::{Database, Server, Suite, Test, Version, alone};

use self::{
    case::{Case, Half},
    judge::Judgement,
    table::Row,
};

/// Says what to do in place of the tests: `small`, `full`, `judge`, `more`, `fit` or `page`.
const MODE: &str = "HNSWKIT_ACCURACY";

const SUITE: Suite = &[(
    "accuracy",
    &[Test { name: "the_small_grid_is_as_estimated", since: Version::OLDEST, run: small }],
)];

/// Runs what the environment asks for.
pub(crate) fn main() -> ExitCode {
    let cure = r#"no server (cargo xtask servers start; eval "$(cargo xtask servers env)")"#;
    let Ok(mode) = std::env::var(MODE) else {
        if let Err(error) = page::check() {
            eprintln!("error: {error:#}");
            return ExitCode::FAILURE;
        }
        return hnswkit_tests::run(&[SUITE], Server::from_env(), cure);
    };
    match told(&mode) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn told(mode: &str) -> Result<()> {
    match mode {
        "small" => print_all(&measured(case::SMALL, vec![], |_| Ok(()))?),
        "full" => all(vec![]),
        "judge" => all(table::read()?.1.into_iter().filter(|it| it.half == Half::Fit).collect()),
        "more" => all(table::read()?.1),
        "fit" => fit::print(),
        "page" => page::write(),
        other => bail!("{MODE} is `{other}`; there are small, full, judge, more, fit and page"),
    }
}

/// Builds what these rows lack of the whole grid, one half after the other; then the page.
fn all(mut rows: Vec<Row>) -> Result<()> {
    let machine = machine::describe()?;
    for half in Half::ALL {
        let grid: Vec<Case> = case::FULL.iter().copied().filter(|it| it.half == half).collect();
        rows = measured(&grid, rows, |rows| table::write(rows, &machine))?;
    }
    print_all(&rows)?;
    page::write()
}

/// Builds a grid on every server, the oldest first, but what is among the rows.
fn measured(
    grid: &[Case],
    mut rows: Vec<Row>,
    keep: impl Fn(&[Row]) -> Result<()>,
) -> Result<Vec<Row>> {
    let mut servers = Server::from_env()?;
    servers.sort_by_key(|it| it.pgvector);
    let newest = servers.iter().map(|it| it.pgvector).max().context("there is no server")?;
    for server in &servers {
        let wanted = |it: &&Case| {
            (it.everywhere || server.pgvector == newest)
                && !rows.iter().any(|row| row.is_of(server, it))
        };
        let wanted: Vec<&Case> = grid.iter().filter(wanted).collect();
        build_all(server, wanted.into_iter(), |row| {
            rows.push(row);
            // After each build, so that an interruption leaves what there is.
            keep(&rows)
        })?;
    }
    Ok(rows)
}

/// Builds what the server's pgvector knows of it; a line of the table for each.
fn build_all<'a>(
    server: &Server,
    grid: impl Iterator<Item = &'a Case>,
    mut keep: impl FnMut(Row) -> Result<()>,
) -> Result<()> {
    let database = Database::create(server, "accuracy")?;
    let mut session = database.connect()?;
    let mut there = None;
    for case in grid.filter(|it| it.is_known_to(server)) {
        if there != Some(case.data()) {
            data::make(&mut session, case).with_context(|| format!("{case:?}"))?;
            there = Some(case.data());
        }
        let found = measure::measure(&database, &mut session, case);
        let found = found.with_context(|| format!("{server}: {case:?}"))?;
        let row = Row::new(server, case, found)?;
        println!("{server}: {}", Judgement::of(&row)?);
        keep(row)?;
        if case.changes_rows() {
            there = None;
        }
    }
    Ok(())
}

fn print_all(rows: &[Row]) -> Result<()> {
    for it in figures::summary(rows)? {
        println!("{it}");
    }
    for it in calibrated::forecasts(rows)? {
        let large = it.large;
        println!(
            "{} × {}: off by {:+.0} % after two builds",
            large.vector_type,
            large.rows,
            it.off()
        );
    }
    Ok(())
}

fn small(server: &Server) -> Result<()> {
    let _alone = alone();
    build_all(server, case::SMALL.iter(), |row| Judgement::of(&row)?.check())
}
