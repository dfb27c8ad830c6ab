//! From `[lint]` to settings that make sense, or to everything that is wrong with them.

use std::{collections::BTreeSet, fmt::Display};

use hnswkit_core::{
    domain::{Bytes, MemorySetting, QualifiedName, Rows},
    lint::{Options, RULES, Severity, Tool},
};

use super::{
    LintField, LintKind, LintSettings, LintSpec, PathSettings,
    set::rule_help,
    table::{NEVER, severities},
};
use crate::{
    problem::{Problem, Problems},
    spec::{
        IndexSpec, Spec, Value, convert,
        nearest::{nearest, one_of},
    },
};

impl Spec {
    /// How SQL is checked, from `[lint]`, `[target]` and the rows of the indexes.
    ///
    /// # Errors
    ///
    /// With everything that is wrong, in the order of the file.
    pub fn to_lint_settings(&self) -> Result<LintSettings, Problems> {
        let mut problems = Problems::default();
        let target = convert::target(&self.target, &mut problems);
        let mut check = Check { problems };
        let spec = &self.lint;
        let options = Options {
            pgvector: target.pgvector,
            postgres: target.postgres,
            platform: self.target.platform.as_ref().map(|_| target.platform),
            ram: target.ram,
            cpus: target.cpus,
            shared_memory: check.size("shared_memory", spec.shared_memory.as_ref()),
            maintenance_work_mem: check.memory(spec),
            rows: self.index.iter().filter_map(rows_of).collect(),
            tool: check.choice("tool", spec.tool.as_ref(), |word| {
                Tool::ALL.iter().copied().find(|it| it.id() == word)
            }),
            ..Options::default()
        };
        #[cfg(feature = "every-number")]
        let options = Options {
            // What is said of the server is true of its files too.
            shared_memory: options.shared_memory.or(target.memory.shared_memory),
            ..options
        };
        let mut settings = LintSettings { options, ..LintSettings::default() };
        check.rows(spec, &mut settings.options);
        check.severities(spec, &mut settings.options);
        settings.options.disabled = check.disabled(spec);
        let level = check.choice("fail_on", spec.fail_on.as_ref(), |word| match word {
            NEVER => Some(None),
            _ => severity(word).map(Some),
        });
        if let Some(it) = level {
            settings.fail_on = it;
        }
        settings.schema = texts(&spec.schema);
        settings.include = texts(&spec.include);
        settings.exclude = texts(&spec.exclude);
        settings.baseline = spec.baseline.as_ref().map(Value::to_string);
        settings.per_path = check.paths(spec);
        check.problems.or(settings)
    }

    /// The same, together with what was wrong when the file was read.
    ///
    /// # Errors
    ///
    /// With everything that is wrong; what concerns indexes and migrations alone is left out.
    pub fn to_lint_settings_after(&self, reading: Problems) -> Result<LintSettings, Problems> {
        let mut problems = Problems::default();
        for it in reading {
            let elsewhere = ["index", "migration"].iter().any(|word| it.field.starts_with(word));
            if !elsewhere {
                problems.push(it);
            }
        }
        if problems.iter().any(|it| it.field.is_empty()) {
            return Err(problems);
        }
        match self.to_lint_settings() {
            Ok(it) => problems.or(it),
            Err(later) => {
                problems.extend_with_other_fields(later);
                Err(problems.sorted())
            }
        }
    }
}

fn texts(values: &[Value]) -> Vec<String> {
    values.iter().map(Value::to_string).collect()
}

fn severity(word: &str) -> Option<Severity> {
    Severity::ALL.iter().copied().find(|it| it.name() == word)
}

fn is_rule(name: &str) -> bool {
    RULES.iter().any(|it| it.id == name)
}

/// The rows of a table that an index of the file is on.
fn rows_of(index: &IndexSpec) -> Option<(String, Rows)> {
    let table = index.table.as_ref()?.to_string();
    let name = match &index.schema {
        Some(schema) => format!("{schema}.{table}"),
        None => table,
    };
    Some((name, index.rows.as_ref()?.to_string().parse().ok()?))
}

struct Check {
    problems: Problems,
}

impl Check {
    fn refuse(&mut self, field: String, value: &Value, message: impl Display, help: String) {
        let problem = Problem::new(field, Some(value.to_string()), message, help);
        self.problems.push(problem.at(value.place.clone()));
    }

    fn choice<T>(
        &mut self,
        key: &str,
        value: Option<&Value>,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = value?;
        let word = value.to_string();
        let found = parse(&word);
        if found.is_none() {
            let LintKind::Choice(words) = LintField::find(key)?.kind else { return None };
            self.not_one_of(format!("lint.{key}"), key, value, &words());
        }
        found
    }

    fn not_one_of(&mut self, field: String, key: &str, value: &Value, words: &[&'static str]) {
        let list = one_of(words.iter().copied());
        let help = match nearest(&value.to_string(), words.iter().copied()) {
            Some(it) => format!("did you mean `{it}`?"),
            None => match LintField::find(key) {
                Some(it) => format!("write one of them, as in `{}`", it.example_line()),
                None => "write one of them".to_owned(),
            },
        };
        self.refuse(field, value, format!("`{key}` must be {list}, but is `{value}`"), help);
    }

    fn size(&mut self, key: &str, value: Option<&Value>) -> Option<Bytes> {
        let value = value?;
        let text = value.to_string();
        // PostgreSQL counts a plain number in kilobytes, people mean anything.
        let has_unit = text.chars().any(char::is_alphabetic);
        let found = text.parse().ok().filter(|_| has_unit);
        if found.is_none() {
            let example = LintField::find(key)?.example_line();
            let message = format!("`{key}` must be a size with its unit, but is `{text}`");
            let help = format!("write a number and kB, MB, GB or TB, as in `{example}`");
            self.refuse(format!("lint.{key}"), value, message, help);
        }
        found
    }

    fn memory(&mut self, spec: &LintSpec) -> Option<MemorySetting> {
        const KEY: &str = "maintenance_work_mem";
        let value = spec.maintenance_work_mem.as_ref();
        let bytes = self.size(KEY, value)?;
        match MemorySetting::new(bytes) {
            Ok(it) => Some(it),
            Err(error) => {
                let help = "ask the server: SHOW maintenance_work_mem".to_owned();
                self.refuse(format!("lint.{KEY}"), value?, error, help);
                None
            }
        }
    }

    fn rows(&mut self, spec: &LintSpec, options: &mut Options) {
        for (table, value) in &spec.rows {
            let field = format!("lint.rows.{table}");
            let name: Result<QualifiedName, _> = table.parse();
            match (name, value.to_string().parse::<Rows>()) {
                (Ok(_), Ok(it)) => {
                    options.rows.insert(table.clone(), it);
                }
                (Err(error), _) => {
                    let message = format!("`rows` is for tables, but `{table}` is none: {error}");
                    let help = "write `table` or `schema.table`".to_owned();
                    self.refuse(field, value, message, help);
                }
                (_, Err(error)) => {
                    let help =
                        "write a number such as `10_000`, `\"10k\"` or `\"1.2M\"`".to_owned();
                    self.refuse(field, value, format!("`{table}`: {error}"), help);
                }
            }
        }
    }

    fn severities(&mut self, spec: &LintSpec, options: &mut Options) {
        for (rule, value) in &spec.severity {
            let field = format!("lint.severity.{rule}");
            if !is_rule(rule) {
                let message = format!("no rule is called `{rule}`");
                self.refuse(field, value, message, rule_help(rule));
                continue;
            }
            match severity(&value.to_string()) {
                Some(it) => {
                    options.severities.insert(rule.clone(), it);
                }
                None => self.not_one_of(field, rule, value, &severities()),
            }
        }
    }

    fn names(&mut self, field: &str, values: &[Value]) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for it in values {
            let name = it.to_string();
            if is_rule(&name) {
                found.insert(name);
            } else {
                let message = format!("no rule is called `{name}`");
                self.refuse(field.to_owned(), it, message, rule_help(&name));
            }
        }
        found
    }

    fn disabled(&mut self, spec: &LintSpec) -> BTreeSet<String> {
        let selected = self.names("lint.select", &spec.select);
        let mut disabled = self.names("lint.ignore", &spec.ignore);
        if !spec.select.is_empty() {
            let others = RULES.iter().map(|it| it.id).filter(|it| !selected.contains(*it));
            disabled.extend(others.map(str::to_owned));
        }
        disabled
    }

    fn paths(&mut self, spec: &LintSpec) -> Vec<PathSettings> {
        let mut found = vec![];
        for (number, it) in spec.per_path.iter().enumerate() {
            let field = format!("lint.per_path[{number}]");
            let ignore = self.names(&format!("{field}.ignore"), &it.ignore);
            match &it.path {
                Some(path) => found.push(PathSettings { path: path.to_string(), ignore }),
                None => {
                    let help = "write a glob, as in `path = \"legacy/**\"`";
                    let problem =
                        Problem::new(format!("{field}.path"), None, "`path` is missing", help);
                    self.problems.push(problem.at(it.place.clone()));
                }
            }
        }
        found
    }
}
