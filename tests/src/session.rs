//! One connection, with the notices that the server sends on it.

use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex},
};

use anyhow::{Context, Result, bail};
use postgres::{Client, Config, NoTls, error::DbError};

/// A [`Client`] that keeps NOTICE and WARNING messages.
pub struct Session {
    client: Client,
    notices: Arc<Mutex<Vec<DbError>>>,
}

impl Session {
    /// Connects.
    pub fn connect(url: &str) -> Result<Self> {
        let notices: Arc<Mutex<Vec<DbError>>> = Arc::default();
        let heard = Arc::clone(&notices);
        let mut config: Config = url.parse().with_context(|| format!("`{url}` is no URL"))?;
        config.notice_callback(move |notice| {
            if let Ok(mut list) = heard.lock() {
                list.push(notice);
            }
        });
        let client = config.connect(NoTls).with_context(|| format!("cannot connect to {url}"))?;
        Ok(Self { client, notices })
    }

    /// The notices since the last call, in order.
    pub fn take_notices(&self) -> Vec<DbError> {
        self.notices.lock().map(|mut it| std::mem::take(&mut *it)).unwrap_or_default()
    }

    /// The first column of the one row that the query gives, as text.
    pub fn value(&mut self, sql: &str) -> Result<String> {
        match self.values(sql)?.as_mut_slice() {
            [only] => Ok(std::mem::take(only)),
            more => bail!("{} rows instead of one: {sql}", more.len()),
        }
    }

    /// The first column of every row, as text; NULL is `NULL`.
    pub fn values(&mut self, sql: &str) -> Result<Vec<String>> {
        let answer = self.client.simple_query(sql).with_context(|| sql.to_owned())?;
        let row = |it| match it {
            postgres::SimpleQueryMessage::Row(row) => Some(row.get(0).unwrap_or("NULL").to_owned()),
            _ => None,
        };
        Ok(answer.into_iter().filter_map(row).collect())
    }
}

impl Deref for Session {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl DerefMut for Session {
    fn deref_mut(&mut self) -> &mut Client {
        &mut self.client
    }
}

/// The error with which the server refuses the SQL: message, SQLSTATE, detail, hint.
///
/// Fails when the server accepts it.
pub fn refusal(client: &mut Client, sql: &str) -> Result<DbError> {
    match client.batch_execute(sql) {
        Ok(()) => bail!("the server accepts this, and should not: {sql}"),
        Err(error) => match error.as_db_error() {
            Some(refused) => Ok(refused.clone()),
            None => Err(error).with_context(|| sql.to_owned()),
        },
    }
}
