//! Every entry of every table has its place on the site; nothing else can be linked to.

use std::collections::BTreeSet;

use hnswkit_api::{
    json::DOCUMENTS,
    spec::{FIELDS, LINT_FIELDS},
};
use hnswkit_core::{
    domain::{
        ADVISORIES, ElementType, MODELS, Metric, OPERATOR_CLASSES, PARAMETERS, Platform, RELEASES,
        SETTINGS,
    },
    explain::explanations,
    lint::RULES,
    monitor::{
        MONITORS,
        pack::{ALERTS, METRICS, OUTPUTS},
    },
    plan::OPERATIONS,
    render::FORMATS,
    runbook::RUNBOOKS,
};
use hnswkit_site::site::{Builder, Settings, Site, repository};

fn site() -> anyhow::Result<Site> {
    let settings = Settings { root: repository(), base_url: None, repository: None };
    Builder::new(settings)?.build()
}

#[test]
fn every_entry_is_documented() {
    let command = hnswkit_cli::command();
    let keys = FIELDS.iter().map(|it| format!("{}.{}", it.section.name(), it.key));
    let lint_keys = LINT_FIELDS.iter().map(|it| format!("lint.{}", it.key));
    let parameters = PARAMETERS.iter().map(|it| it.name);
    let tables: Vec<(&str, Vec<String>)> = vec![
        (
            "parameter",
            parameters.chain(SETTINGS.iter().map(|it| it.name)).map(str::to_owned).collect(),
        ),
        ("type", ElementType::ALL.iter().map(ToString::to_string).collect()),
        ("metric", Metric::ALL.iter().map(ToString::to_string).collect()),
        ("operator-class", OPERATOR_CLASSES.iter().map(|it| it.name.to_owned()).collect()),
        ("version", RELEASES.iter().map(|it| it.version.to_string()).collect()),
        ("advisory", ADVISORIES.iter().map(|it| it.id.to_owned()).collect()),
        ("message", explanations().map(|it| it.id.to_owned()).collect()),
        ("alert", ALERTS.iter().map(|it| it.name.to_owned()).collect()),
        ("metrics", METRICS.iter().map(|it| it.name.to_owned()).collect()),
        ("output", OUTPUTS.iter().map(|it| it.id.to_owned()).collect()),
        ("monitor", MONITORS.iter().map(|it| it.id.to_owned()).collect()),
        ("model", MODELS.iter().map(|it| it.name.to_owned()).collect()),
        ("platform", Platform::ALL.iter().map(ToString::to_string).collect()),
        ("rule", RULES.iter().map(|it| it.id.to_owned()).collect()),
        ("runbook", RUNBOOKS.iter().map(|it| it.id.to_owned()).collect()),
        ("operation", OPERATIONS.iter().map(|it| it.id.to_owned()).collect()),
        ("format", FORMATS.iter().map(|it| it.id.to_owned()).collect()),
        ("spec", keys.chain(lint_keys).collect()),
        ("command", command.get_subcommands().map(|it| it.get_name().to_owned()).collect()),
    ];
    let site = site().unwrap();
    for (scheme, ids) in tables {
        let prefix = format!("{scheme}:");
        let documented: BTreeSet<&str> =
            site.entries.iter().filter_map(|it| it.strip_prefix(&prefix)).collect();
        let wanted: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        assert!(!wanted.is_empty(), "{scheme}");
        assert_eq!(documented, wanted, "{scheme}");
    }
}

#[test]
fn every_document_of_the_contract_is_in_its_table() {
    let folder = repository().join("crates/hnswkit-api/src/json");
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let names = text.lines().filter_map(|it| it.strip_prefix("pub struct "));
        let names = names.filter_map(|it| it.split_once([' ', '(']).map(|it| it.0.to_owned()));
        found.extend(names.filter(|it| it.ends_with("Document") && it != "Document"));
    }
    let listed: BTreeSet<String> = DOCUMENTS.iter().map(|it| it.name.to_owned()).collect();
    assert_eq!(found, listed);
}

#[test]
fn every_page_has_a_twin_and_is_listed() {
    let site = site().unwrap();
    let text = |name: &str| String::from_utf8(site.files[name].clone()).unwrap();
    let list = text("llms.txt");
    let mut n_pages = 0;
    for name in site.files.keys().filter_map(|it| it.strip_suffix(".html")) {
        if name == "404" {
            continue;
        }
        n_pages += 1;
        let twin = text(&format!("{name}.md"));
        assert!(twin.starts_with("# "), "{name}");
        // Nothing of ours for tests, and no scheme that only we know, outside of code.
        assert!(!twin.contains("```sql setup") && !twin.contains("](rule:"), "{name}");
        assert!(name == "index" || list.contains(&format!("]({name}.md): ")), "{name}");
    }
    assert_eq!(n_pages, site.n_pages);
    let (page, weight) = site.heaviest().unwrap();
    println!("{n_pages} pages; {page} is the heaviest: {weight} bytes");
}

#[test]
fn a_known_address_gives_a_sitemap_and_a_404_for_any_depth() {
    let url = "https://docs.example/tools/hnswkit/";
    let settings = Settings {
        root: repository(),
        base_url: Some(url.into()),
        repository: Some("https://code.example/hnswkit".into()),
    };
    let site = Builder::new(settings).unwrap().build().unwrap();
    let text = |name: &str| String::from_utf8(site.files[name].clone()).unwrap();
    let map = text("sitemap.xml");
    assert_eq!(map.matches("<loc>").count(), site.n_pages);
    assert!(
        map.contains("<loc>https://docs.example/tools/hnswkit/rules/m-out-of-range.html</loc>")
    );
    assert!(text("404.html").contains("href=\"/tools/hnswkit/assets/site.css?"));
    assert!(text("404.html").contains("href=\"/tools/hnswkit/reference/index.html\""));
    let page = text("rules/m-out-of-range.html");
    assert!(page.contains("content=\"https://docs.example/tools/hnswkit/assets/card.png\""));
    assert!(page.contains(
        "href=\"https://code.example/hnswkit/blob/main/crates/hnswkit-core/src/lint/rules/m_out_of_range.md\""
    ));
}
