//! Formats: an overview, and a page each with the files of the example.

use std::collections::BTreeMap;

use anyhow::Result;
use hnswkit_core::render::{FORMATS, File, Format};

use super::{
    source,
    story::{FILE, story},
};
use crate::page::{Body, Page, capital, code, prose};

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut body = Body::new(
        "The migration tools that hnswkit writes for. \
         How a tool treats statements and transactions decides what its files look like.",
    );
    body.table(
        ["format", "tool", "for", "class", "proof"],
        FORMATS.iter().map(|it| {
            [
                format!("[{0}](format:{0})", it.id),
                prose(it.title),
                it.family.title().to_owned(),
                it.class.letter().to_string(),
                prose(&it.proof.to_string()),
            ]
        }),
    );
    let classes: BTreeMap<_, _> =
        FORMATS.iter().map(|it| (it.class.letter(), it.class.summary())).collect();
    body.list(classes.iter().map(|(letter, summary)| format!("Class {letter}: {summary}.")));
    body.push(
        "“Executed” means that a test of ours ran the tool itself, up, down and up again, in both \
         modes and with hostile names; “parsed”, that a parser of the language accepted what is \
         written, and a server its SQL; “written from its documentation”, that no more could be had.",
    );
    let mut pages = vec![Page::new(
        "formats",
        "formats/index",
        "Formats",
        body,
        "crates/hnswkit-core/src/render/mod.rs",
    )];
    for it in FORMATS {
        pages.push(page(it)?);
    }
    Ok(pages)
}

fn page(format: &Format) -> Result<Page> {
    let (spec, plan) = story()?;
    let mut body = Body::new(&prose(format.about));
    body.list([
        format!("Format: {}", code(&format!("--format {}", format.id))),
        format!("For: {}", format.family.title()),
        format!("The tool: {} (class {})", format.class.summary(), format.class.letter()),
        format!("Folder: {}", code(format.folder)),
        format!("Proof: {}", prose(&format.proof.to_string())),
        format!("Source: {}", source(format.source)),
    ]);
    // The page's own sections, below its title.
    let sections = format.page.split_once("\n\n").map_or("", |(_, it)| it);
    let (sections, sources) =
        sections.split_once("\n## Sources\n").map_or((sections, ""), |(it, sources)| (it, sources));
    body.push(sections.trim());
    let snippets = format.snippets(&plan, &spec.render_options());
    if !snippets.is_empty() {
        body.heading(2, "What to add to the project");
        body.push(&format!("`hnswkit generate --format {} --snippets` prints these.", format.id));
        for it in snippets {
            body.heading(3, &prose(&it.title));
            body.push(&format!("{}: {}", code(&it.path), it.why));
            body.code(it.language, &it.content);
        }
    }
    body.heading(2, "What it writes");
    body.push(&format!(
        "`hnswkit generate --spec {FILE} --format {}` writes these files; \
         [the planner](planner:) shows them for your own tables.",
        format.id
    ));
    for file in format.render(&plan, &spec.render_options()) {
        body.heading(3, &code(&file.path));
        body.push(&format!("{}.", capital(role(&file))));
        body.code(language(&file.path), &file.content);
    }
    if !sources.is_empty() {
        body.heading(2, "Sources");
        body.push(sources.trim());
    }
    let source =
        format!("crates/hnswkit-core/src/render/formats/{}.md", format.id.replace('-', "_"));
    let slug = format!("formats/{}", format.id);
    Ok(Page::new("formats", &slug, format.title, body, &source).documents("format", format.id))
}

fn role(file: &File) -> &'static str {
    use hnswkit_core::render::Role;
    match file.role {
        Role::Preflight => "read-only questions for before",
        Role::Migration => "both ways",
        Role::Up => "the change",
        Role::Verify => "the proof",
        Role::Down => "the way back",
        Role::Settings => "settings for the tool",
        Role::Outside => "to be run outside of the tool, before it",
    }
}

/// Endings of files, and what our blocks call their language.
const LANGUAGES: &[(&str, &str)] = &[
    ("conf", "ini"),
    ("cs", "cs"),
    ("ex", "elixir"),
    ("exs", "elixir"),
    ("go", "go"),
    ("js", "javascript"),
    ("cjs", "javascript"),
    ("mjs", "javascript"),
    ("json", "json"),
    ("py", "python"),
    ("php", "php"),
    ("rb", "ruby"),
    ("rs", "rust"),
    ("sh", "bash"),
    ("sql", "sql"),
    ("toml", "toml"),
    ("ts", "typescript"),
    ("xml", "xml"),
    ("yaml", "yaml"),
    ("yml", "yaml"),
];

fn language(path: &str) -> &'static str {
    let ending = path.rsplit('.').next().unwrap_or_default();
    LANGUAGES.iter().find(|it| it.0 == ending).map_or("text", |it| it.1)
}
