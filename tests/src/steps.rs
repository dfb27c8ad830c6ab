//! Runs the steps of a plan as a migration tool does: one statement a message.

use anyhow::{Context, Result};
use hnswkit_core::plan::{Mode, Plan, Step};

use crate::session::Session;

/// A way to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The change.
    Up,
    /// The way back.
    Down,
}

/// Runs the steps; a transactional plan in one transaction.
///
/// Gives the messages of the NOTICEs.
pub fn run_plan(session: &mut Session, plan: &Plan, direction: Direction) -> Result<Vec<String>> {
    let steps = match direction {
        Direction::Up => &plan.up,
        Direction::Down => &plan.down,
    };
    session.take_notices();
    match plan.request.mode {
        Mode::Online => run_steps(session, steps)?,
        Mode::Transactional => {
            session.batch_execute("BEGIN")?;
            let result = run_steps(session, steps);
            session.batch_execute(if result.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
            result?;
        }
    }
    Ok(session.take_notices().into_iter().map(|it| it.message().to_owned()).collect())
}

/// Runs the steps, stopping at the first error.
pub fn run_steps(session: &mut Session, steps: &[Step]) -> Result<()> {
    for step in steps {
        let sql = step.statement.to_string();
        session.batch_execute(&sql).with_context(|| format!("in the step\n{sql}"))?;
    }
    Ok(())
}
