//! Doctrine Migrations: a version class.

use std::fmt::Write as _;

use crate::domain::IndexKey;
use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, Snippet,
    format::{beside, page},
    host, php, summary, words,
};
use crate::sql::Transaction;

pub(in crate::render) static DOCTRINE: Format = Format {
    id: "doctrine",
    title: "Doctrine Migrations",
    family: Family::Php,
    class: Class::Program,
    about: "One version with up and down; isTransactional() is false for concurrent builds.",
    source: "https://www.doctrine-project.org/projects/doctrine-migrations/en/3.9/reference/migration-classes.html",
    folder: "migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[
        Marker::Package { manifest: Manifest::Composer, name: "doctrine/migrations" },
        Marker::Package {
            manifest: Manifest::Composer,
            name: "doctrine/doctrine-migrations-bundle",
        },
    ],
    proof: Proof::Parsed { by: "PHP 8.2.36", date: "2026-11-23" },
    page: page!("doctrine.md"),
    snippets: beside!(snippets),
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(DOCTRINE.folder);
    let number = DOCTRINE.numbering.numbers(options, 1).concat();
    let version = format!("Version{number}{}", words::camel(&plan.request.name));
    vec![File {
        path: format!("{folder}/{version}.php"),
        role: Role::Migration,
        content: content(plan, &version),
    }]
}

fn content(plan: &Plan, version: &str) -> String {
    let mut out = String::from(
        "<?php

declare(strict_types=1);

namespace DoctrineMigrations;

use Doctrine\\DBAL\\Schema\\Schema;
use Doctrine\\Migrations\\AbstractMigration;

",
    );
    php::comments(&mut out, plan, "");
    let _ = writeln!(
        out,
        "final class {version} extends AbstractMigration
{{
    public function getDescription(): string
    {{
        return {};
    }}
",
        php::string(&summary::title(plan), "")
    );
    if plan.transaction() == Transaction::Forbidden {
        out.push_str(
            "    // No transaction may hold a concurrent build or drop.
    public function isTransactional(): bool
    {
        return false;
    }

",
        );
    }
    for (n, (name, steps)) in [("up", &plan.up), ("down", &plan.down)].into_iter().enumerate() {
        if 0 < n {
            out.push('\n');
        }
        let _ = writeln!(out, "    public function {name}(Schema $schema): void\n    {{");
        host::calls(&mut out, steps, "        ", "//", |sql, indent| {
            format!("$this->addSql({});", php::string(sql, indent))
        });
        out.push_str("    }\n");
    }
    out.push_str("}\n");
    out
}

/// The attributes that keep the comparison with the database from dropping the indexes.
fn snippets(plan: &Plan, _: &Options) -> Vec<Snippet> {
    let mut content = String::from("use Doctrine\\ORM\\Mapping as ORM;\n");
    let mut n_declared = 0;
    for table in words::tables(plan.kept()) {
        let mut attributes = String::new();
        for it in plan.kept().filter(|it| it.table == *table) {
            // The comparison sees no index on an expression.
            let IndexKey::Column(column) = &it.key else { continue };
            n_declared += 1;
            let options = it.predicate.as_ref().map(|it| {
                let predicate = php::string(&format!("({it})"), "");
                format!(", options: [\"where\" => {predicate}]")
            });
            let _ = writeln!(
                attributes,
                "#[ORM\\Index(name: {}, columns: [{}]{})]",
                php::string(it.name.as_str(), ""),
                php::string(column.as_str(), ""),
                options.unwrap_or_default()
            );
        }
        if !attributes.is_empty() {
            let class = words::camel(table.name.as_str());
            let _ = write!(
                content,
                "\n// on your entity of {table}\n{attributes}class {class}\n{{\n}}\n"
            );
        }
    }
    if n_declared == 0 {
        return vec![];
    }
    vec![Snippet {
        title: "Keep diff from dropping the indexes".into(),
        path: "src/Entity".into(),
        language: "php",
        why:
            "doctrine:migrations:diff drops an index that no entity declares. It compares name and \
              columns, so a declared one is left as the migration built it (a predicate has to be \
              worded as the server does); schema_filter is about tables only."
                .into(),
        content,
    }]
}
