//! The keys of `[lint]` and `[target]` as flags: one for each row of the API's tables.

use clap::{
    Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches, builder::ValueParser,
};
use hnswkit_api::spec::{FIELDS, Field, Kind, LINT_FIELDS, LintField, LintKind, Section};

use super::words::Words;

/// What the flags say; nothing is judged here.
#[derive(Debug, Clone, Default)]
pub(crate) struct LintFlags {
    /// Keys of `[target]` and their texts.
    pub(crate) target: Vec<(&'static Field, String)>,
    /// Keys of `[lint]` and their texts.
    pub(crate) lint: Vec<(&'static LintField, Vec<String>)>,
}

/// Flags that `-h` lists; `--help` lists all of them.
const COMMON: &[&str] = &[
    "--schema",
    "--tool",
    "--pgvector",
    "--select",
    "--ignore",
    "--exclude",
    "--fail-on",
    "--baseline",
    "--rows",
];

/// What rules ask of the server; the rest of its memory is for plans.
const JUDGED: &[&str] = &["postgres", "pgvector", "platform", "ram", "cpus"];

fn targets() -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(|it| it.section == Section::Target && JUDGED.contains(&it.key))
}

fn lints() -> impl Iterator<Item = &'static LintField> {
    LINT_FIELDS.iter().filter(|it| !it.flag.is_empty())
}

fn id(flag: &'static str) -> &'static str {
    flag.trim_start_matches('-')
}

/// Whether it may be given again.
fn is_list(kind: LintKind) -> bool {
    !matches!(kind, LintKind::Text | LintKind::Choice(_) | LintKind::Size)
}

fn of_target(field: &'static Field) -> Arg {
    let words = match field.kind {
        Kind::Choice(words) => ValueParser::new(Words(words())),
        _ => ValueParser::string(),
    };
    let name = match field.kind {
        Kind::Whole(..) => "N",
        Kind::Size => "SIZE",
        Kind::Version => "VERSION",
        _ => "NAME",
    };
    Arg::new(id(field.flag))
        .long(id(field.flag))
        .value_name(name)
        .help(field.doc.trim_end_matches('.'))
        .help_heading("Server")
        .allow_hyphen_values(true)
        .hide_short_help(!COMMON.contains(&field.flag))
        .hide_possible_values(true)
        .value_parser(words)
}

fn of_lint(field: &'static LintField) -> Arg {
    let (name, heading) = match (field.kind, field.key) {
        (LintKind::Size, _) => ("SIZE", "Server"),
        (LintKind::Rows, _) => ("TABLE=ROWS", "Server"),
        (LintKind::Severities, _) => ("RULE=LEVEL", "Rules"),
        (LintKind::Rules, _) => ("RULE", "Rules"),
        (_, "fail_on") => ("LEVEL", "Rules"),
        (_, "tool") => ("TOOL", "Files"),
        (_, "include" | "exclude") => ("GLOB", "Files"),
        (_, "baseline") => ("FILE", "Rules"),
        _ => ("FILE", "Files"),
    };
    let words = match field.kind {
        LintKind::Choice(words) => ValueParser::new(Words(words())),
        _ => ValueParser::string(),
    };
    let choices = match field.kind {
        LintKind::Choice(words) => format!(" [{}]", words().join(", ")),
        _ => String::new(),
    };
    let arg = Arg::new(id(field.flag))
        .long(id(field.flag))
        .value_name(name)
        .help(format!("{}{choices}", field.doc.trim_end_matches('.')))
        .help_heading(heading)
        .allow_hyphen_values(true)
        .hide_short_help(!COMMON.contains(&field.flag))
        .hide_possible_values(true)
        .value_parser(words);
    let arg = if is_list(field.kind) { arg.action(ArgAction::Append) } else { arg };
    // Names of rules have no commas; globs do.
    match field.kind {
        LintKind::Rules => arg.value_delimiter(','),
        _ => arg,
    }
}

impl Args for LintFlags {
    fn augment_args(command: Command) -> Command {
        command.args(lints().map(of_lint)).args(targets().map(of_target))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for LintFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let texts = |flag: &'static str| -> Option<Vec<String>> {
            Some(matches.get_many::<String>(id(flag))?.cloned().collect())
        };
        let target = targets().filter_map(|it| Some((it, texts(it.flag)?.pop()?)));
        let lint = lints().filter_map(|it| Some((it, texts(it.flag)?)));
        Ok(Self { target: target.collect(), lint: lint.collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_may_be_given_again() {
        let command = LintFlags::augment_args(Command::new("x"));
        let args = ["x", "--ignore", "a,b", "--ignore", "c", "--rows", "t=-5", "--ram=1GB"];
        let matches = command.try_get_matches_from(args).unwrap();
        let it = LintFlags::from_arg_matches(&matches).unwrap();
        let lint: Vec<_> = it.lint.iter().map(|it| (it.0.key, it.1.join(" "))).collect();
        assert_eq!(lint, [("ignore", "a b c".to_owned()), ("rows", "t=-5".to_owned())]);
        assert_eq!((it.target[0].0.key, it.target[0].1.as_str()), ("ram", "1GB"));
    }

    #[test]
    fn common_flags_exist() {
        for flag in COMMON {
            let known = lints().any(|it| it.flag == *flag) || targets().any(|it| it.flag == *flag);
            assert!(known, "{flag}");
        }
    }
}
