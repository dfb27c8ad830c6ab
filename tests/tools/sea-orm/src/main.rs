//! SeaORM's migrator over the golden file of one example, which `HNSWKIT_EXAMPLE` names.
//!
//! `hnswkit-sea-orm source` prints the file that was compiled; anything else is for SeaORM.

use sea_orm_migration::prelude::*;

macro_rules! examples {
    ($($module:ident: $name:literal, $path:literal;)+) => {
        $(
            #[path = $path]
            mod $module;
        )+

        fn source(example: &str) -> &'static str {
            match example {
                $($name => include_str!($path),)+
                _ => "",
            }
        }

        fn migration(example: &str) -> Vec<Box<dyn MigrationTrait>> {
            match example {
                $($name => vec![Box::new($module::Migration)],)+
                _ => vec![],
            }
        }
    };
}

examples! {
    online: "task-tracker",
        "../../../golden/task-tracker/sea-orm/migration/src/m20260101_000000_add_hnsw_vector_indexes.rs";
    transactional: "task-tracker-transactional",
        "../../../golden/task-tracker-transactional/sea-orm/migration/src/m20260101_000000_add_hnsw_vector_indexes.rs";
    hostile: "hostile",
        "../../../golden/hostile/sea-orm/migration/src/m20260101_000000_hostile_names.rs";
    operations: "operations",
        "../../../golden/operations/sea-orm/migration/src/m20260101_000000_change_indexes.rs";
    change_type: "change-type-expand",
        "../../../golden/change-type-expand/sea-orm/migration/src/m20260101_000000_change_type_expand.rs";
}

fn example() -> String {
    std::env::var("HNSWKIT_EXAMPLE").unwrap_or_default()
}

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        migration(&example())
    }
}

#[tokio::main]
async fn main() {
    if std::env::args().nth(1).as_deref() == Some("source") {
        print!("{}", source(&example()));
    } else {
        cli::run_cli(Migrator).await;
    }
}
