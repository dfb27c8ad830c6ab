//! Phinx: a migration class.

use std::fmt::Write as _;

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, comment,
    format::{no_snippets, page},
    host, php, words,
};
use crate::sql::Transaction;

pub(in crate::render) static PHINX: Format = Format {
    id: "phinx",
    title: "Phinx",
    family: Family::Php,
    class: Class::Program,
    about: "One migration with up and down, which steps out of Phinx's transaction and back in.",
    source: "https://book.cakephp.org/phinx/0/en/migrations.html",
    folder: "db/migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[
        Marker::File("phinx.php"),
        Marker::File("phinx.yml"),
        Marker::File("phinx.json"),
        Marker::Package { manifest: Manifest::Composer, name: "robmorgan/phinx" },
    ],
    proof: Proof::Parsed { by: "PHP 8.2.36", date: "2026-11-23" },
    page: page!("phinx.md"),
    snippets: no_snippets,
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(PHINX.folder);
    let number = PHINX.numbering.numbers(options, 1).concat();
    vec![File {
        path: format!("{folder}/{number}_{}.php", plan.request.name),
        role: Role::Migration,
        content: content(plan),
    }]
}

fn content(plan: &Plan) -> String {
    let mut out = String::from(
        "<?php

declare(strict_types=1);

use Phinx\\Migration\\AbstractMigration;

",
    );
    php::comments(&mut out, plan, "");
    let class = words::camel(&plan.request.name);
    let _ = writeln!(out, "final class {class} extends AbstractMigration\n{{");
    let concurrent = plan.transaction() == Transaction::Forbidden;
    for (n, (name, steps)) in [("up", &plan.up), ("down", &plan.down)].into_iter().enumerate() {
        if 0 < n {
            out.push('\n');
        }
        let _ = writeln!(out, "    public function {name}(): void\n    {{");
        if concurrent {
            comment::push(
                &mut out,
                "        ",
                "//",
                "Phinx has begun a transaction, which no concurrent build or drop may be in, and has \
                 no switch: this ends it.",
            );
            out.push_str("        $this->getAdapter()->commitTransaction();\n\n");
        }
        host::calls(&mut out, steps, "        ", "//", |sql, indent| {
            format!("$this->execute({});", php::string(sql, indent))
        });
        if concurrent {
            out.push_str("\n        // Phinx records the migration in this one, and commits it.\n");
            out.push_str("        $this->getAdapter()->beginTransaction();\n");
        }
        out.push_str("    }\n");
    }
    out.push_str("}\n");
    out
}
