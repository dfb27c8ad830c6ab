//! Which patterns of the table the tests produce: all but those that say why not.

use std::collections::BTreeSet;

use anyhow::Result;
use hnswkit_core::explain::{NOT_REPRODUCED, explanations};

use super::{plans, rights, sessions, statements, trouble};

/// What tools say and not servers: `tests/tests/formats/messages.rs`.
const SAID_BY_TOOLS: &[&str] = &["connect ECONNREFUSED {address}"];

/// The patterns that the tests expect, of which each fails without them.
fn produced() -> BTreeSet<&'static str> {
    let statements = statements::SAID.iter().flat_map(|(_, said)| *said);
    let rights = rights::SAID.iter().chain(rights::SAID_AFTER.iter().map(|(_, said)| said));
    let said = statements.chain(rights).map(|(_, patterns)| *patterns);
    let said = said
        .chain(sessions::SCENARIOS.iter().map(|it| it.says))
        .chain(plans::SCENARIOS.iter().map(|it| it.says))
        .chain(trouble::SCENARIOS.iter().map(|it| it.says))
        .chain([SAID_BY_TOOLS]);
    said.flatten().copied().collect()
}

/// Each pattern is produced or says why it is not, and none of the tests expects one that is gone.
pub(super) fn every_message_is_produced() -> Result<()> {
    let produced = produced();
    let excused: BTreeSet<&str> = NOT_REPRODUCED.iter().map(|(pattern, _)| *pattern).collect();
    let all: BTreeSet<&str> = explanations().flat_map(|it| it.patterns).copied().collect();
    let mut problems = vec![];
    for it in &all {
        match (produced.contains(it), excused.contains(it)) {
            (false, false) => problems.push(format!("no test produces it: {it}")),
            (true, true) => problems.push(format!("a test does produce it: {it}")),
            _ => {}
        }
    }
    for it in produced.union(&excused).filter(|it| !all.contains(**it)) {
        problems.push(format!("not in the table: {it}"));
    }
    anyhow::ensure!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}
