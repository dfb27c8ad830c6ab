//! The server and the migration.

use hnswkit_core::render::FORMATS;

use super::check;

#[test]
fn the_server() {
    check(
        &["target.postgres = \"12\""],
        "target.postgres",
        "`postgres` must be 13 or later, but is 12",
        "there is no plan for releases before 13",
    );
    check(
        &["target.pgvector = \"0.4.4\""],
        "target.pgvector",
        "`pgvector` must be 0.5.0 or later, but is 0.4.4",
        "there is no plan for releases before 0.5.0",
    );
    check(
        &["target.pgvector = \"new\""],
        "target.pgvector",
        "`pgvector` must be a version such as 0.8.0, but is `new`",
        "write `pgvector = \"0.8.0\"`",
    );
    check(
        &["target.postgres = 18", "target.pgvector = \"0.8.0\""],
        "target.pgvector",
        "`pgvector` must be 0.8.1 or later on PostgreSQL 18, but is 0.8.0",
        "ask the server: SELECT extversion FROM pg_extension WHERE extname = 'vector'",
    );
    check(
        &["target.platform = \"heroku\""],
        "target.platform",
        "`platform` must be one of 14 platforms, but is `heroku`",
        "write one of them, as in `platform = \"self-hosted\"`",
    );
    check(
        &["target.platform = \"k8s\""],
        "target.platform",
        "`platform` must be one of 14 platforms, but is `k8s`",
        "did you mean `kubernetes`?",
    );
    check(
        &["target.ram = \"16\""],
        "target.ram",
        "`ram` must be a size with its unit, but is `16`",
        "write a number and kB, MB, GB or TB, as in `ram = \"16GiB\"`",
    );
    check(
        &["target.ram = \"12 parsecs\""],
        "target.ram",
        "`ram` must be a size such as 16GiB, but is `12 parsecs`",
        "write a number and kB, MB, GB or TB, as in `ram = \"16GiB\"`",
    );
    check(
        &["target.ram = \"0GB\""],
        "target.ram",
        "`ram` must be more than 0, but is 0GB",
        "leave it out when it is not known",
    );
    check(
        &["target.cpus = 0"],
        "target.cpus",
        "`cpus` must be between 1 and 4096, but is 0",
        "write a number from 1 to 4096",
    );
}

#[test]
fn the_migration() {
    check(
        &["migration.format = \"alembik\""],
        "migration.format",
        &format!("`format` must be one of {} formats, but is `alembik`", FORMATS.len()),
        "did you mean `alembic`?",
    );
    check(
        &["migration.mode = \"concurrently\""],
        "migration.mode",
        "`mode` must be `online` or `transactional`, but is `concurrently`",
        "did you mean `online`?",
    );
    check(
        &["migration.name = \"Add vectors!\""],
        "migration.name",
        "`name` must be 1 to 50 of the characters a to z, 0 to 9 and _, but is `Add vectors!`",
        "write `name = \"add_vectors\"`",
    );
    check(
        &["migration.name = \"\""],
        "migration.name",
        "`name` must be 1 to 50 of the characters a to z, 0 to 9 and _, but is ``",
        "write `name = \"add_hnsw_vector_indexes\"`",
    );
    check(
        &["migration.revision = \"../x\""],
        "migration.revision",
        "`revision` must be 1 to 32 letters, digits, _ and -, but is `../x`",
        "write the revision as the tool shows it, or leave it out",
    );
    check(
        &["migration.revision = \"a1\"", "migration.down_revision = \"a1\""],
        "migration.revision",
        "`revision` and `down_revision` must differ, but are the same",
        "leave `revision` out, and one is made",
    );
    check(
        &["migration.folder = \"../x\""],
        "migration.folder",
        "`folder` must be a path below the project, but is `../x`",
        "write it as `db/migrations`",
    );
    check(
        &["migration.now = \"tomorrow\""],
        "migration.now",
        "`now` must be a time in UTC such as `2026-11-23T10:00:00Z`, but is `tomorrow`",
        "in a shell: `--now \"$(date -u +%FT%TZ)\"`",
    );
    check(
        &["migration.down_revision = \"é\""],
        "migration.down_revision",
        "`down_revision` must be 1 to 32 letters, digits, _ and -, but is `é`",
        "write the revision as the tool shows it, or leave it out",
    );
}
