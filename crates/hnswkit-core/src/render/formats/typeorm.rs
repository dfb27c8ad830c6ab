//! TypeORM: a migration in TypeScript, one `query` a statement.

use std::fmt::Write as _;

use crate::{
    plan::{Mode, Plan, Step},
    render::{
        Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, Snippet,
        format::{beside, page},
        host, javascript,
    },
};

pub(in crate::render) static TYPEORM: Format = Format {
    id: "typeorm",
    title: "TypeORM",
    family: Family::JavaScript,
    class: Class::Program,
    about: "One migration in TypeScript; `transaction = false` turns its transaction off.",
    source: "https://typeorm.io/docs/migrations/executing#transaction-modes",
    folder: "src/migrations",
    numbering: Numbering::Milliseconds,
    markers: &[
        Marker::File("ormconfig.json"),
        Marker::Package { manifest: Manifest::Node, name: "typeorm" },
    ],
    proof: Proof::Executed { version: "TypeORM 1.1.1", date: "2026-11-23" },
    page: page!("typeorm.md"),
    snippets: beside!(snippets),
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(TYPEORM.folder);
    let number = TYPEORM.numbering.numbers(options, 1).concat();
    let name = javascript::class_name(&plan.request.name);
    let path = format!("{folder}/{number}-{name}.ts");
    vec![File { path, role: Role::Migration, content: content(plan, &format!("{name}{number}")) }]
}

fn content(plan: &Plan, class: &str) -> String {
    let online = plan.request.mode == Mode::Online;
    let how = if online {
        "Run: npx typeorm migration:run -d src/data-source.ts\n\
         Back: npx typeorm migration:revert -d src/data-source.ts -t none\n\
         The data source needs migrationsTransactionMode: 'each'; revert does not look at \
         `transaction`, so it needs its flag. Safe to run again."
    } else {
        "Run: npx typeorm migration:run -d src/data-source.ts\n\
         Back: npx typeorm migration:revert -d src/data-source.ts\n\
         TypeORM opens the transaction: never with -t none."
    };
    let mut out = javascript::head(plan, how);
    out.push_str("import type { MigrationInterface, QueryRunner } from 'typeorm';\n\n");
    let _ = writeln!(out, "export class {class} implements MigrationInterface {{");
    let _ = writeln!(out, "  name = '{class}';");
    if online {
        out.push('\n');
        javascript::note(
            &mut out,
            "  ",
            "No transaction may hold this. Refused when migrationsTransactionMode is 'all', which \
             it is unless the data source says otherwise.",
        );
        out.push_str("  transaction = false as const;\n");
    }
    method(&mut out, "up", &plan.up);
    method(&mut out, "down", &plan.down);
    out.push_str("}\n");
    out
}

fn method(out: &mut String, name: &str, steps: &[Step]) {
    let _ = writeln!(out, "\n  public async {name}(queryRunner: QueryRunner): Promise<void> {{");
    host::calls(out, steps, "    ", "//", call);
    out.push_str("  }\n");
}

fn call(sql: &str, indent: &str) -> String {
    javascript::call("await queryRunner.query", sql, None, indent)
}

fn snippets(plan: &Plan, _: &Options) -> Vec<Snippet> {
    let mut snippets = vec![];
    if plan.request.mode == Mode::Online {
        snippets.push(Snippet {
            title: "Let a migration turn its transaction off".into(),
            path: "src/data-source.ts".into(),
            language: "typescript",
            why: "The default, 'all', is one transaction around everything that is pending; \
                  TypeORM then refuses a migration with `transaction = false`."
                .into(),
            content: "export default new DataSource({\n  // …\n  migrationsTransactionMode: \
                      'each',\n});\n"
                .into(),
        });
    }
    for it in plan.kept() {
        snippets.push(Snippet {
            title: format!("Keep {} when the schema is synchronized", it.name),
            path: format!("src/entity: the entity of {}", it.table),
            language: "typescript",
            why: "`migration:generate` and `schema:sync` drop an index that no entity names. \
                  With `synchronize: false` they leave it alone."
                .into(),
            content: format!(
                "@Index({}, {{ synchronize: false }})\n",
                javascript::string(it.name.as_str(), "")
            ),
        });
    }
    snippets
}
