//! The memory of the server around a build.

use hnswkit_api::json::HUGE_PAGES_SQL;
use hnswkit_core::{
    domain::Platform,
    estimate::{Fit, MemoryAround, SharedMemoryNeed, Verdict},
};

use super::{
    style::{DIM, HINT, TITLE, WARNING, paint},
    table::Table,
    text,
};

/// The sum, the shared memory, the huge pages.
pub(crate) fn push(out: &mut String, it: &MemoryAround, platform: Platform) {
    out.push_str(&format!("\n{}\n", paint(TITLE, "The server during the largest build")));
    let mut table = Table::with_numbers(&[1, 2]);
    table.row(["", "at least", "when all work", ""].map(|it| paint(DIM, it)));
    for share in &it.shares {
        let (low, high) = (share.low.to_string(), share.high.to_string());
        table.row([paint(DIM, share.name), low, high, share.why.clone()]);
    }
    table.row([paint(DIM, "all"), it.low.to_string(), it.high.to_string(), verdict(it)]);
    table.push(out, "  ");
    shared_memory(out, &it.shared_memory, platform);
    if let Some(segment) = it.segment {
        let text = format!(
            "Huge pages: `vm.nr_hugepages = {}` holds PostgreSQL's own {}; `{HUGE_PAGES_SQL}` says \
             it exactly (PostgreSQL 15 and later). The graph is not in them. huge_pages = try goes \
             on without them in silence: `SHOW huge_pages_status;` tells (17 and later).",
            segment.huge_pages(),
            segment.high
        );
        out.push('\n');
        text::push(out, "  ", "  ", &text);
    }
}

fn verdict(it: &MemoryAround) -> String {
    let ram = it.ram.map(|it| it.to_string()).unwrap_or_default();
    let most = it.most.map_or_else(String::new, |it| {
        format!("; maintenance_work_mem up to {it} leaves room for all")
    });
    match it.fit {
        Fit::Fits => format!("fits into {ram}{most}"),
        Fit::Tight => {
            format!("{}{most}", paint(WARNING, format!("fits into {ram} while few work")))
        }
        Fit::TooMuch => format!("{}{most}", paint(WARNING, format!("more than {ram}"))),
        Fit::Unknown if it.ram.is_none() => "ram is not known".to_owned(),
        Fit::Unknown => format!("without {}, which is not known", it.unknown.join(", ")),
    }
}

fn shared_memory(out: &mut String, it: &SharedMemoryNeed, platform: Platform) {
    let there = it.there.map_or_else(|| "an unknown size".to_owned(), |it| it.to_string());
    let text = match it.verdict {
        Verdict::Serial => format!(
            "Shared memory: none, as one process builds it. With workers it would take {} of \
             /dev/shm at once.",
            it.least
        ),
        Verdict::Elsewhere => "Shared memory: the build takes none of /dev/shm.".to_owned(),
        Verdict::Enough => {
            format!("Shared memory: the build takes {} of /dev/shm, which has {there}.", it.least)
        }
        Verdict::Tight => format!(
            "Shared memory: {}",
            paint(
                WARNING,
                format!(
                    "the build takes {} of /dev/shm, which has {there}, and fails on a server \
                     with thousands of tables",
                    it.least
                )
            )
        ),
        Verdict::TooSmall => format!(
            "Shared memory: {}",
            paint(
                WARNING,
                format!("the build takes {} of /dev/shm, which has {there}, and fails", it.least)
            )
        ),
        Verdict::Unknown => format!(
            "Shared memory: the build takes {} of /dev/shm at once, which has {there}; `df -h \
             /dev/shm` tells.",
            it.least
        ),
    };
    out.push('\n');
    text::push(out, "  ", "  ", &text);
    if matches!(it.verdict, Verdict::Elsewhere | Verdict::Enough) {
        return;
    }
    let wanted = of_platform(platform);
    for setting in it.settings().iter().filter(|it| wanted.contains(&it.id)) {
        out.push_str(&format!("    {}\n", paint(DIM, setting.title)));
        for line in setting.text.lines() {
            out.push_str(&format!("      {}\n", paint(HINT, line)));
        }
    }
}

/// The settings that people of a platform can use.
fn of_platform(it: Platform) -> &'static [&'static str] {
    match it {
        Platform::Docker => &["docker", "compose", "postgresql"],
        Platform::Kubernetes => &["kubernetes", "postgresql"],
        Platform::CloudNativePg => &["cloudnative-pg", "postgresql"],
        Platform::SelfHosted | Platform::Zalando | Platform::Pgo | Platform::StackGres => {
            &["postgresql"]
        }
        _ => &[],
    }
}
