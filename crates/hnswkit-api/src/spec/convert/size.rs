//! Bytes with their unit.

use hnswkit_core::domain::{Bytes, MemorySetting, Platform};

use super::check::Check;
use crate::spec::Field;

/// The bytes of `key`.
pub(super) fn bytes(check: &mut Check<'_>, key: &str) -> Option<Bytes> {
    let text = check.text(key)?;
    let field = Field::find(check.section, key)?;
    // PostgreSQL counts a plain number in kilobytes, people mean anything.
    let message = if text.chars().any(|it| it.is_ascii_alphabetic()) {
        match text.parse() {
            Ok(bytes) => return Some(bytes),
            Err(_) => {
                format!("`{key}` must be a size such as {}, but is `{text}`", field.plain_example())
            }
        }
    } else {
        format!("`{key}` must be a size with its unit, but is `{text}`")
    };
    let example = field.example_line();
    check.refuse(key, message, format!("write a number and kB, MB, GB or TB, as in `{example}`"));
    None
}

/// The value for `maintenance_work_mem`.
pub(super) fn memory_setting(
    check: &mut Check<'_>,
    key: &str,
    platform: Platform,
) -> Option<MemorySetting> {
    let bytes = bytes(check, key)?;
    if let Some(most) = platform.most_memory()
        && most < bytes
    {
        let most = most.get() >> 10;
        let message = format!("`{key}` must be at most {most}kB on {platform}, but is {bytes}");
        check.refuse(key, message, format!("write `{key} = \"{}MB\"`", most >> 10));
        return None;
    }
    match MemorySetting::new(bytes) {
        Ok(it) => Some(it),
        Err(error) => {
            let help = "leave it out for a recommendation, or write what the server can spare";
            check.refuse(key, error, help);
            None
        }
    }
}
