//! Whether the memory of the server is enough for the plan.

use super::{BuildSettings, IndexRequest, Plan, Request, Severity, Target, findings::Note};
use crate::{
    domain::{Bytes, MemorySetting, Platform},
    estimate::{Estimate, Fit, MemoryAround, Place, ServerMemory, Verdict, memory_around},
    platform::Entry,
};

impl Target {
    /// What the platform says where nothing is known of this server.
    pub(super) fn place(&self) -> Place {
        let entry = Entry::of(self.platform);
        Place {
            buffers_percent: entry.shared_buffers.map(|(percent, _)| percent),
            default_buffers: matches!(
                self.platform,
                Platform::SelfHosted | Platform::Docker | Platform::Kubernetes
            ),
            shared_memory: self.platform.shared_memory(),
            without_shared_memory: entry.without_dev_shm,
        }
    }

    /// Whether there is more to say of its memory than that it has some.
    fn is_described(&self) -> bool {
        self.memory != ServerMemory::default() || self.platform != Platform::SelfHosted
    }

    /// The setting that leaves room for everything else, when the one of `it` does not and it is
    /// known what else there is.
    pub(super) fn room_for(&self, it: &Estimate) -> Option<MemorySetting> {
        self.memory.shared_buffers?;
        let around = self.around(it);
        let room = around.most.filter(|most| *most < it.maintenance_work_mem);
        room.filter(|_| around.fit == Fit::TooMuch)
    }

    fn around(&self, it: &Estimate) -> MemoryAround {
        memory_around(it, self.ram, &self.memory, &self.place())
    }
}

impl Plan {
    /// The memory of the server during the build that takes the most, when there is a build and
    /// something is known of the server.
    pub fn memory_around(&self) -> Option<MemoryAround> {
        let target = &self.request.target;
        let built = self.request.indexes.iter().zip(&self.estimates);
        let built = built.filter(|(it, _)| is_built(it)).map(|(_, it)| it);
        let largest = built.max_by_key(|it| takes(it))?;
        target.is_described().then(|| target.around(largest))
    }
}

/// Whether the operation builds it.
fn is_built(it: &IndexRequest) -> bool {
    it.operation.id != "drop"
}

/// What a build takes; the builds of a plan come one after the other.
fn takes(it: &Estimate) -> Bytes {
    it.shared_memory_bytes.max(it.build_memory_bytes.min(it.maintenance_work_mem.bytes()))
}

/// Whether the request says that there is shared memory enough, or that none is needed.
pub(super) fn says_enough(request: &Request, it: &BuildSettings) -> bool {
    let verdict = || request.target.around(&it.estimate).shared_memory.verdict;
    request.target.is_described() && matches!(verdict(), Verdict::Enough | Verdict::Elsewhere)
}

pub(super) fn all(request: &Request, settings: &[BuildSettings]) -> Vec<Note> {
    let target = &request.target;
    if !target.is_described() {
        return vec![];
    }
    let built = request.indexes.iter().zip(settings).filter(|(it, _)| is_built(it));
    let Some((index, it)) = built.max_by_key(|(_, it)| takes(&it.estimate)) else {
        return vec![];
    };
    let around = target.around(&it.estimate);
    let (Some(ram), true) = (around.ram, matches!(around.fit, Fit::TooMuch | Fit::Tight)) else {
        return vec![];
    };
    let name = &index.definition.name;
    let (severity, message) = match around.fit {
        Fit::TooMuch => (
            Severity::Warning,
            format!(
                "the build of {name}, shared_buffers and the connections come to {} at the least, \
                 but the server has {ram}",
                around.low
            ),
        ),
        _ => (
            Severity::Hint,
            format!(
                "the build of {name} fits into the {ram} of the server while few connections work: \
                 it and everything else come to {}, and to {} when all do",
                around.low, around.high
            ),
        ),
    };
    let help = match around.most {
        Some(most) => format!(
            "maintenance_work_mem = \"{most}\" leaves room for all; `hnswkit estimate -v` has the sum"
        ),
        None => "fewer connections, smaller shared_buffers, or a larger server for an hour; \
                 `hnswkit estimate -v` has the sum"
            .to_owned(),
    };
    vec![Note { id: "memory-of-the-server", severity, message, help }]
}
