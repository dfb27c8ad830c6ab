//! Prisma: its own parser reads the models; `servers/one_message.rs` sends the files as its engine
//! does, which downloads itself and cannot be had from a registry.

use anyhow::{Context, Result, ensure};
use hnswkit_core::render::{Format, Options};
use hnswkit_tests::{Database, EXAMPLES, OwnTest, Project, Server};

pub(crate) const OWN: &[OwnTest] = &[OwnTest {
    name: "its_parser_reads_the_models",
    install: "prisma",
    run: its_parser_reads_the_models,
}];

const VALIDATE: &str = r"const { readFileSync } = require('node:fs');
const { validate } = require('@prisma/prisma-schema-wasm');
const schema = readFileSync('schema.prisma', 'utf8');
validate(JSON.stringify({ prismaSchema: [['schema.prisma', schema]], noColor: true }));
";

fn its_parser_reads_the_models(server: &Server) -> Result<()> {
    let database = Database::create(server, "prisma models")?;
    let mut n_models = 0;
    for example in EXAMPLES {
        let project = Project::create("prisma", "prisma", example.plan()?, &database)?;
        project.link_node_modules()?;
        let format: &Format = "prisma".parse()?;
        let snippets = format.snippets(&project.plan, &Options::default());
        // A plan whose indexes Prisma does not see has none.
        let Some(snippet) = snippets.first() else { continue };
        let models = snippet.content.replace("  // …\n", "  id BigInt @id\n");
        let mut schemas: Vec<_> =
            models.lines().filter_map(|it| it.trim().strip_prefix("@@schema(")).collect();
        schemas.sort_unstable();
        schemas.dedup();
        let schemas: Vec<_> = schemas.iter().map(|it| it.trim_end_matches(')')).collect();
        let schemas = match schemas.is_empty() {
            true => String::new(),
            false => format!("schemas = [{}]", schemas.join(", ")),
        };
        let source = format!("datasource db {{\n  provider = \"postgresql\"\n  {schemas}\n}}\n");
        project.write("schema.prisma", &format!("{source}{models}"))?;
        project.write("validate.cjs", VALIDATE)?;
        project.run("node", &["validate.cjs"]).with_context(|| models.clone())?;
        n_models += models.matches("@@index(").count();
    }
    ensure!(n_models > 5, "{n_models} indexes");
    Ok(())
}
