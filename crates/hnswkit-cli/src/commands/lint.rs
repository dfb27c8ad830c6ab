//! `hnswkit lint`.

use std::{
    collections::BTreeSet,
    io::{self, BufWriter, Write},
    path::Path,
};

use hnswkit_api::json::LintDocument;
use hnswkit_core::lint::Role;

use crate::{
    args::{Global, Lint},
    failure::Failure,
    files,
    lint::{
        baseline::Baseline,
        check,
        discover::{self, Wanted},
        fix::{self, Fixed, Fixer},
        report::{self, Report, Reporter},
        settings::{self, Loaded},
        text::Text,
    },
    output::{
        self,
        lint::{statistics, summary},
        style::{WARNING, paint},
        text::count,
    },
};

/// Checks, or fixes.
pub(super) fn run(args: &Lint, global: Global) -> Result<(), Failure> {
    let loaded = settings::load(args.spec.as_deref(), &args.flags, global)?;
    let Loaded { settings, base } = &loaded;
    let wanted = Wanted { paths: &args.paths, settings, base, stdin_name: &args.stdin_name };
    let texts = discover::read(&wanted)?;
    warn_of_encodings(&texts, global);
    if !global.quiet && texts.iter().all(|it| it.role == Role::Schema) {
        let word = paint(WARNING, "warning");
        output::stderr(&format!(
            "{word}: there is no file to check; programs and SQL are looked for\n"
        ));
    }
    if let Some(path) = &args.write_baseline {
        return write_baseline(path, &check::run(&texts, settings, base), global);
    }
    let baseline = match &settings.baseline {
        Some(it) => Some(Baseline::read(&base.join(it))?),
        None => None,
    };
    if args.fix || args.diff {
        return fix(args, global, &loaded, baseline.as_ref(), texts);
    }
    let mut document = check::run(&texts, settings, base);
    apply(baseline.as_ref(), &mut document, &texts, global);
    show(args, global, &texts, &document, false)?;
    outcome(&document, &loaded)
}

/// The exit code.
fn outcome(document: &LintDocument, loaded: &Loaded) -> Result<(), Failure> {
    match check::fails(document, loaded.settings.fail_on) {
        true => Err(Failure::Check),
        false => Ok(()),
    }
}

fn warn_of_encodings(texts: &[Text], global: Global) {
    for it in texts.iter().filter(|it| !it.exact && !global.quiet) {
        let word = paint(WARNING, "warning");
        let rest = "is not UTF-8: places may be off, and no fix is applied";
        output::stderr(&format!("{word}: {} {rest}\n", it.name));
    }
}

fn write_baseline(path: &Path, document: &LintDocument, global: Global) -> Result<(), Failure> {
    let baseline = Baseline::of(document);
    baseline.write(path)?;
    if !global.quiet {
        let n = count(baseline.len(), "finding", "findings");
        output::stderr(&format!("{} knows {n}\n", path.display()));
    }
    Ok(())
}

/// Takes out what the baseline knows, and says what it knows for nothing.
fn apply(baseline: Option<&Baseline>, document: &mut LintDocument, texts: &[Text], global: Global) {
    let Some(baseline) = baseline else { return };
    let files: BTreeSet<&str> = texts.iter().map(|it| it.name.as_str()).collect();
    let unused = baseline.apply(document, &files);
    if unused.is_empty() || global.quiet {
        return;
    }
    for it in &unused {
        let word = paint(WARNING, "warning");
        let message = format!("the baseline knows `{}`, which is gone", it.rule);
        output::stderr(&format!("{word}: {}: {message}\n", it.file));
    }
    let n = count(unused.len(), "entry is", "entries are");
    output::stderr(&format!("{n} not needed any more; `--write-baseline` leaves them out\n"));
}

fn reporter(args: &Lint, global: Global) -> &'static Reporter {
    match args.format {
        Some(it) => it,
        None if global.json => report::JSON,
        None => report::DEFAULT,
    }
}

/// Shows the findings; on stderr when stdout is taken.
fn show(
    args: &Lint,
    global: Global,
    texts: &[Text],
    document: &LintDocument,
    to_stderr: bool,
) -> Result<(), Failure> {
    if args.statistics && !global.json {
        output::stdout(&statistics(document))?;
        if !global.quiet {
            output::stderr(&summary(document));
        }
        return Ok(());
    }
    let reporter = reporter(args, global);
    let report = Report { document, texts, quiet: global.quiet };
    let write = |out: &mut dyn Write| {
        let mut out = BufWriter::new(out);
        (reporter.write)(&report, &mut out).and_then(|()| out.flush())
    };
    match (reporter.for_people, to_stderr) {
        (_, true) => write(&mut anstream::stderr().lock()),
        (true, false) => write(&mut anstream::stdout().lock()),
        (false, false) => write(&mut io::stdout().lock()),
    }
    .map_err(|error| Failure::of_stdout(&error))
}

/// Fixes, or shows what fixing would change.
fn fix(
    args: &Lint,
    global: Global,
    loaded: &Loaded,
    baseline: Option<&Baseline>,
    texts: Vec<Text>,
) -> Result<(), Failure> {
    let Loaded { settings, base } = loaded;
    let before: Vec<String> = texts.iter().map(|it| it.text.clone()).collect();
    let known = baseline.map(Baseline::fingerprints).unwrap_or_default();
    let fixer = Fixer { settings, base, with_unsafe: args.unsafe_fixes, known };
    let Fixed { texts, applied, refused } = fixer.run(texts);
    let changed: Vec<(&Text, &String)> =
        texts.iter().zip(&before).filter(|(new, old)| new.text != **old).collect();
    if args.diff {
        let mut out = String::new();
        for (new, old) in &changed {
            out.push_str(&fix::diff(&new.name, old, &new.text));
        }
        output::stdout(&paint_diff(&out))?;
        say_fixed(global, "would cure", applied, refused, changed.len());
        return if changed.is_empty() { Ok(()) } else { Err(Failure::Check) };
    }
    let mut stdin = false;
    for (text, _) in &changed {
        if let Some(path) = &text.path {
            files::replace(path, text.content().as_bytes())?;
        }
    }
    for it in texts.iter().filter(|it| it.path.is_none() && it.role == Role::Judged) {
        stdin = true;
        output::as_it_is(&it.content())?;
    }
    say_fixed(global, "cured", applied, refused, changed.len());
    let mut document = check::run(&texts, settings, base);
    apply(baseline, &mut document, &texts, global);
    show(args, global, &texts, &document, stdin)?;
    outcome(&document, loaded)
}

fn say_fixed(global: Global, did: &str, applied: usize, refused: usize, files: usize) {
    if global.quiet {
        return;
    }
    let findings = count(applied, "finding", "findings");
    let files = count(files, "file", "files");
    let mut line = match applied {
        0 => "nothing to fix".to_owned(),
        _ => format!("{did} {findings} in {files}"),
    };
    if 0 < refused {
        let fixes = count(refused, "fix was", "fixes were");
        line.push_str(&format!("; {fixes} left out, as something new would be found"));
    }
    line.push('\n');
    output::stderr(&line);
}

/// Removed and added lines in color.
fn paint_diff(diff: &str) -> String {
    use output::style::{ADDED, DIM, REMOVED, TITLE};
    let mut out = String::new();
    for line in diff.split_inclusive('\n') {
        let text = line.trim_end_matches('\n');
        let style = match text.as_bytes() {
            [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => TITLE,
            [b'-', ..] => REMOVED,
            [b'+', ..] => ADDED,
            [b'@', ..] => DIM,
            _ => anstyle::Style::new(),
        };
        out.push_str(&paint(style, text));
        out.push_str(&line[text.len()..]);
    }
    out
}
