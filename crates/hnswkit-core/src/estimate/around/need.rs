//! What a parallel build takes of `/dev/shm`, and where one says so.

use super::{Place, ServerMemory};
use crate::{
    domain::{Bytes, MemorySetting},
    estimate::{
        Build,
        parallel::{STATISTICS, shared_memory},
    },
};

/// What the server itself keeps in `/dev/shm` (measured: 1,052 kB with 16.2, 1,056 kB with 18.6).
const SERVER: u64 = 1_056 << 10;
/// What others had so far: parallel queries take from it too.
const OTHERS: u64 = 64 << 20;

/// What a parallel build takes of `/dev/shm`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedMemoryNeed {
    /// The least with which it begins, on a server with few tables.
    // Measured with 0.6.2 on 16.2 and 0.8.6 on 18.6: 64 MB hold 65MB and not 66MB, 200 MB hold
    // 201MB and not 202MB.
    pub least: Bytes,
    /// The size to choose: it, and 64 MB for everything else.
    pub recommended: Bytes,
    /// What there is, when that is known.
    pub there: Option<Bytes>,
    /// Whether it is enough.
    pub verdict: Verdict,
}

/// Whether there is enough of `/dev/shm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The build has no workers and takes none.
    Serial,
    /// It takes its memory elsewhere.
    Elsewhere,
    /// There is enough.
    Enough,
    /// There is enough as long as the server has few tables.
    Tight,
    /// There is not.
    TooSmall,
    /// Nobody has said how much there is.
    Unknown,
}

/// Where the size is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedMemorySetting {
    /// A stable name in kebab case.
    pub id: &'static str,
    /// What it is for.
    pub title: &'static str,
    /// What to write.
    pub text: String,
}

impl SharedMemoryNeed {
    /// What a parallel build with that setting takes, wherever it runs.
    pub fn of_parallel(setting: MemorySetting) -> Self {
        let build = Build::Parallel { workers: 1 };
        Self::new(setting, build, &ServerMemory::default(), &Place::default())
    }

    pub(super) fn new(
        setting: MemorySetting,
        build: Build,
        server: &ServerMemory,
        place: &Place,
    ) -> Self {
        let parallel = shared_memory(Build::Parallel { workers: 1 }, setting).get();
        let least = Bytes(parallel + SERVER);
        let recommended = Bytes(setting.bytes().get().next_multiple_of(OTHERS) + OTHERS);
        let there = server.shared_memory.or(place.shared_memory);
        let reserved = server.min_dynamic_shared_memory.map_or(0, Bytes::get);
        let verdict = match there {
            _ if build == Build::Serial => Verdict::Serial,
            _ if place.without_shared_memory || parallel < reserved => Verdict::Elsewhere,
            None => Verdict::Unknown,
            Some(it) if it < least => Verdict::TooSmall,
            Some(it) if it.get() < least.get() + STATISTICS.get() => Verdict::Tight,
            Some(_) => Verdict::Enough,
        };
        Self { least, recommended, there, verdict }
    }

    /// What to write for each kind of container.
    pub fn settings(&self) -> Vec<SharedMemorySetting> {
        let mib = self.recommended.get() >> 20;
        let setting = |id, title, text| SharedMemorySetting { id, title, text };
        vec![
            setting("docker", "docker run", format!("--shm-size={mib}m")),
            setting("compose", "Compose, below the service", format!("shm_size: {mib}mb")),
            setting(
                "kubernetes",
                "Kubernetes, in the pod",
                format!(
                    "spec:\n  containers:\n    - name: postgres\n      volumeMounts:\n        - name: \
                     dshm\n          mountPath: /dev/shm\n  volumes:\n    - name: dshm\n      \
                     emptyDir:\n        medium: Memory\n        sizeLimit: {mib}Mi"
                ),
            ),
            setting(
                "cloudnative-pg",
                "CloudNativePG, in the Cluster",
                format!("spec:\n  ephemeralVolumesSizeLimit:\n    shm: {mib}Mi"),
            ),
            setting(
                "postgresql",
                "PostgreSQL 14 and later, with a restart: no /dev/shm at all",
                format!("min_dynamic_shared_memory = {mib}MB"),
            ),
            setting("serial", "without any: one process", "workers = 0".to_owned()),
        ]
    }
}

impl Verdict {
    /// The word for JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Serial => "serial",
            Self::Elsewhere => "elsewhere",
            Self::Enough => "enough",
            Self::Tight => "tight",
            Self::TooSmall => "too-small",
            Self::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(setting: u64, there: u64) -> Verdict {
        let server = ServerMemory {
            shared_memory: Some(Bytes::mebibytes(there)),
            ..ServerMemory::default()
        };
        let setting = MemorySetting::new(Bytes::mebibytes(setting)).unwrap();
        let build = Build::Parallel { workers: 2 };
        SharedMemoryNeed::new(setting, build, &server, &Place::default()).verdict
    }

    #[test]
    fn it_is_enough_where_servers_found_it_enough() {
        assert_eq!(verdict(57, 64), Verdict::Enough);
        assert_eq!(verdict(58, 64), Verdict::Tight);
        assert_eq!(verdict(65, 64), Verdict::Tight);
        assert_eq!(verdict(66, 64), Verdict::TooSmall);
        assert_eq!(verdict(193, 200), Verdict::Enough);
        assert_eq!(verdict(201, 200), Verdict::Tight);
        assert_eq!(verdict(202, 200), Verdict::TooSmall);
    }

    #[test]
    fn what_is_reserved_needs_no_volume() {
        let server = ServerMemory {
            shared_memory: Some(Bytes::mebibytes(64)),
            min_dynamic_shared_memory: Some(Bytes::mebibytes(512)),
            ..ServerMemory::default()
        };
        let setting = MemorySetting::new(Bytes::mebibytes(400)).unwrap();
        let build = Build::Parallel { workers: 2 };
        let it = SharedMemoryNeed::new(setting, build, &server, &Place::default());
        assert_eq!(it.verdict, Verdict::Elsewhere);
    }

    #[test]
    fn the_recommended_size_is_written_everywhere() {
        let setting = MemorySetting::new(Bytes::mebibytes(710)).unwrap();
        let build = Build::Parallel { workers: 2 };
        let it = SharedMemoryNeed::new(setting, build, &ServerMemory::default(), &Place::default());
        assert_eq!(it.recommended, Bytes::mebibytes(832));
        let all = it.settings();
        assert!(all.iter().filter(|it| it.text.contains("832")).count() == all.len() - 1);
    }
}
