//! What the WAL of a plan costs the replicas, and the primary that keeps it for them.

use super::figure::{Figure, Unit};
use crate::domain::Bytes;

/// The way to the replicas, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Replication {
    /// What goes to a replica in a second.
    pub bandwidth: Option<Bytes>,
    /// `max_slot_wal_keep_size`, when there is a limit.
    pub slot_limit: Option<Bytes>,
}

/// What the way adds to the WAL: packets of a network, messages of the protocol.
// TCP over Ethernet carries 1,448 of 1,538 bytes; PostgreSQL sends 128 kB of WAL in a message.
const WAY: f64 = 1.065;
/// The headers of pages of WAL.
// PostgreSQL 18 src/include/access/xlog_internal.h: 24 of 8,192 bytes.
const PAGES: f64 = 1.003;
/// WAL comes in files of this size.
// PostgreSQL 18 src/include/pg_config_manual.h DEFAULT_MIN_WAL_SEGS, `initdb --wal-segsize`.
const SEGMENT: f64 = (16 << 20) as f64;

impl Replication {
    /// What so much WAL costs them; it comes in one burst at the end of a build.
    pub fn figures(&self, wal: Bytes) -> Vec<Figure> {
        let sent = wal.get() as f64 * PAGES;
        let mut list = vec![];
        if let Some(bandwidth) = self.bandwidth {
            let a_second = bandwidth.get().max(1) as f64;
            let (low, high) = (sent / a_second, sent * WAY / a_second);
            list.push(Figure::new(
                "time to send the WAL",
                (low, high),
                Unit::Seconds,
                format!(
                    "{wal} at {bandwidth} a second, if nothing else is sent; so long commits wait \
                     that want a synchronous replica"
                ),
            ));
            list.push(Figure::new(
                "lag of a replica",
                (0.0, high),
                Unit::Seconds,
                "when the build ends: less, the slower the primary writes; how fast replicas \
                 replay is not known",
            ));
        }
        let kept = (sent / SEGMENT).ceil() * SEGMENT + SEGMENT;
        let mut why = "as long as a replica, a slot or the archive is behind; and until the next \
                       checkpoint in any case"
            .to_owned();
        if let Some(limit) = self.slot_limit
            && (limit.get() as f64) < kept
        {
            why.push_str(&format!(
                "; max_slot_wal_keep_size is {limit}: a replica that is so far behind loses its slot"
            ));
        }
        list.push(Figure::new("WAL that the primary keeps", (0.0, kept), Unit::Bytes, why));
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bandwidth: Option<u64>, limit: Option<u64>) -> Vec<Figure> {
        let it = Replication {
            bandwidth: bandwidth.map(Bytes::mebibytes),
            slot_limit: limit.map(Bytes::mebibytes),
        };
        it.figures(Bytes::mebibytes(100))
    }

    #[test]
    fn what_is_not_known_is_not_said() {
        let names: Vec<_> = of(None, None).iter().map(|it| it.name).collect();
        assert_eq!(names, ["WAL that the primary keeps"]);
    }

    #[test]
    fn a_slot_below_the_burst_is_named() {
        let found = of(Some(10), Some(64));
        assert_eq!(found[0].to_string(), "10 s to 11 s");
        assert_eq!(found[2].high, 128.0 * 1024.0 * 1024.0);
        assert!(found[2].why.contains("loses its slot"), "{}", found[2].why);
        assert!(!of(None, Some(128))[0].why.contains("loses"));
    }
}
