//! What is known of the memory of a server.

use crate::domain::Bytes;

/// What the memory of a server is spent on, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ServerMemory {
    /// `shared_buffers`.
    pub shared_buffers: Option<Bytes>,
    /// `max_connections`.
    pub max_connections: Option<u32>,
    /// `work_mem`.
    pub work_mem: Option<Bytes>,
    /// The size of `/dev/shm`.
    pub shared_memory: Option<Bytes>,
    /// `min_dynamic_shared_memory`.
    pub min_dynamic_shared_memory: Option<Bytes>,
    /// `huge_pages`.
    pub huge_pages: Option<HugePages>,
}

/// A value of `huge_pages`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HugePages {
    /// Never.
    Off,
    /// When there are enough, and otherwise without a word.
    Try,
    /// The server does not start without.
    On,
}

/// What the place says where the server's settings are not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// `shared_buffers` in percent of the memory.
    pub buffers_percent: Option<u64>,
    /// Whether its `shared_buffers` are PostgreSQL's own default.
    pub default_buffers: bool,
    /// The size of `/dev/shm`.
    pub shared_memory: Option<Bytes>,
    /// Parallel builds take no `/dev/shm`.
    pub without_shared_memory: bool,
}

impl HugePages {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Off, Self::Try, Self::On];

    /// The word of the setting.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Try => "try",
            Self::On => "on",
        }
    }

    /// What a word stands for.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.id().eq_ignore_ascii_case(word.trim()))
    }
}
