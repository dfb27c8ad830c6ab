//! What a platform refuses, ends or loses of a plan, and what to do instead.

use super::{BuildSettings, Mode, Request, Severity, findings::Note};
#[cfg(feature = "every-operation")]
use crate::plan::Task;
use crate::{
    domain::{Bytes, Seconds},
    platform::{Answer, Entry},
};

pub(super) fn all(request: &Request, settings: &[BuildSettings]) -> Vec<Note> {
    let entry = Entry::of(request.target.platform);
    let mut notes = vec![];
    notes.extend(limits(entry, request.mode, settings));
    notes.extend(most_memory(entry, settings));
    if request.mode == Mode::Online && !settings.is_empty() {
        notes.extend(poolers(entry));
    }
    notes.extend(pgvector(entry, request));
    #[cfg(feature = "every-operation")]
    notes.extend(extension(entry, request));
    notes
}

/// What ends a build before it is done.
fn limits(entry: &Entry, mode: Mode, settings: &[BuildSettings]) -> Vec<Note> {
    let left = match mode {
        Mode::Online => ", and leave an INVALID index",
        Mode::Transactional => "",
    };
    let longest = settings.iter().map(|it| it.estimate.build_seconds_high.0).fold(0.0, f64::max);
    let fixed = entry.limits.iter().filter(|it| it.fixed && f64::from(it.seconds) < longest);
    let note = fixed.map(|it| Note {
        id: "statement-is-ended",
        severity: Severity::Warning,
        message: format!(
            "{} of {} would end a build of this plan after {}{left}: it may take {}",
            it.of,
            entry.title,
            Seconds(f64::from(it.seconds)),
            Seconds(longest)
        ),
        help: it.instead.to_owned(),
    });
    note.collect()
}

/// The setting that the platform does not go beyond.
fn most_memory(entry: &Entry, settings: &[BuildSettings]) -> Option<Note> {
    let most = entry.most("maintenance_work_mem")?;
    let it = settings
        .iter()
        .find(|it| most < it.estimate.build_memory_bytes && 0 < it.estimate.spilled_rows.get())?;
    Some(Note {
        id: "platform-limits-memory",
        severity: Severity::Warning,
        message: format!(
            "{} takes {} as maintenance_work_mem at the most, and the graph needs {}",
            entry.title,
            kilobytes(most),
            it.estimate.build_memory_bytes
        ),
        help:
            "halfvec takes about half of that; or build partitions or partial indexes, each with \
               a graph that fits"
                .to_owned(),
    })
}

fn kilobytes(it: Bytes) -> String {
    format!("{}kB", it.get() >> 10)
}

/// A pooler that loses what the plan sets for its session.
fn poolers(entry: &Entry) -> Option<Note> {
    // In front of a server of one's own there may be none.
    if entry.superuser.answer == Answer::Yes {
        return None;
    }
    let it = entry.poolers.iter().find(|it| it.keeps_settings == Answer::No)?;
    Some(Note {
        id: "pooler-loses-settings",
        severity: Severity::Hint,
        message: format!(
            "{} loses the settings of a session: memory and timeouts of this plan would not be \
             those of the build",
            it.title
        ),
        help: it.instead.to_owned(),
    })
}

/// A release that nobody of us has read to be offered.
fn pgvector(entry: &Entry, request: &Request) -> Option<Note> {
    let (newest, claim) = entry.pgvector?;
    let wanted = request.target.pgvector.into_iter().chain(upgrades(request)).max()?;
    (newest < wanted).then(|| Note {
        id: "release-may-be-missing",
        severity: Severity::Hint,
        message: format!(
            "the newest pgvector of {} that we have read of is {newest} ({}), and this plan is for \
             {wanted}",
            entry.title, claim.source.url
        ),
        help: "ask the server: SELECT version FROM pg_available_extension_versions WHERE name = \
               'vector'"
            .to_owned(),
    })
}

#[cfg(feature = "every-operation")]
fn upgrades(request: &Request) -> impl Iterator<Item = crate::domain::PgvectorVersion> {
    request.tasks.iter().filter_map(|it| match it {
        Task::Upgrade(it) => Some(it.to),
        _ => None,
    })
}

#[cfg(not(feature = "every-operation"))]
fn upgrades(_: &Request) -> impl Iterator<Item = crate::domain::PgvectorVersion> {
    std::iter::empty()
}

/// Who may upgrade the extension, where a plan does.
#[cfg(feature = "every-operation")]
fn extension(entry: &Entry, request: &Request) -> Option<Note> {
    let claim = entry.extension?;
    let concerns = |it: &Task| matches!(it, Task::Upgrade(_) | Task::Restore(_));
    request.tasks.iter().any(concerns).then(|| Note {
        id: "extension-of-the-platform",
        severity: Severity::Hint,
        message: format!("the extension on {}: {}", entry.title, claim.text),
        help: format!("see {}", claim.source.url),
    })
}
