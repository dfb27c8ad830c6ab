//! Runs a folder of migrations with diesel's own harness: `run-diesel FOLDER up|down|applied`.

use std::{env, error::Error};

use diesel::{Connection, migration::MigrationVersion, pg::PgConnection};
use diesel_migrations::{FileBasedMigrations, MigrationHarness};

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [folder, what] = arguments.as_slice() else { return Err("FOLDER up|down|applied".into()) };
    let mut connection = PgConnection::establish(&env::var("DATABASE_URL")?)?;
    let migrations = FileBasedMigrations::from_path(folder)?;
    match what.as_str() {
        "up" => drop(connection.run_pending_migrations(migrations)?),
        "down" => drop(connection.revert_all_migrations(migrations)?),
        _ => {
            let versions: Vec<MigrationVersion<'static>> = connection.applied_migrations()?;
            for it in versions.iter().rev() {
                println!("{it}");
            }
        }
    }
    Ok(())
}
