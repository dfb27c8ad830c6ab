//! What platforms allow, with sources.

use hnswkit_core::{
    domain::Seconds,
    platform::{ASKED, Claim, Entry, PLATFORMS, READ},
};

use super::{
    style::{DIM, TITLE, paint},
    table::Table,
    text,
};

/// All of them in short.
pub(crate) fn list() -> String {
    let mut out = String::new();
    let mut table = Table::default();
    table.row(["id", "platform", "what sets it apart"].map(|it| paint(DIM, it)));
    for it in PLATFORMS {
        let (title, about) = (it.title.to_owned(), it.about.to_owned());
        table.row([paint(TITLE, it.platform.id()), title, about]);
    }
    table.push(&mut out, "");
    out
}

/// One of them.
pub(crate) fn show(entry: &Entry) -> String {
    let mut out = format!("{}\n", paint(TITLE, entry.title));
    text::push(&mut out, "  ", "  ", entry.about);
    out.push('\n');

    let unknown = || paint(DIM, "unknown: we have read nothing about it");
    let said = |it: Option<Claim>| it.map_or_else(unknown, |it| it.text.to_owned());
    let mut table = Table::default();
    let mut row = |name: &str, what: String| table.row([paint(DIM, name), what]);
    row("superuser", entry.superuser.answer.id().to_owned());
    row("PostgreSQL", said(entry.postgres));
    row("pgvector", said(entry.pgvector.map(|(_, it)| it)));
    row("the extension", said(entry.extension));
    row("settings of the server", said(entry.server_settings));
    row("shared memory", said(entry.shared_memory));
    for it in entry.limits {
        let after = Seconds(f64::from(it.seconds));
        row("what ends a statement", format!("{}, after {after}; {}", it.of, it.instead));
    }
    for it in entry.poolers {
        row("pooler", format!("{}: {}; {}", it.title, it.claim.text, it.instead));
    }
    for it in entry.notes {
        row("note", it.text.to_owned());
    }
    table.push(&mut out, "  ");

    out.push_str("\n  Settings around a build\n");
    let mut table = Table::default();
    table.row(["setting", "session", "role", "server", ""].map(|it| paint(DIM, it)));
    for asked in ASKED {
        let it = entry.setting(asked.name);
        let session = asked.session(entry);
        table.row([
            asked.name.to_owned(),
            session.id().to_owned(),
            it.map_or(session, |it| it.role).id().to_owned(),
            it.map_or("unknown", |it| it.server.id()).to_owned(),
            it.map_or_else(|| paint(DIM, "PostgreSQL's own rule"), |it| it.text.to_owned()),
        ]);
    }
    table.push(&mut out, "    ");

    out.push_str(&format!("\n  Sources, read on {READ}\n"));
    for it in entry.sources() {
        let dated = it.dated.map_or_else(String::new, |it| format!(" (of {it})"));
        out.push_str(&format!("    {}{dated}\n", it.url));
    }
    out
}
