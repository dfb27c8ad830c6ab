//! Formats: an overview, and a page each with the files of the example.

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
        ["format", "tool", "the tool"],
        FORMATS.iter().map(|it| {
            let class = format!("{} ({})", it.class.summary(), it.class.letter());
            [format!("[{0}](format:{0})", it.id), prose(it.title), class]
        }),
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
        format!("The tool: {} (class {})", format.class.summary(), format.class.letter()),
        format!("Source: {}", source(format.source)),
    ]);
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
    let source = format!("crates/hnswkit-core/src/render/{}.rs", format.id.replace('-', "_"));
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
    }
}

/// Endings of files, and what our blocks call their language.
const LANGUAGES: &[(&str, &str)] = &[
    ("conf", "ini"),
    ("ex", "elixir"),
    ("exs", "elixir"),
    ("go", "go"),
    ("js", "javascript"),
    ("cjs", "javascript"),
    ("mjs", "javascript"),
    ("json", "json"),
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
