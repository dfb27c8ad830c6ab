//! MikroORM: a migration in TypeScript, one `addSql` a statement.

use std::{fmt::Write as _, sync::Arc};

use crate::{
    domain::IndexDefinition,
    plan::{Mode, Plan},
    render::{
        Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, Snippet,
        format::{beside, page},
        host, javascript,
    },
    sql::{Build, CreateIndex},
};

pub(in crate::render) static MIKRO_ORM: Format = Format {
    id: "mikro-orm",
    title: "MikroORM",
    family: Family::JavaScript,
    class: Class::Program,
    about: "One migration in TypeScript; `isTransactional` turns its transaction off.",
    source: "https://mikro-orm.io/docs/migrations",
    folder: "migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[
        Marker::File("mikro-orm.config.ts"),
        Marker::File("mikro-orm.config.js"),
        Marker::File("src/mikro-orm.config.ts"),
        Marker::Package { manifest: Manifest::Node, name: "@mikro-orm/migrations" },
        Marker::Package { manifest: Manifest::Node, name: "@mikro-orm/postgresql" },
    ],
    proof: Proof::Executed { version: "MikroORM 6.6.16", date: "2026-11-23" },
    page: page!("mikro_orm.md"),
    snippets: beside!(snippets),
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(MIKRO_ORM.folder);
    let number = MIKRO_ORM.numbering.numbers(options, 1).concat();
    let class = format!("Migration{number}_{}", plan.request.name);
    let path = format!("{folder}/{class}.ts");
    vec![File { path, role: Role::Migration, content: content(plan, &class) }]
}

fn content(plan: &Plan, class: &str) -> String {
    let online = plan.request.mode == Mode::Online;
    let how = if online {
        "Run: npx mikro-orm migration:up\nBack: npx mikro-orm migration:down\n\
         mikro-orm.config.ts needs migrations: { allOrNothing: false }. Safe to run again."
    } else {
        "Run: npx mikro-orm migration:up\nBack: npx mikro-orm migration:down\nMikroORM opens the \
         transaction."
    };
    let mut out = javascript::head(plan, how);
    out.push_str("import { Migration } from '@mikro-orm/migrations';\n\n");
    let _ = writeln!(out, "export class {class} extends Migration {{");
    if online {
        javascript::note(
            &mut out,
            "  ",
            "No transaction may hold this. With allOrNothing, which is on unless the \
             configuration says otherwise, a transaction around all migrations stays open beside \
             it, and the build may wait for that one for ever.",
        );
        out.push_str("  override isTransactional(): boolean {\n    return false;\n  }\n\n");
    }
    for (name, steps) in [("up", &plan.up), ("down", &plan.down)] {
        if name == "down" {
            out.push('\n');
        }
        let _ = writeln!(out, "  override async {name}(): Promise<void> {{");
        host::calls(&mut out, steps, "    ", "//", call);
        out.push_str("  }\n");
    }
    out.push_str("}\n");
    out
}

fn call(sql: &str, indent: &str) -> String {
    javascript::call("this.addSql", sql, None, indent)
}

fn snippets(plan: &Plan, _: &Options) -> Vec<Snippet> {
    let mut snippets = vec![];
    if plan.request.mode == Mode::Online {
        snippets.push(Snippet {
            title: "Let a migration turn its transaction off".into(),
            path: "mikro-orm.config.ts".into(),
            language: "typescript",
            why: "The default is one transaction around everything that is pending, which makes \
                  a migration's own `isTransactional` useless."
                .into(),
            content: "export default defineConfig({\n  // …\n  migrations: { allOrNothing: false \
                      },\n});\n"
                .into(),
        });
    }
    snippets.extend(plan.kept().map(entity));
    snippets
}

/// The index as its entity declares it; MikroORM compares the name and leaves the rest alone.
fn entity(it: &IndexDefinition) -> Snippet {
    let create = CreateIndex { definition: Arc::new(it.clone()), build: Build::Plain };
    Snippet {
        title: format!("Keep {} when the schema is compared", it.name),
        path: format!("the entity of {}", it.table),
        language: "typescript",
        why: "`schema:update` and `migration:create` drop an index that no entity declares. \
              MikroORM compares it by its name, and runs the expression on an empty database only."
            .into(),
        content: format!(
            "@Index({{\n  name: {},\n  expression: {},\n}})\n",
            javascript::string(it.name.as_str(), "  "),
            javascript::string(&create.to_string(), "  "),
        ),
    }
}
