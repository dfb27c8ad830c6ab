//! The keys of the spec file as flags: one for each row of the API's table.

use clap::{
    Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches, builder::ValueParser,
};
use hnswkit_api::spec::{FIELDS, Field, Kind, Section};

use super::words::Words;

/// The name of the positional argument.
pub(crate) const TARGET: &str = "TABLE.COLUMN";

/// What the flags say; nothing is judged here.
#[derive(Debug, Clone, Default)]
pub(crate) struct SpecFlags {
    /// `[schema.]table.column`, or the table alone beside an expression.
    pub(crate) target: Option<String>,
    /// Keys and their texts, in the order of the file.
    pub(crate) given: Vec<(&'static Field, String)>,
}

/// Flags that `-h` lists; `--help` lists all of them.
const COMMON: &[&str] = &[
    "--type",
    "--metric",
    "--rows",
    "--m",
    "--ef-construction",
    "--postgres",
    "--pgvector",
    "--platform",
    "--ram",
    "--format",
    "--mode",
    "--migration-name",
];

/// The name of a flag within clap.
fn id(field: &Field) -> &'static str {
    field.flag.trim_start_matches('-')
}

fn heading(section: Section) -> &'static str {
    match section {
        Section::Target => "Server",
        Section::Migration => "Migration",
        Section::Index => "Index",
        Section::Setting => "Search setting",
        Section::Upgrade => "Upgrade of pgvector",
        Section::Restore => "Restore of a dump",
        Section::Activity => "After the build",
        Section::Replication => "Replicas",
        Section::Calibration => "Build that was timed; may be given again",
        Section::Query => "Search to estimate",
        Section::Lint => "Lint",
    }
}

fn value_name(field: &Field) -> &'static str {
    match (field.kind, field.key) {
        (Kind::Whole(..) | Kind::Parameter(_), _) => "N",
        (Kind::Rows, _) => "ROWS",
        (Kind::Share, _) => "SHARE",
        (Kind::Seconds, _) => "SECONDS",
        (Kind::Cost, _) => "COST",
        (Kind::Size, _) => "SIZE",
        (Kind::Version, _) => "VERSION",
        (_, "type") => "TYPE",
        (_, "metric") => "METRIC",
        (_, "format") => "FORMAT",
        (_, "mode") => "MODE",
        (_, "platform") => "PLATFORM",
        (_, "expression" | "where") => "SQL",
        (Kind::NumberOrWord, _) => "VALUE",
        (_, "parameter") => "SETTING",
        (_, "dump") => "PATH",
        (_, "revision" | "down_revision") => "ID",
        (_, "folder") => "DIR",
        (_, "now") => "TIME",
        _ => "NAME",
    }
}

/// What a word can be, where there are only so many.
fn words(field: &Field) -> Option<Vec<&'static str>> {
    match field.kind {
        Kind::Choice(words) => Some(words()),
        _ => None,
    }
}

/// As many words as fit on a line of help.
const SHORT_WORDS: usize = 50;

/// The first clause, and what the value can be.
fn short_help(field: &Field) -> String {
    let end = [". ", ": ", "; "].iter().filter_map(|it| field.doc.find(it)).min();
    let clause = field.doc[..end.unwrap_or(field.doc.len())].trim_end_matches('.');
    let values = match (field.kind, words(field)) {
        (Kind::Parameter(it), _) => format!("{} to {}, default {}", it.min, it.max, it.default),
        (_, Some(words)) => words.join(", "),
        _ => String::new(),
    };
    if values.is_empty() || SHORT_WORDS < values.len() {
        return clause.to_owned();
    }
    format!("{clause} [{values}]")
}

/// All that is known, with an example.
fn long_help(field: &Field) -> String {
    let values = match (field.kind, words(field)) {
        (Kind::Parameter(it), _) => {
            format!(" {} to {}, {} when left out.", it.min, it.max, it.default)
        }
        (Kind::Whole(min, max), _) => format!(" {min} to {max}."),
        (_, Some(words)) => format!(" One of {}.", words.join(", ")),
        _ => format!(" As in {}.", field.example),
    };
    format!("{}{values}", field.doc)
}

fn arg(field: &'static Field) -> Arg {
    let arg = Arg::new(id(field))
        .long(id(field))
        .value_name(value_name(field))
        .help(short_help(field))
        .long_help(long_help(field))
        .help_heading(heading(field.section))
        // `--rows -5` has to reach those who can say what is wrong with it.
        .allow_hyphen_values(true)
        .hide_short_help(!COMMON.contains(&field.flag))
        .hide_possible_values(true)
        .hide(matches!(field.kind, Kind::Later))
        .value_parser(
            words(field).map_or_else(ValueParser::string, |it| ValueParser::new(Words(it))),
        );
    let arg = match field.section {
        Section::Calibration => arg.action(ArgAction::Append),
        _ => arg,
    };
    match field.flag {
        // The key is `name` in both sections; for an index, the shorter flag is taken as well.
        "--index-name" => arg.visible_alias("name"),
        "--table" | "--column" => arg.conflicts_with(TARGET),
        _ => arg,
    }
}

impl Args for SpecFlags {
    fn augment_args(command: Command) -> Command {
        let target = Arg::new(TARGET)
            .help("The column to index, or schema.table.column; the table is enough beside --expression")
            .value_parser(ValueParser::string());
        // The index first: it is what people come with.
        let order = [
            Section::Index,
            Section::Setting,
            Section::Upgrade,
            Section::Restore,
            Section::Calibration,
            Section::Query,
            Section::Activity,
            Section::Replication,
            Section::Migration,
            Section::Target,
        ];
        let fields = |section| FIELDS.iter().filter(move |it| it.section == section);
        command.arg(target).args(order.into_iter().flat_map(fields).map(arg))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SpecFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let text = |id: &str| matches.get_one::<String>(id).cloned();
        let all = |it| matches.get_many::<String>(id(it)).into_iter().flatten().cloned();
        let given = FIELDS.iter().flat_map(|it| all(it).map(move |text| (it, text))).collect();
        Ok(Self { target: text(TARGET), given })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl SpecFlags {
    /// Whether nothing is said.
    pub(crate) fn is_empty(&self) -> bool {
        self.target.is_none() && self.given.is_empty()
    }

    /// Whether they name what to index, and so take the place of the file's indexes.
    pub(crate) fn name_a_target(&self) -> bool {
        self.target.is_some() || self.get("table").is_some()
    }

    /// The text of a key of an index.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.of(Section::Index).find(|(it, _)| it.key == key).map(|(_, text)| text.as_str())
    }

    /// Those of one section.
    pub(crate) fn of(&self, section: Section) -> impl Iterator<Item = &(&'static Field, String)> {
        self.given.iter().filter(move |(it, _)| it.section == section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_flags_exist() {
        for flag in COMMON {
            assert!(Field::by_flag(flag).is_some(), "{flag}");
        }
    }

    #[test]
    fn negative_numbers_get_through() {
        let command = SpecFlags::augment_args(Command::new("x"));
        let matches = command.try_get_matches_from(["x", "a.b", "--rows", "-5", "--m=-1"]).unwrap();
        let flags = SpecFlags::from_arg_matches(&matches).unwrap();
        let given: Vec<_> = flags.given.iter().map(|(it, text)| (it.key, text.as_str())).collect();
        assert_eq!(given, [("rows", "-5"), ("m", "-1")]);
        assert_eq!(flags.target.as_deref(), Some("a.b"));
    }
}
