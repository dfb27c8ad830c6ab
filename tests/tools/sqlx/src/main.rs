//! Runs a folder of migrations with sqlx's own `Migrator`: `run-sqlx FOLDER up|down|applied`.

use std::{env, error::Error, path::Path};

use sqlx::{ConnectOptions, Row, migrate::Migrator, postgres::PgConnectOptions};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [folder, what] = arguments.as_slice() else { return Err("FOLDER up|down|applied".into()) };
    let options: PgConnectOptions = env::var("DATABASE_URL")?.parse()?;
    let mut connection = options.connect().await?;
    let migrator = Migrator::new(Path::new(folder)).await?;
    match what.as_str() {
        "up" => migrator.run(&mut connection).await?,
        "down" => migrator.undo(&mut connection, 0).await?,
        _ => {
            let query = sqlx::query("SELECT version FROM _sqlx_migrations WHERE success");
            for row in query.fetch_all(&mut connection).await? {
                println!("{}", row.get::<i64, _>(0));
            }
        }
    }
    Ok(())
}
