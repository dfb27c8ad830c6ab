//! Every message that is explained, produced: on each server, in its wording.

mod case;
mod trouble;

use anyhow::{Result, ensure};
use hnswkit_tests::{Server, Test, Version};

use case::compare;

pub(crate) const TESTS: &[Test] = &[Test {
    name: "a_server_in_trouble_is_explained",
    since: Version::OLDEST,
    run: a_server_in_trouble_is_explained,
}];

fn a_server_in_trouble_is_explained(server: &Server) -> Result<()> {
    let Some(mut place) = trouble::Place::like(server)? else { return Ok(()) };
    let mut problems = vec![];
    for it in trouble::SCENARIOS.iter().filter(|it| it.on.has(server)) {
        let started = std::time::Instant::now();
        let said = (it.run)(&mut place);
        if let Err(problem) = said.and_then(|said| compare(it.name, &said, it.says)) {
            problems.push(format!("{}: {problem:?}", it.name));
        }
        eprintln!("{}: {:?}", it.name, started.elapsed());
    }
    ensure!(problems.is_empty(), "{}", problems.join("\n\n"));
    Ok(())
}
