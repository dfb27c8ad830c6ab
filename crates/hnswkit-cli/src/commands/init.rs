//! `hnswkit init`.

use std::path::Path;

use hnswkit_api::{
    import::{import, to_toml},
    json::ImportAssumption,
    problem::Problems,
    spec::{self, STORY},
};

use crate::{
    args::{Global, Init},
    failure::Failure,
    files::{self, NewFile},
    output::{self, import as shown, json, written},
    pasted,
    spec_source::{self, Context, Loaded, SpecFile},
};

/// Writes or prints a spec file, or its schema.
pub(super) fn run(args: &Init, global: Global) -> Result<(), Failure> {
    if args.json_schema {
        return json::print(&spec::schema());
    }
    if let Some(path) = &args.from {
        return from(path, args, global);
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

/// Writes or prints the spec of what a schema lacks.
fn from(path: &Path, args: &Init, global: Global) -> Result<(), Failure> {
    let text = pasted::file("--from", path, global)?;
    let mut document = import(&text);
    // The document has them, too.
    let is_document = args.stdout && global.json;
    if !is_document && !global.quiet {
        output::stderr(&shown::notes(&document));
    }
    if document.spec.index.is_empty() {
        if is_document {
            json::print(&document)?;
        } else if global.json {
            return Err(Failure::input("--from", shown::nothing(&document), shown::HELP));
        } else if !document.columns.is_empty() {
            output::stderr(&format!("{}\n", shown::nothing(&document)));
        }
        return Err(Failure::Check);
    }
    let name = path.display().to_string();
    let file = Some(SpecFile { name, text });
    let context = Context { file, flags: args.flags.clone() };
    let reading = Problems::default();
    let mut loaded = Loaded { spec: document.spec, reading, context };
    loaded.lay_flags_over_it();
    (document.spec, ..) = loaded.request()?;
    document.assumed.retain(|it| !is_said(it, args));
    document.toml = to_toml(&document.spec, &document.assumed);
    if args.stdout {
        if global.json {
            return json::print(&document);
        }
        return output::as_it_is(&document.toml);
    }
    let file = [NewFile { path: args.output.clone(), content: &document.toml }];
    let done = files::write(&file, args.force)?;
    written::report(&file, &done, &[], global)
}

/// Whether a flag says what would be assumed.
fn is_said(it: &ImportAssumption, args: &Init) -> bool {
    let key = it.field.rsplit('.').next().unwrap_or_default();
    args.flags.get(key).is_some()
}
