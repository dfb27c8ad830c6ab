//! Runs a folder of migrations with refinery's own runner: `run-refinery FOLDER up|applied`.

use std::{env, error::Error};

use postgres::{Client, NoTls};
use refinery::{Runner, load_sql_migrations};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [folder, what] = arguments.as_slice() else { return Err("FOLDER up|applied".into()) };
    let mut client = Client::connect(&env::var("DATABASE_URL")?, NoTls)?;
    let runner = Runner::new(&load_sql_migrations(folder)?);
    match what.as_str() {
        "up" => drop(runner.run(&mut client)?),
        _ => {
            for it in runner.get_applied_migrations(&mut client)? {
                println!("{} {}", it.version(), it.name());
            }
        }
    }
    Ok(())
}
