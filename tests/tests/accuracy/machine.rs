//! The machine that was measured on, for whoever reads the table.

use anyhow::Result;

/// Processor, cores, memory and date: comments at the head of the table.
pub(crate) fn describe() -> Result<Vec<String>> {
    let processor = line("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned());
    let cores = std::thread::available_parallelism()?;
    let memory = line("/proc/meminfo", "MemTotal")
        .and_then(|it| it.trim_end_matches(" kB").parse::<u64>().ok())
        .map_or_else(|| "unknown".to_owned(), |kb| format!("{} GiB", (kb + (1 << 19)) >> 20));
    let vectors = ["avx512f", "avx2"].into_iter().find(|it| has_flag(it)).unwrap_or("no AVX2");
    Ok(vec![
        format!("processor: {processor} ({vectors}), {cores} cores"),
        format!("memory: {memory}"),
        format!("date: {}", today()),
    ])
}

/// What a file of `key : value` lines says.
fn line(file: &str, key: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let found = text.lines().find(|it| it.starts_with(key))?;
    Some(found.split_once(':')?.1.trim().to_owned())
}

fn has_flag(flag: &str) -> bool {
    line("/proc/cpuinfo", "flags").is_some_and(|it| it.split(' ').any(|it| it == flag))
}

/// The date in UTC, as `2026-11-23`.
// http://howardhinnant.github.io/date_algorithms.html, civil_from_days.
fn today() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let z = now.map_or(0, |it| it.as_secs() / 86_400) + 719_468;
    let (era, day) = (z / 146_097, z % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    format!("{year}-{month:02}-{:02}", of_year - (153 * shifted + 2) / 5 + 1)
}
