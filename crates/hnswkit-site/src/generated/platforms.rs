//! Platforms: who may set what, limits, shared memory, poolers, from `PLATFORMS`.

use anyhow::Result;
use hnswkit_core::{
    domain::Seconds,
    platform::{ASKED, Claim, Entry, PLATFORMS, POOLERS, READ, REFUSED, Source},
};

use crate::page::{Body, Page, capital, code, prose};

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut body = Body::new(&format!(
        "What the places where PostgreSQL runs allow around the build of an index, and where we know \
         it from. The sources were read on {READ}; what we have read nothing about is called unknown."
    ));
    body.push(
        "With `platform` in [the spec file](spec:target.platform), or `--platform`, a plan keeps to \
         these limits and says what to do instead; [`hnswkit platforms`](command:platforms) shows one \
         of them. Services change: before you rely on a limit, look at its source.",
    );
    body.heading(2, "Platforms");
    body.table(
        ["platform", "id", "newest pgvector that we have read of", "shared memory of builds"],
        PLATFORMS.iter().map(|it| {
            let id = it.platform.id();
            let pgvector = it.pgvector.map_or_else(unknown, |(version, _)| version.to_string());
            let memory = match it.platform.shared_memory() {
                Some(size) => format!("{size} until it is enlarged"),
                None => it.shared_memory.map_or_else(unknown, |_| "see below".to_owned()),
            };
            [format!("[{}](platform:{id})", prose(it.title)), code(id), pgvector, memory]
        }),
    );
    for it in PLATFORMS {
        platform(&mut body, it);
    }
    body.heading(2, "Poolers");
    body.push(
        "A plan sets memory and timeouts for its session. A pooler that gives each transaction another \
         session loses them.",
    );
    body.table(
        ["pooler", "keeps settings", "what its makers say", "what to do"],
        POOLERS.iter().map(|it| {
            let said = format!("{} ({})", prose(it.claim.text), link(it.claim.source));
            [prose(it.title), it.keeps_settings.id().to_owned(), said, prose(it.instead)]
        }),
    );
    body.heading(2, "Settings around a build");
    body.push(
        "Who may change them where a platform says nothing else: PostgreSQL's own rule, which our \
         tests compare with every server of their matrix.",
    );
    body.table(
        ["setting", "every session", "restart", "what it is for"],
        ASKED.iter().map(|it| {
            let word = |it: bool| if it { "yes" } else { "no" }.to_owned();
            [code(it.name), word(it.by_anybody), word(it.restart), prose(it.why)]
        }),
    );
    body.heading(2, "What only superusers may do");
    body.push(
        "Where there is no superuser, or we don't know of one, nothing of this is in a plan. A test \
         holds every plan of ours against every platform, and runs them as a role without that right.",
    );
    body.table(
        ["words", "what to do instead"],
        REFUSED.iter().map(|it| [code(it.words), prose(it.instead)]),
    );
    let source = "crates/hnswkit-core/src/platform/mod.rs";
    Ok(vec![Page::new("reference", "reference/platforms", "Platforms", body, source)])
}

fn unknown() -> String {
    "unknown".to_owned()
}

fn platform(body: &mut Body, entry: &Entry) {
    let id = entry.platform.id();
    body.entry(3, "platform", id, entry.title);
    body.push(&prose(entry.about));
    let superuser = match entry.superuser.source {
        Some(it) => format!("{} ({})", entry.superuser.answer.id(), link(it)),
        None => unknown(),
    };
    let mut facts = vec![format!("Superuser: {superuser}")];
    let mut fact = |name: &str, it: Option<Claim>| {
        facts.push(format!("{name}: {}", it.map_or_else(unknown, said)));
    };
    fact("PostgreSQL", entry.postgres);
    fact("pgvector", entry.pgvector.map(|(_, it)| it));
    fact("The extension", entry.extension);
    fact("Settings of the server", entry.server_settings);
    fact("Shared memory of parallel builds", entry.shared_memory);
    facts.extend(entry.shared_buffers.map(|(percent, it)| {
        format!("`shared_buffers` by default: {percent} % of the memory, {}", said(it))
    }));
    facts.extend(entry.limits.iter().map(|it| {
        let after = Seconds(f64::from(it.seconds));
        format!(
            "{} ends a statement after {after} ({}): {}",
            capital(&prose(it.of)),
            link(it.source),
            prose(it.instead)
        )
    }));
    facts.extend(
        entry
            .poolers
            .iter()
            .map(|it| format!("In front of it: {} ([what it loses](#poolers))", prose(it.title))),
    );
    facts.extend(entry.notes.iter().map(|it| capital(&said(*it))));
    body.list(facts);
    if entry.settings.is_empty() {
        return;
    }
    body.table(
        ["setting", "session", "role or database", "server", "what is said"],
        entry.settings.iter().map(|it| {
            [
                code(it.name),
                it.session.id().to_owned(),
                it.role.id().to_owned(),
                it.server.id().to_owned(),
                format!("{} ({})", prose(it.text), link(it.source)),
            ]
        }),
    );
}

fn said(it: Claim) -> String {
    format!("{} ({})", prose(it.text), link(it.source))
}

fn link(it: &Source) -> String {
    if it.is_measured() {
        return it.url.to_owned();
    }
    match it.dated {
        Some(day) => format!("[source of {day}]({})", it.url),
        None => format!("[source]({})", it.url),
    }
}
