//! Formats: an overview by family, and a page each with the files of the example.

use anyhow::Result;
use hnswkit_core::{
    plan::Plan,
    render::{FORMATS, File, Format, Options, Role},
};

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
    let mut families: Vec<_> = FORMATS.iter().map(|it| it.family).collect();
    families.sort();
    families.dedup();
    for family in families {
        body.heading(2, family.title());
        body.table(
            ["format", "tool", "how it runs files", "proof"],
            FORMATS.iter().filter(|it| it.family == family).map(|it| {
                let class = format!("{} ({})", it.class.summary(), it.class.letter());
                let link = format!("[{0}](format:{0})", it.id);
                [link, prose(it.title), class, it.proof.id().to_owned()]
            }),
        );
    }
    body.push(
        "Proof: what was *executed* ran up, down and up again with the tool itself; what was *parsed* \
         was read by a parser of the language; what is *documented* was written from the tool's \
         documentation, and never run here.",
    );
    let source = "crates/hnswkit-core/src/render/formats/mod.rs";
    let mut pages = vec![Page::new("formats", "formats/index", "Formats", body, source)];
    let (spec, plan) = story()?;
    pages.extend(FORMATS.iter().map(|it| page(it, &plan, &spec.render_options())));
    Ok(pages)
}

fn page(format: &Format, plan: &Plan, options: &Options) -> Page {
    let mut body = Body::new(&prose(format.about));
    body.list([
        format!("Format: {}", code(&format!("--format {}", format.id))),
        format!("The tool: {} (class {})", format.class.summary(), format.class.letter()),
        format!("Proof: {}", prose(&format.proof.to_string())),
        format!("Source: {}", source(format.source)),
    ]);
    // The page's own sections, below its title; the sources go to the end.
    let sections = format.page.split_once("\n\n").map_or("", |(_, it)| it);
    let (sections, sources) = match sections.split_once("\n## Sources\n") {
        Some((sections, sources)) => (sections, sources),
        None => (sections, ""),
    };
    body.push(sections.trim());
    body.heading(2, "What it writes");
    body.push(&format!(
        "`hnswkit generate --spec {FILE} --format {}` writes these files; \
         [the planner](planner:) shows them for your own tables.",
        format.id
    ));
    for file in format.render(plan, options) {
        body.heading(3, &code(&file.path));
        body.push(&format!("{}.", capital(role(&file))));
        body.code(language(&file.path), &file.content);
    }
    let snippets = format.snippets(plan, options);
    if !snippets.is_empty() {
        body.heading(2, "What to add to the project");
    }
    for it in snippets {
        body.heading(3, &prose(&it.title));
        body.push(&format!("{} In {}:", prose(&it.why), code(&it.path)));
        body.code(it.language, &it.content);
    }
    if !sources.is_empty() {
        body.heading(2, "Sources");
        body.push(sources.trim());
    }
    let file = format.id.replace('-', "_");
    let source = format!("crates/hnswkit-core/src/render/formats/{file}.md");
    let slug = format!("formats/{}", format.id);
    Page::new("formats", &slug, format.title, body, &source).documents("format", format.id)
}

fn role(file: &File) -> &'static str {
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
    ("php", "php"),
    ("properties", "ini"),
    ("py", "python"),
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
