//! What a visitor downloads, weighed and compared with `web/size.snap`.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};

use crate::paths::Paths;

/// What the first visit may weigh, compressed, all in all.
const FIRST_LOAD: u64 = 200 * 1000;
/// What the build with the parser may weigh, compressed: it holds all of the core, every operation,
/// forty migration tools, the runbooks and every number of an operation among it. What it is and
/// why it grew: `docs/decisions/0004-three-builds-for-the-page.md`.
const PARSER: u64 = 1_050 * 1000;
/// What the judge of SQL may weigh, compressed.
const LINT: u64 = 350 * 1000;

/// What the scripts of the page load without being asked; a test in a browser counts all of it.
const EAGER: &[&str] = &["assets/core_bg-", "assets/rest-", "assets/plan.worker-", "assets/copy-"];

/// How much a number may differ from the one that is committed: compilers differ a little.
const TOLERANCE: f64 = 0.03;

/// One line of `web/size.snap`.
struct Weight {
    name: &'static str,
    raw: u64,
    gzip: u64,
    budget: Option<u64>,
}

/// Checks the sizes; with `UPDATE_SIZES` set, writes them.
///
/// # Errors
/// When something is heavier than its budget, or `web/size.snap` is out of date.
pub(crate) fn check(paths: &Paths) -> Result<()> {
    let weights = weigh(&paths.web().join("dist"))?;
    let table = table(&weights);
    eprint!("{table}");
    for it in &weights {
        if let Some(budget) = it.budget {
            ensure!(it.gzip <= budget, "{} weighs {} bytes of {budget}", it.name, it.gzip);
        }
    }
    let file = paths.web().join("size.snap");
    if std::env::var_os("UPDATE_SIZES").is_some() {
        std::fs::write(file, table)?;
        return Ok(());
    }
    let committed = std::fs::read_to_string(&file).context("there is no web/size.snap")?;
    compare(&committed, &weights)
}

/// What the page loads at once, and what it loads later.
fn weigh(dist: &Path) -> Result<Vec<Weight>> {
    let page = std::fs::read_to_string(dist.join("index.html"))
        .context("there is no web/dist/index.html")?;
    let mut first = BTreeSet::from(["index.html".to_owned()]);
    let mut weights = vec![];
    let all = assets(dist)?;
    for name in &all {
        // What the page names is loaded at once; its script loads the others with the first paint.
        if page.contains(name.as_str()) || EAGER.iter().any(|it| name.starts_with(it)) {
            first.insert(name.clone());
        }
    }
    let (mut scripts, mut styles, mut core) = ((0, 0), (0, 0), (0, 0));
    for name in &first {
        let sizes = sizes(&dist.join(name))?;
        let sum = match name.rsplit('.').next() {
            Some("wasm") => &mut core,
            Some("js") => &mut scripts,
            _ => &mut styles,
        };
        *sum = (sum.0 + sizes.0, sum.1 + sizes.1);
    }
    let add = |one: (u64, u64), two: (u64, u64)| (one.0 + two.0, one.1 + two.1);
    let mut push = |name, (raw, gzip), budget| weights.push(Weight { name, raw, gzip, budget });
    push("html and css", styles, None);
    push("scripts", scripts, None);
    push("core (wasm)", core, None);
    push("first load", add(add(styles, scripts), core), Some(FIRST_LOAD));
    for (name, stem, budget) in [
        ("text (wasm, later)", "text", None),
        ("parser (wasm, later)", "full", Some(PARSER)),
        ("lint (wasm, later)", "lint", Some(LINT)),
    ] {
        let file = all.iter().find(|it| is_wasm(it, stem));
        let file = file.with_context(|| format!("there is no {stem}_bg in web/dist"))?;
        push(name, sizes(&dist.join(file))?, budget);
    }
    Ok(weights)
}

fn is_wasm(name: &str, stem: &str) -> bool {
    name.starts_with(&format!("assets/{stem}_bg")) && name.ends_with(".wasm")
}

/// The files of `assets`, with their folder.
fn assets(dist: &Path) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(dist.join("assets"))? {
        names.insert(format!("assets/{}", entry?.file_name().to_string_lossy()));
    }
    Ok(names)
}

/// Bytes as they are, and as gzip makes them.
fn sizes(file: &Path) -> Result<(u64, u64)> {
    let gzip = Command::new("gzip")
        .args(["-9", "--stdout", "--no-name"])
        .arg(file)
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start gzip")?;
    ensure!(gzip.status.success(), "gzip failed on {}", file.display());
    Ok((std::fs::metadata(file)?.len(), gzip.stdout.len() as u64))
}

fn table(weights: &[Weight]) -> String {
    let mut out = format!("{:22} {:>10} {:>10} {:>10}\n", "", "raw", "gzip", "budget");
    for it in weights {
        let budget = it.budget.map_or_else(String::new, |it| it.to_string());
        let line = format!("{:22} {:>10} {:>10} {budget:>10}", it.name, it.raw, it.gzip);
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// Whether the compressed sizes are still about those that are committed.
fn compare(committed: &str, weights: &[Weight]) -> Result<()> {
    for it in weights {
        let line = committed.lines().find_map(|line| line.strip_prefix(it.name));
        let known = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
        let near = known.is_some_and(|known| (it.gzip as f64 - known).abs() <= known * TOLERANCE);
        if !near {
            bail!(
                "{} weighs {} bytes, but web/size.snap says {}; if that is meant, \
                 `UPDATE_SIZES=1 cargo xtask site` writes it",
                it.name,
                it.gzip,
                known.map_or_else(|| "nothing".to_owned(), |it| it.to_string())
            );
        }
    }
    Ok(())
}
