//! A role of one test.

use anyhow::Result;

use crate::{database::Database, session::Session};

/// A role that may log in and goes at the end; its name needs quotes.
pub struct Role {
    admin: Session,
    /// Its name, without quotes around it.
    pub name: String,
}

impl Role {
    /// Creates it, with what it owns in this database.
    pub fn create(database: &Database) -> Result<Self> {
        let mut admin = database.connect()?;
        let name = format!("It's {}", database.name());
        admin.batch_execute(&format!("CREATE ROLE \"{name}\" LOGIN"))?;
        Ok(Self { admin, name })
    }

    /// The superuser's URL, as this role.
    #[must_use]
    pub fn url(&self, url: &str) -> String {
        let user = self.name.replace(' ', "%20").replace('\'', "%27");
        url.replacen("postgres@", &format!("{user}@"), 1)
    }
}

impl Drop for Role {
    fn drop(&mut self) {
        let sql = format!("DROP OWNED BY \"{0}\"; DROP ROLE \"{0}\"", self.name);
        if let Err(error) = self.admin.batch_execute(&sql) {
            eprintln!("cannot drop {}: {error}", self.name);
        }
    }
}
