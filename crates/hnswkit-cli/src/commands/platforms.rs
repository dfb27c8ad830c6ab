//! `hnswkit platforms`.

use hnswkit_api::json::PlatformsDocument;
use hnswkit_core::platform::PLATFORMS;

use crate::{
    args::{Global, Platforms},
    failure::Failure,
    output::{self, json, platforms},
};

/// Lists the platforms, or shows one.
pub(super) fn run(args: &Platforms, global: Global) -> Result<(), Failure> {
    let wanted = args.platform.as_deref();
    let named = PLATFORMS.iter().find(|it| wanted == Some(it.platform.id()));
    if global.json {
        return json::print(&match named {
            Some(it) => PlatformsDocument::of([*it]),
            None => PlatformsDocument::new(),
        });
    }
    output::stdout(&named.map_or_else(platforms::list, |it| platforms::show(it)))
}
