//! The spec: from a file, with the flags laid over it.

use std::{
    fs,
    io::{self, Read as _},
    path::Path,
};

use hnswkit_api::{problem::Problems, spec::Spec};
use hnswkit_core::plan::Request;

use crate::{
    args::{Global, SpecArgs, SpecFlags, TARGET},
    failure::Failure,
    output,
};

/// The file that is read when it is there.
pub(crate) const DEFAULT_FILE: &str = "hnswkit.toml";

/// What is needed to show a problem where it stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Context {
    /// The spec file.
    pub(crate) file: Option<SpecFile>,
    /// The flags.
    pub(crate) flags: SpecFlags,
}

/// A spec file as it was read.
#[derive(Debug, Clone)]
pub(crate) struct SpecFile {
    /// As people know it.
    pub(crate) name: String,
    /// What it says.
    pub(crate) text: String,
}

/// A spec that was read and not judged.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// What is asked for.
    pub(crate) spec: Spec,
    /// What was wrong while it was read.
    pub(crate) reading: Problems,
    /// Where it came from.
    pub(crate) context: Context,
}

/// Reads file and flags; nothing when there are neither.
///
/// # Errors
///
/// When a file cannot be read.
pub(crate) fn load(args: &SpecArgs, global: Global) -> Result<Option<Loaded>, Failure> {
    let file = file(args.spec.as_deref(), global)?;
    if file.is_none() && args.flags.is_empty() {
        return Ok(None);
    }
    let (spec, reading) = match &file {
        Some(it) => Spec::read_toml(&it.text, &it.name),
        None => <_>::default(),
    };
    let mut loaded = Loaded { spec, reading, context: Context { file, flags: args.flags.clone() } };
    loaded.lay_flags_over_it();
    Ok(Some(loaded))
}

/// Reads the spec file that is named, or that is there.
///
/// # Errors
///
/// When it cannot be read.
pub(crate) fn file(named: Option<&Path>, global: Global) -> Result<Option<SpecFile>, Failure> {
    let file = match named {
        Some(path) => read(path)?,
        None if Path::new(DEFAULT_FILE).exists() => read(Path::new(DEFAULT_FILE))?,
        None => return Ok(None),
    };
    if global.verbose {
        output::stderr(&format!("reading {}\n", file.name));
    }
    Ok(Some(file))
}

/// Reads file and flags, of which there must be one.
///
/// # Errors
///
/// When there is neither, or the file cannot be read.
pub(crate) fn require(args: &SpecArgs, global: Global) -> Result<Loaded, Failure> {
    load(args, global)?.ok_or_else(|| {
        Failure::input(
            TARGET,
            format!("there is no {DEFAULT_FILE} here, and no column is named"),
            "`hnswkit init` writes an example; or name the column and say the rest with flags, as \
             in `messages.embedding --type 'vector(1536)' --metric cosine --rows 10k`",
        )
    })
}

/// What the flags say on their own.
pub(crate) fn from_flags(flags: &SpecFlags) -> Loaded {
    let context = Context { file: None, flags: flags.clone() };
    let mut loaded = Loaded { spec: Spec::default(), reading: Problems::default(), context };
    loaded.lay_flags_over_it();
    loaded
}

impl Loaded {
    /// The request, if it makes sense; with the spec it was made from.
    ///
    /// # Errors
    ///
    /// With everything that is wrong.
    pub(crate) fn request(self) -> Result<(Spec, Request, Context), Failure> {
        match self.spec.to_request_after(self.reading) {
            Ok(request) => Ok((self.spec, request, self.context)),
            Err(problems) => Err(Failure::Input(problems, Box::new(self.context))),
        }
    }
}

fn read(path: &Path) -> Result<SpecFile, Failure> {
    let (name, bytes) = if path == Path::new("-") {
        let mut bytes = vec![];
        let result = io::stdin().lock().read_to_end(&mut bytes);
        ("<stdin>".to_owned(), result.map(|_| bytes))
    } else {
        (path.display().to_string(), fs::read(path))
    };
    let bytes = bytes.map_err(|error| {
        let help = "`hnswkit init` writes an example; `--spec -` reads stdin";
        Failure::input("--spec", format!("cannot read {name}: {error}"), help)
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let help = "save the file as UTF-8";
        Failure::input("--spec", format!("{name} is not UTF-8, from byte {at} on"), help)
    })?;
    Ok(SpecFile { name, text })
}
