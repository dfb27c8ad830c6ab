//! `[migration]`: the mode, the name, and what tools need besides.

#[cfg(feature = "every-operation")]
use hnswkit_core::plan::Stage;
use hnswkit_core::{
    domain::Timestamp,
    plan::{Mode, Operation},
    render::{Format, Options},
};

use super::check::Check;
use crate::{
    problem::Problems,
    spec::{IndexSpec, Section, Spec, Value},
};

/// The name of a migration that has none.
const DEFAULT_NAME: &str = "add_hnsw_vector_indexes";
/// The longest name: file names have a number, a time or an ending besides.
const MAX_NAME: usize = 50;
/// The longest revision.
// Alembic 1.20.1, alembic/ddl/impl.py: `version_num VARCHAR(32)`.
const MAX_REVISION: usize = 32;

impl Spec {
    /// The migration tool, if the spec names one that we know.
    pub fn format(&self) -> Option<&'static Format> {
        self.migration.format.as_ref().and_then(|it| it.to_string().parse().ok())
    }

    /// What the tool wants to know besides the plan; [`Spec::to_request`] has checked it.
    pub fn render_options(&self) -> Options {
        let text = |it: &Option<Value>| it.as_ref().map(Value::to_string);
        Options {
            revision: text(&self.migration.revision),
            down_revision: text(&self.migration.down_revision),
            folder: text(&self.migration.folder),
            now: text(&self.migration.now).and_then(|it| it.parse().ok()),
        }
    }
}

pub(super) fn convert(whole: &Spec, problems: &mut Problems) -> (Mode, String) {
    let spec = &whole.migration;
    let mut check = Check { section: Section::Migration, number: 0, values: spec, problems };
    // In the order of the documentation, which is that of the problems without a file.
    check.choice("format", |it| it.parse::<&Format>().ok(), |_| None);
    let mode = check.choice("mode", mode, synonym).unwrap_or_default();
    let name = name(&mut check).map_or_else(|| default_name(whole, mode), str::to_owned);
    revision(&mut check, "revision");
    revision(&mut check, "down_revision");
    if spec.revision.is_some() && spec.revision == spec.down_revision {
        let message = "`revision` and `down_revision` must differ, but are the same";
        check.refuse("revision", message, "leave `revision` out, and one is made");
    }
    folder(&mut check);
    if let Some(text) = check.text("now")
        && text.parse::<Timestamp>().is_err()
    {
        let message =
            format!("`now` must be a time in UTC such as `2026-11-23T10:00:00Z`, but is `{text}`");
        check.refuse("now", message, "in a shell: `--now \"$(date -u +%FT%TZ)\"`");
    }
    (mode, name)
}

/// After what is done: one migration adds an index, others change it, in stages.
fn default_name(spec: &Spec, mode: Mode) -> String {
    #[cfg(feature = "every-operation")]
    match (&spec.upgrade.pgvector, &spec.restore.dump, spec.setting.is_empty()) {
        (Some(_), ..) => return "upgrade_pgvector".to_owned(),
        (_, Some(_), _) => return "complete_restore".to_owned(),
        (.., false) if spec.index.is_empty() => return "change_hnsw_settings".to_owned(),
        _ => {}
    }
    let indexes = &spec.index;
    let operation = |it: &IndexSpec| match &it.operation {
        None => Some(Operation::DEFAULT),
        Some(it) => Operation::find(&it.to_string()),
    };
    let mut operations = indexes.iter().map(operation);
    let first = operations.next().flatten();
    let verb = match first {
        None => return DEFAULT_NAME.to_owned(),
        Some(it) if operations.any(|other| other != Some(it)) => "change",
        Some(it) if it == Operation::DEFAULT => return DEFAULT_NAME.to_owned(),
        Some(it) => &staged(it.id, indexes, mode),
    };
    DEFAULT_NAME.replacen("add", &verb.replace('-', "_"), 1)
}

/// The id with the stage behind it, so that the stages of one change have names of their own.
#[cfg(feature = "every-operation")]
fn staged(id: &str, indexes: &[IndexSpec], mode: Mode) -> String {
    let implied = (id == "change-type" && mode == Mode::Online).then(Stage::default);
    let known = crate::spec::words::stages();
    let stage = |it: &IndexSpec| match &it.stage {
        None => implied.map(Stage::id),
        Some(it) => {
            let word = it.to_string();
            known.iter().copied().find(|it| it.eq_ignore_ascii_case(word.trim()))
        }
    };
    let mut stages = indexes.iter().map(stage);
    let first = stages.next().flatten();
    match first.filter(|_| stages.all(|it| it == first)) {
        Some(it) => format!("{id}_{it}"),
        None => id.to_owned(),
    }
}

/// This build has no stages.
#[cfg(not(feature = "every-operation"))]
fn staged(id: &str, _: &[IndexSpec], _: Mode) -> String {
    id.to_owned()
}

/// A folder below the project, with `/` between the parts.
fn folder(check: &mut Check<'_>) {
    let Some(text) = check.text("folder") else { return };
    let bad = |it: &str| {
        matches!(it, "" | "." | "..") || it.chars().any(|it| it.is_control() || it == '\\')
    };
    if text.split('/').any(bad) {
        let message = format!("`folder` must be a path below the project, but is `{text}`");
        check.refuse("folder", message, "write it as `db/migrations`");
    }
}

fn mode(word: &str) -> Option<Mode> {
    Mode::ALL.iter().copied().find(|it| it.id().eq_ignore_ascii_case(word.trim()))
}

/// What people call the modes.
fn synonym(word: &str) -> Option<&'static str> {
    Some(match word {
        "concurrent" | "concurrently" | "non-blocking" => "online",
        "offline" | "blocking" | "transaction" | "plain" => "transactional",
        _ => return None,
    })
}

fn name<'a>(check: &mut Check<'a>) -> Option<&'a str> {
    let name = check.text("name")?;
    let plain = name.bytes().all(|it| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    if plain && (1..=MAX_NAME).contains(&name.len()) {
        return Some(name);
    }
    let message = format!(
        "`name` must be 1 to {MAX_NAME} of the characters a to z, 0 to 9 and _, but is `{name}`"
    );
    let snake = snake_case(name);
    let help = match snake.as_str() {
        "" => format!("write `name = \"{DEFAULT_NAME}\"`"),
        it => format!("write `name = \"{it}\"`"),
    };
    check.refuse("name", message, help);
    None
}

/// The nearest name that is accepted.
fn snake_case(text: &str) -> String {
    let mut out = String::new();
    for it in text.chars().take(MAX_NAME) {
        match it.to_ascii_lowercase() {
            it @ ('a'..='z' | '0'..='9') => out.push(it),
            _ if !out.is_empty() && !out.ends_with('_') => out.push('_'),
            _ => {}
        }
    }
    out.trim_end_matches('_').to_owned()
}

fn revision(check: &mut Check<'_>, key: &str) {
    let Some(text) = check.text(key) else { return };
    let plain = text.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-'));
    if !plain || !(1..=MAX_REVISION).contains(&text.len()) {
        let message = format!(
            "`{key}` must be 1 to {MAX_REVISION} letters, digits, _ and -, but is `{text}`"
        );
        check.refuse(key, message, "write the revision as the tool shows it, or leave it out");
    }
}
