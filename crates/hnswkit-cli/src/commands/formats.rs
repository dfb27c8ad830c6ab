//! `hnswkit formats`.

use std::collections::BTreeMap;

use hnswkit_api::json::FormatsDocument;
use hnswkit_core::render::FORMATS;

use crate::{
    args::{Formats, Global},
    failure::Failure,
    output::{
        self, json,
        rule_page::painted,
        style::{DIM, TITLE, paint},
        table::Table,
    },
};

/// Lists the formats, or shows one.
pub(super) fn run(args: &Formats, global: Global) -> Result<(), Failure> {
    let named = FORMATS.iter().find(|it| args.format.as_deref() == Some(it.id));
    if let Some(it) = named
        && !global.json
    {
        let class = format!("class {}: {}", it.class.letter(), it.class.summary());
        let proof = format!("{} Proof: {}; {class}.", it.about, it.proof);
        return output::stdout(&painted(it.page, &proof));
    }
    if global.json {
        return json::print(&FormatsDocument::new());
    }
    let mut table = Table::default();
    table.row(["id", "tool", "class", "files"].map(|it| paint(DIM, it)));
    for it in FORMATS {
        let class = it.class.letter().to_string();
        table.row([paint(TITLE, it.id), it.title.to_owned(), class, it.about.to_owned()]);
    }
    let mut out = String::new();
    table.push(&mut out, "");
    let classes: BTreeMap<_, _> =
        FORMATS.iter().map(|it| (it.class.letter(), it.class.summary())).collect();
    let mut legend = Table::default();
    for (letter, summary) in classes {
        legend.row([paint(DIM, format!("class {letter}")), summary.to_owned()]);
    }
    out.push('\n');
    legend.push(&mut out, "");
    output::stdout(&out)
}
