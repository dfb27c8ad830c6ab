//! Up, again, down, down again, up; settings as before, and nothing is built twice.

use anyhow::{Context, Result, ensure};
use hnswkit_tests::{Direction, Server, index_files, run_plan, settings};

use super::case::{Case, Stage};

pub(super) fn check(server: &Server, case: &Case) -> Result<()> {
    let mut it = Stage::new(server, case)?;
    it.session.batch_execute("SET lock_timeout = '7s'; SET maintenance_work_mem = '77MB'")?;
    let before = settings(&mut it.session)?;
    it.run(Direction::Up, "up")?;
    ensure!(settings(&mut it.session)? == before, "settings were not put back");
    let files = index_files(&mut it.session)?;
    it.run(Direction::Up, "up again")?;
    let again = index_files(&mut it.session)?;
    ensure!(case.builds_again || files == again, "built twice: {files:?}, then {again:?}");
    match case.no_way_back {
        None => {
            it.run(Direction::Down, "down")?;
            ensure!(settings(&mut it.session)? == before, "settings were not put back");
            it.run(Direction::Down, "down again")?;
        }
        Some(message) => {
            let refused = run_plan(&mut it.session, &it.plan, Direction::Down);
            let error = refused.err().context("there is a way back")?;
            ensure!(format!("{error:#}").contains(message), "{error:#}");
            it.session.batch_execute(
                "RESET ALL; SET lock_timeout = '7s'; SET maintenance_work_mem = '77MB'",
            )?;
            it.expect(Direction::Up, "after the way back that there is not")?;
        }
    }
    it.run(Direction::Up, "up at last")?;
    ensure!(settings(&mut it.session)? == before, "settings were not put back");
    Ok(())
}
