//! The disk that a plan takes, from its steps; and what its WAL costs the replicas.

use super::{
    IndexRequest, Mode, Plan,
    summary::{ByName, is_build},
};
use crate::{
    domain::Bytes,
    estimate::{Disk, Estimate, Figure, Filler},
    sql::Statement,
};

impl Plan {
    /// What the plan takes of the disk besides what is used already, in order, and the peak.
    pub fn disk(&self) -> Vec<Figure> {
        self.disk_course().figures()
    }

    /// What its steps do to the disk.
    pub(super) fn disk_course(&self) -> Disk {
        let mut disk = Disk::default();
        let planned = ByName::of(self.definitions());
        for step in &self.up {
            let n = step.index.as_deref().and_then(|it| planned.first(it));
            let numbered = n.and_then(|n| Some((n, self.request.indexes.get(n)?)));
            if let Some((n, index)) = numbered
                && let Some(estimate) = self.estimates.get(n)
            {
                self.step(&mut disk, n, index, estimate, &step.statement);
            }
        }
        disk
    }

    /// What the WAL of the plan costs the replicas; that of what the application fills later comes
    /// row by row.
    pub fn replication(&self) -> Vec<Figure> {
        #[cfg(feature = "every-operation")]
        if self.is_filled_later() {
            return vec![];
        }
        let wal = self.summary().wal_bytes;
        if wal == Bytes(0) { vec![] } else { self.request.replication.figures(wal) }
    }

    fn step(
        &self,
        disk: &mut Disk,
        n: usize,
        index: &IndexRequest,
        estimate: &Estimate,
        statement: &Statement,
    ) {
        match statement {
            it if is_build(it) => {
                let name = index.definition.qualified_name().to_string();
                let old = self.old_indexes.get(n).copied().flatten();
                let online = self.request.mode == Mode::Online;
                disk.index(&name, estimate, online, old);
                // One that is replaced stays until it is dropped, behind all builds.
                if online
                    && !matches!(it, Statement::CreateIndex(_))
                    && let Some(old) = old
                {
                    disk.gone(old);
                }
            }
            #[cfg(feature = "every-operation")]
            Statement::Backfill(_) => {
                if let Some(change) = &index.change {
                    disk.fill(change.from, index.vector_type.into(), estimate, Filler::Plan);
                }
            }
            #[cfg(feature = "every-operation")]
            Statement::RewriteColumn(_) => {
                if let Some(change) = &index.change {
                    disk.rewrite(change.from, index.vector_type.into(), estimate);
                }
            }
            #[cfg(feature = "every-operation")]
            Statement::AddModel(_) => {
                if let Some(model) = &index.model {
                    disk.fill(
                        model.old_type,
                        index.vector_type.into(),
                        estimate,
                        Filler::Application,
                    );
                }
            }
            _ => {}
        }
    }
}
