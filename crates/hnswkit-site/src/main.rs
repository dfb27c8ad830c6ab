//! `hnswkit-site`: builds the documentation site, or serves it while one writes.

use std::{path::PathBuf, process::ExitCode, time::Instant};

use anyhow::Result;
use clap::{Parser, Subcommand};
use hnswkit_site::{
    output, serve,
    site::{Builder, Settings, repository},
};

/// Builds the documentation site.
#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// The folder of the site
    #[arg(long, global = true, default_value = "target/site")]
    out: PathBuf,
    /// Where the site will be found: for 404.html, sitemap.xml and the card of links
    #[arg(long, global = true)]
    base_url: Option<String>,
    /// Where the repository can be read: for "Edit this page"
    #[arg(long, global = true)]
    repository: Option<String>,
    /// The files of the planner, to be copied
    #[arg(long, global = true)]
    planner: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Command {
    /// Write all pages
    Build,
    /// Write all pages, serve them, and write again what changes
    Serve {
        /// The port
        #[arg(long, default_value_t = 4173)]
        port: u16,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<()> {
    let started = Instant::now();
    let root = repository();
    let trimmed = |it: Option<String>| it.map(|it| it.trim_end_matches('/').to_owned());
    let builder = Builder::new(Settings {
        root: root.clone(),
        base_url: cli.base_url,
        repository: trimmed(cli.repository),
    })?;
    let site = builder.build()?;
    let (page, weight) = site.heaviest()?;
    std::fs::create_dir_all(&cli.out)?;
    let changed = output::write(&cli.out, &site.files)?;
    if let Some(planner) = &cli.planner {
        output::copy(planner, &cli.out.join("planner"))?;
    }
    eprintln!(
        "{} pages in {:.2} s, {changed} files changed; the heaviest is {page}, {weight} bytes compressed",
        site.n_pages,
        started.elapsed().as_secs_f64()
    );
    match cli.command {
        Command::Build => Ok(()),
        Command::Serve { port } => serve::serve(builder, root, cli.out, port),
    }
}
