//! Which patterns of the table the tests produce: all but those that say why not.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use hnswkit_core::explain::{NOT_REPRODUCED, SEEN_ON, explanations};

use super::{case::On, elsewhere, plans, rights, sessions, statements, trouble};

/// What tools say and not servers: `tests/tests/formats/messages.rs`.
const SAID_BY_TOOLS: &[&str] = &["connect ECONNREFUSED {address}"];

/// The patterns that the tests expect, of which each fails without them, with their servers.
fn produced() -> BTreeMap<&'static str, On> {
    let statements = statements::said();
    let statements = statements.flat_map(|(on, said)| said.iter().map(move |(_, it)| (on, *it)));
    let rights = rights::SAID.iter().chain(rights::SAID_AFTER.iter().map(|(_, said)| said));
    let all = statements
        .chain(rights.map(|(_, patterns)| (On::ALL, *patterns)))
        .chain(sessions::SCENARIOS.iter().map(|it| (it.on, it.says)))
        .chain(plans::SCENARIOS.iter().map(|it| (it.on, it.says)))
        .chain(trouble::SCENARIOS.iter().map(|it| (it.on, it.says)))
        .chain([(On::ALL, SAID_BY_TOOLS)]);
    let mut produced = BTreeMap::new();
    for (on, patterns) in all {
        for it in patterns {
            produced.entry(*it).and_modify(|known: &mut On| *known = known.and(on)).or_insert(on);
        }
    }
    for (on, it) in elsewhere::said() {
        produced.entry(it).and_modify(|known: &mut On| *known = known.and(on)).or_insert(on);
    }
    produced
}

/// Each pattern is produced or says why it is not, each says on which releases, and none of the
/// tests expects one that is gone.
pub(super) fn every_message_is_produced() -> Result<()> {
    let produced = produced();
    let excused: BTreeSet<&str> = NOT_REPRODUCED.iter().map(|(pattern, _)| *pattern).collect();
    let seen_on: BTreeMap<&str, &str> = SEEN_ON.iter().copied().collect();
    let all: BTreeSet<&str> = explanations().flat_map(|it| it.patterns).copied().collect();
    let mut problems = vec![];
    for it in &all {
        match (produced.get(it), excused.contains(it)) {
            (None, false) => problems.push(format!("no test produces it: {it}")),
            (Some(_), true) => problems.push(format!("a test does produce it: {it}")),
            (None, true) => {}
            (Some(on), false) => {
                let (told, says) = (on.told(), seen_on.get(it).copied());
                if told.as_deref() != says {
                    problems.push(format!("{it}: {says:?} is {told:?}"));
                }
            }
        }
    }
    let known = produced.keys().chain(&excused).chain(seen_on.keys());
    problems
        .extend(known.filter(|it| !all.contains(**it)).map(|it| format!("not in the table: {it}")));
    anyhow::ensure!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}
