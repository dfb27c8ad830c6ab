//! Containers, pods, and operators.

use super::unknown;
use crate::{
    domain::Platform,
    platform::{Answer, Claim, Entry, Rule, Setting, Source, pooler::PGBOUNCER},
};

const CONFIG: Source = Source::page("https://www.postgresql.org/docs/current/config-setting.html");
const CONTAINER_TEST: Source =
    Source::page("measured in a container with PostgreSQL 17 and pgvector 0.8.0");
const ZALANDO_MANIFEST: Source = Source::page(
    "https://github.com/zalando/postgres-operator/blob/master/docs/reference/cluster_manifest.md",
);
const POD_SHM: Source = Source::dated(
    "https://www.alibabacloud.com/help/en/eci/user-guide/mount-an-emptydir-volume-to-modify-the-shm-size-of-a-pod",
    "2026-01-06",
);
const EMPTY_DIR: Source =
    Source::page("https://kubernetes.io/docs/concepts/storage/volumes/#emptydir");
const CNPG_CLUSTER: Source =
    Source::page("https://cloudnative-pg.io/documentation/current/cluster_conf");
const CNPG_CONF: Source =
    Source::page("https://cloudnative-pg.io/documentation/current/postgresql_conf");
const PGO_SHM: Source = Source::page(
    "https://github.com/CrunchyData/postgres-operator/blob/master/internal/controller/postgrescluster/util.go",
);
const STACKGRES_SHM: Source =
    Source::dated("https://gitlab.com/ongresinc/stackgres/-/issues/186", "2020-10");

const COUNTS: Claim = Claim::new(
    "a volume in memory counts against the memory limit of the container that writes it: the \
     limit has to hold `shared_buffers`, the connections and the build",
    &EMPTY_DIR,
);

/// A container.
pub(in crate::platform) const DOCKER: Entry = Entry {
    superuser: Rule::of(Answer::Yes, &CONTAINER_TEST),
    server_settings: Some(Claim::new(
        "arguments of the server, such as `-c shared_buffers=1GB`, or `postgresql.conf` in its \
         volume",
        &CONFIG,
    )),
    shared_memory: Some(Claim::new(
        "`/dev/shm` of the container: 64 MB unless it is started with `--shm-size`, or `shm_size` \
         in Compose. It is set when the container is made",
        &CONTAINER_TEST,
    )),
    poolers: &[&PGBOUNCER],
    ..unknown(
        Platform::Docker,
        "Docker, Podman, Compose",
        "A server of your own with 64 MB of shared memory, until it is told otherwise.",
    )
};

/// A pod without an operator.
pub(in crate::platform) const KUBERNETES: Entry = Entry {
    superuser: Rule::of(Answer::Yes, &CONFIG),
    shared_memory: Some(Claim::new(
        "`/dev/shm` of the pod: 64 MiB unless an `emptyDir` with `medium: Memory` is mounted there",
        &POD_SHM,
    )),
    poolers: &[&PGBOUNCER],
    notes: &[COUNTS],
    ..unknown(
        Platform::Kubernetes,
        "Kubernetes without an operator",
        "A pod, a chart or a StatefulSet of your own: 64 MiB of shared memory, until a volume is \
         mounted over it.",
    )
};

/// CloudNativePG.
pub(in crate::platform) const CLOUDNATIVE_PG: Entry = Entry {
    server_settings: Some(Claim::new(
        "`postgresql.parameters` of the Cluster; ALTER SYSTEM should not be used, because it is \
         not replicated across the cluster",
        &CNPG_CONF,
    )),
    settings: &[
        Setting {
            name: "huge_pages",
            session: Answer::No,
            role: Answer::No,
            server: Answer::No,
            most: None,
            text: "one of the settings that the operator keeps for itself",
            source: &CNPG_CONF,
        },
        Setting {
            name: "dynamic_shared_memory_type",
            session: Answer::No,
            role: Answer::No,
            server: Answer::Yes,
            most: None,
            text: "`posix` by default; `sysv` is the other one that is recommended",
            source: &CNPG_CONF,
        },
        Setting {
            name: "max_worker_processes",
            session: Answer::No,
            role: Answer::No,
            server: Answer::Yes,
            most: None,
            text: "32 by default, as `max_parallel_workers` is",
            source: &CNPG_CONF,
        },
    ],
    shared_memory: Some(Claim::new(
        "the operator mounts a volume in memory at `/dev/shm`; `ephemeralVolumesSizeLimit.shm` of \
         the Cluster limits it",
        &CNPG_CLUSTER,
    )),
    poolers: &[&PGBOUNCER],
    notes: &[COUNTS],
    ..unknown(
        Platform::CloudNativePg,
        "CloudNativePG",
        "Its operator mounts memory at /dev/shm, and keeps some settings for itself.",
    )
};

/// Zalando's operator.
pub(in crate::platform) const ZALANDO: Entry = Entry {
    server_settings: Some(Claim::new("`postgresql.parameters` of the manifest", &ZALANDO_MANIFEST)),
    shared_memory: Some(Claim::new(
        "with `enableShmVolume`, which the operator's own configuration sets by default, a tmpfs \
         is mounted at `/dev/shm`, without a limit of its own; without it there are 64 MB",
        &ZALANDO_MANIFEST,
    )),
    poolers: &[&PGBOUNCER],
    notes: &[COUNTS],
    ..unknown(
        Platform::Zalando,
        "Zalando's postgres-operator (Spilo)",
        "Its operator mounts memory at /dev/shm unless it is told not to.",
    )
};

/// Crunchy's operator.
pub(in crate::platform) const PGO: Entry = Entry {
    shared_memory: Some(Claim::new(
        "its source mounts a volume in memory at `/dev/shm`, without a limit (`addDevSHM`); \
         releases of 2021 did not: ask `df -h /dev/shm` in the container",
        &PGO_SHM,
    )),
    poolers: &[&PGBOUNCER],
    notes: &[COUNTS],
    ..unknown(
        Platform::Pgo,
        "Crunchy PGO",
        "Its operator mounts memory at /dev/shm, in releases that are not very old.",
    )
};

/// StackGres.
pub(in crate::platform) const STACKGRES: Entry = Entry {
    shared_memory: Some(Claim::new(
        "a volume in memory at `/dev/shm` was asked for in 2020 and the request was closed; we \
         have not read which release mounts it: ask `df -h /dev/shm` in the container",
        &STACKGRES_SHM,
    )),
    poolers: &[&PGBOUNCER],
    notes: &[COUNTS],
    ..unknown(
        Platform::StackGres,
        "StackGres",
        "An operator; what it mounts at /dev/shm has to be asked.",
    )
};
