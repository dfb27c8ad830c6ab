//! Laravel: an anonymous migration.

use std::fmt::Write as _;

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role,
    format::{no_snippets, page},
    host, php,
};
use crate::sql::Transaction;

pub(in crate::render) static LARAVEL: Format = Format {
    id: "laravel",
    title: "Laravel",
    family: Family::Php,
    class: Class::Program,
    about: "One migration with up and down; $withinTransaction = false for concurrent builds.",
    source: "https://laravel.com/docs/12.x/migrations",
    folder: "database/migrations",
    numbering: Numbering::Time { pattern: "%Y_%m_%d_%H%M%S" },
    markers: &[
        Marker::File("artisan"),
        Marker::Package { manifest: Manifest::Composer, name: "laravel/framework" },
        Marker::Package { manifest: Manifest::Composer, name: "illuminate/database" },
    ],
    proof: Proof::Executed { version: "Laravel 8.83.26", date: "2026-11-23" },
    page: page!("laravel.md"),
    snippets: no_snippets,
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(LARAVEL.folder);
    let number = LARAVEL.numbering.numbers(options, 1).concat();
    vec![File {
        path: format!("{folder}/{number}_{}.php", plan.request.name),
        role: Role::Migration,
        content: content(plan),
    }]
}

fn content(plan: &Plan) -> String {
    let mut out = String::from(
        "<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Support\\Facades\\DB;

",
    );
    php::comments(&mut out, plan, "");
    out.push_str("return new class extends Migration\n{\n");
    if plan.transaction() == Transaction::Forbidden {
        out.push_str("    // No transaction may hold a concurrent build or drop.\n");
        out.push_str("    public $withinTransaction = false;\n\n");
    }
    for (n, (name, steps)) in [("up", &plan.up), ("down", &plan.down)].into_iter().enumerate() {
        if 0 < n {
            out.push('\n');
        }
        let _ = writeln!(out, "    public function {name}(): void\n    {{");
        host::calls(&mut out, steps, "        ", "//", |sql, indent| {
            // `statement` would look for `?` and `:name` to bind.
            format!("DB::unprepared({});", php::string(sql, indent))
        });
        out.push_str("    }\n");
    }
    out.push_str("};\n");
    out
}
