//! A page that is not what was written.

use std::{fs, os::unix::fs::FileExt};

use anyhow::Result;

use super::{Place, ROOM, SETTINGS};

impl Place {
    /// An index whose first page is written over while the server is down.
    pub(super) fn damaged_page(&mut self, ignore: bool) -> Result<String> {
        let mut session = self.connect()?;
        session.batch_execute("CREATE INDEX damaged ON t USING hnsw (v vector_l2_ops)")?;
        let file = session.value("SELECT pg_relation_filepath('damaged')")?;
        drop(session);
        self.own.stop("INT")?;
        let file = self.own.data_folder().join(file);
        let file = fs::OpenOptions::new().write(true).open(file)?;
        // pgvector src/hnsw.h, HnswMetaPageData: `magicNumber` comes first, behind the page header.
        file.write_all_at(&[0; 4], 24)?;
        self.own.start(ROOM, SETTINGS)?;
        let insert = "INSERT INTO t (v) VALUES ('[1,2,3]')";
        let mut said = self.said(insert)?;
        if ignore {
            said.push('\n');
            said.push_str(&self.said(&format!("SET ignore_checksum_failure = on; {insert}"))?);
        }
        self.connect()?.batch_execute("DROP INDEX damaged")?;
        Ok(said)
    }
}
