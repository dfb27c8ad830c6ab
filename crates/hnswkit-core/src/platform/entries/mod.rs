//! What is known of each platform; one file a vendor.

mod amazon;
mod azure;
mod containers;
mod google;
mod neon;
mod own;
mod supabase;

pub(super) use amazon::{AURORA, RDS};
pub(super) use azure::AZURE;
pub(super) use containers::{CLOUDNATIVE_PG, DOCKER, KUBERNETES, PGO, STACKGRES, ZALANDO};
pub(super) use google::{ALLOYDB, CLOUD_SQL};
pub(super) use neon::NEON;
pub(super) use own::SELF_HOSTED;
pub(super) use supabase::SUPABASE;

use super::{Entry, Rule};
use crate::domain::Platform;

/// A platform of which nothing is known.
const fn unknown(platform: Platform, title: &'static str, about: &'static str) -> Entry {
    Entry {
        platform,
        title,
        about,
        superuser: Rule::UNKNOWN,
        postgres: None,
        pgvector: None,
        extension: None,
        server_settings: None,
        settings: &[],
        shared_buffers: None,
        shared_memory: None,
        without_dev_shm: false,
        limits: &[],
        poolers: &[],
        notes: &[],
    }
}
