//! Azure Database for PostgreSQL, flexible server.

use super::unknown;
use crate::{
    domain::{Bytes, PgvectorVersion, Platform},
    platform::{Answer, Claim, Entry, Setting, Source},
};

const MEMORY: Source = Source::dated(
    "https://github.com/MicrosoftDocs/azure-databases-docs/blob/main/articles/postgresql/parameters/includes/parameters-17-resource-usage-memory.md",
    "2025-05-05",
);
const MAINTENANCE: Source = Source::dated(
    "https://github.com/MicrosoftDocs/azure-databases-docs/blob/main/articles/postgresql/parameters/includes/parameters-azure-notes-maintenance-work-mem.md",
    "2025-03-27",
);
const HUGE_PAGES: Source = Source::dated(
    "https://github.com/MicrosoftDocs/azure-databases-docs/blob/main/articles/postgresql/parameters/includes/parameters-azure-notes-huge-pages.md",
    "2024-09-13",
);
const PARAMETERS: Source = Source::page(
    "https://learn.microsoft.com/en-us/azure/postgresql/flexible-server/concepts-server-parameters",
);
const BY_ENGINE: Source = Source::page(
    "https://learn.microsoft.com/en-us/azure/postgresql/extensions/concepts-extensions-by-engine",
);
const USE_PGVECTOR: Source = Source::dated(
    "https://learn.microsoft.com/en-us/azure/postgresql/flexible-server/how-to-use-pgvector",
    "2024-04-27",
);

const fn read_only(name: &'static str, text: &'static str) -> Setting {
    Setting {
        name,
        session: Answer::No,
        role: Answer::No,
        server: Answer::No,
        most: None,
        text,
        source: &MEMORY,
    }
}

/// Azure.
pub(in crate::platform) const AZURE: Entry = Entry {
    postgres: Some(Claim::new("PostgreSQL 11 to 18", &BY_ENGINE)),
    pgvector: Some((
        PgvectorVersion::new(0, 8, 1),
        Claim::new("0.8.1 on PostgreSQL 18, 0.8.0 on 17", &BY_ENGINE),
    )),
    extension: Some(Claim::new(
        "the server parameter `azure.extensions` has to name it, as `vector`, before CREATE \
         EXTENSION in each database",
        &USE_PGVECTOR,
    )),
    server_settings: Some(Claim::new(
        "server parameters, in the portal or with the CLI; some are read-only. A session, a role \
         or a database may have values of its own",
        &PARAMETERS,
    )),
    settings: &[
        Setting {
            name: "maintenance_work_mem",
            session: Answer::Yes,
            role: Answer::Yes,
            server: Answer::Yes,
            most: Some(Bytes(2_097_151 << 10)),
            text: "1 MB to 2,097,151 kB for the server; whether SET takes more is not said. It \
                   begins at 97 MiB with 2 GiB of memory, and at 268 MiB with 16",
            source: &MEMORY,
        },
        read_only("min_dynamic_shared_memory", "0, read-only"),
        read_only("dynamic_shared_memory_type", "`posix`, read-only"),
        Setting {
            name: "huge_pages",
            session: Answer::No,
            role: Answer::No,
            server: Answer::Yes,
            most: None,
            text: "`try`; the pages are there by themselves with 4 processors or more, and never \
                   with fewer",
            source: &HUGE_PAGES,
        },
        Setting {
            name: "shared_buffers",
            session: Answer::No,
            role: Answer::No,
            server: Answer::Yes,
            most: None,
            text: "depends on the size of the server at first; a change needs a restart",
            source: &MEMORY,
        },
    ],
    notes: &[Claim::new(
        "the default of `maintenance_work_mem` does not follow when the server is made larger \
         or smaller",
        &MAINTENANCE,
    )],
    ..unknown(
        Platform::Azure,
        "Azure Database for PostgreSQL (flexible server)",
        "maintenance_work_mem ends at 2 GB, and the extension has to be allowed first.",
    )
};
