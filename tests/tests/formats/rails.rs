//! Rails: ActiveRecord's own migrator, without an application around it.

use anyhow::Result;
use hnswkit_tests::{Migrator, Project};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "rails", install: "rails", setup, up, down, applied };

const MIGRATE: &str = r#"require "active_record"

ActiveRecord::Base.establish_connection(ENV.fetch("DATABASE_URL"))
context = ActiveRecord::MigrationContext.new("db/migrate", ActiveRecord::SchemaMigration)
case ARGV.fetch(0)
when "up" then context.migrate
when "down" then context.rollback(1)
when "status" then puts context.migrations_status.map { |it| it.join(" ") }
end
"#;

fn setup(project: &Project) -> Result<()> {
    project.write("migrate.rb", MIGRATE)
}

fn up(project: &Project) -> Result<()> {
    project.run("ruby", &["migrate.rb", "up"]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    project.run("ruby", &["migrate.rb", "down"]).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    Ok(project.run("ruby", &["migrate.rb", "status"])?.contains("up 20260101000000"))
}
