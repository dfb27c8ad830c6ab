//! Settings in force, and whether a transaction is open.

use std::collections::BTreeMap;

use super::{Action, SettingChange, Wrap};
use crate::{
    domain::{Bytes, Seconds},
    parse::{Span, Value, ValueKind},
};

/// The session that runs a source.
#[derive(Debug, Default)]
pub(super) struct Session {
    settings: BTreeMap<String, Vec<Set>>,
    /// Whether `BEGIN` was seen and no end since.
    pub(super) explicit: bool,
    /// What the tool does with the statements.
    pub(super) wrap: Wrap,
}

/// A value that a setting was given.
#[derive(Debug, Clone)]
pub(super) struct Set {
    /// Nothing when it is not known.
    pub(super) value: Option<Value>,
    /// Where.
    pub(super) span: Span,
    /// Whether it ends with the transaction.
    local: bool,
}

impl Session {
    pub(super) fn new(wrap: Wrap) -> Self {
        Self { wrap, ..Self::default() }
    }

    /// What the setting was set to last; nothing when no statement did.
    pub(super) fn get(&self, name: &str) -> Option<&Set> {
        self.settings.get(name).and_then(|it| it.last())
    }

    /// Does what a statement does.
    pub(super) fn apply(&mut self, action: &Action) {
        match action {
            Action::Set(it) => self.set(it),
            Action::Reset(Some(it)) => drop(self.settings.remove(it)),
            Action::Reset(None) | Action::Connect => self.settings.clear(),
            Action::Begin => self.explicit = true,
            Action::Commit | Action::Rollback => {
                self.explicit = false;
                for list in self.settings.values_mut() {
                    list.retain(|it| !it.local);
                }
            }
            _ => {}
        }
    }

    fn set(&mut self, it: &SettingChange) {
        if it.default {
            self.settings.remove(&it.name);
            return;
        }
        let local = it.local.is_some();
        // Outside of a transaction it does nothing but warn.
        if local && !self.explicit && self.wrap == Wrap::Each {
            return;
        }
        let list = self.settings.entry(it.name.clone()).or_default();
        if !local {
            list.clear();
        } else {
            list.retain(|it| !it.local);
        }
        list.push(Set { value: it.value.clone(), span: it.name_span.clone(), local });
    }
}

impl Set {
    /// The value as a duration; without a unit it counts milliseconds.
    // PostgreSQL 18 src/backend/utils/misc/guc.c time_unit_conversion_table.
    pub(super) fn duration(&self) -> Option<Seconds> {
        let value = self.value.as_ref()?;
        let (number, unit) = split(value)?;
        let factor = match unit {
            "us" => 1e-6,
            "" | "ms" => 1e-3,
            "s" => 1.0,
            "min" => 60.0,
            "h" => 3_600.0,
            "d" => 86_400.0,
            _ => return None,
        };
        Some(Seconds(number * factor))
    }

    /// The value as memory.
    pub(super) fn memory(&self) -> Option<Bytes> {
        memory(self.value.as_ref()?)
    }

    pub(super) fn integer(&self) -> Option<i64> {
        self.value.as_ref()?.integer()
    }

    /// How it is spelled.
    pub(super) fn text(&self) -> &str {
        self.value.as_ref().map_or("", |it| it.text.as_str())
    }
}

fn split(value: &Value) -> Option<(f64, &str)> {
    let text = value.text.trim();
    if value.kind == ValueKind::Word {
        return None;
    }
    let end = text.find(|it: char| it.is_alphabetic()).unwrap_or(text.len());
    Some((text[..end].trim().parse().ok()?, text[end..].trim()))
}

/// The value as memory; without a unit it counts kilobytes.
// PostgreSQL 18 src/backend/utils/misc/guc.c memory_unit_conversion_table.
pub(super) fn memory(value: &Value) -> Option<Bytes> {
    const KIB: f64 = 1_024.0;
    let (number, unit) = split(value)?;
    let factor = match unit {
        "B" => 1.0,
        "" | "kB" => KIB,
        "MB" => KIB * KIB,
        "GB" => KIB * KIB * KIB,
        "TB" => KIB * KIB * KIB * KIB,
        _ => return None,
    };
    let bytes = number * factor;
    (0.0..1e18).contains(&bytes).then_some(Bytes(bytes as u64))
}
