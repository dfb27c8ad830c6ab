//! `hnswkit init`.

use hnswkit_api::spec::{self, STORY};

use crate::{
    args::{Global, Init},
    failure::Failure,
    files::{self, NewFile},
    output::{self, json, written},
    spec_source,
};

/// Writes or prints a spec file, or its schema.
pub(super) fn run(args: &Init, global: Global) -> Result<(), Failure> {
    if args.json_schema {
        return json::print(&spec::schema());
    }
    let content = if args.flags.is_empty() {
        STORY.to_owned()
    } else {
        let (spec, ..) = spec_source::from_flags(&args.flags).request()?;
        spec.to_toml()
    };
    if args.stdout {
        return output::as_it_is(&content);
    }
    let file = [NewFile { path: args.output.clone(), content: &content }];
    let done = files::write(&file, args.force)?;
    written::report(&file, &done, &[], global)
}
