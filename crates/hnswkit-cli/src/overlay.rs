//! Flags, laid over a spec.

use hnswkit_api::{
    problem::{Problem, Problems},
    spec::{Field, Section, Value},
};

use crate::{
    args::{SpecFlags, TARGET},
    spec_source::{Context, DEFAULT_FILE, Loaded, SpecFile},
};

impl Loaded {
    /// What the flags say takes the place of what the file says.
    pub(crate) fn lay_flags_over_it(&mut self) {
        let Context { file, flags } = self.context.clone();
        if flags.name_a_target() {
            self.spec.index.clear();
            self.forget(|field| field.starts_with(Section::Index.name()));
            // What they leave out is as in the index that is not asked for any more.
            self.spec.calibration.clear();
        } else if 1 < self.spec.index.len() {
            self.refuse_index_flags(file.as_ref(), &flags);
        }
        if let Some(target) = &flags.target {
            let (table, column) = split_target(target, flags.get("expression"));
            self.set_flag("--table", table);
            if let Some(column) = column {
                self.set_flag("--column", column);
            }
        }
        if flags.of(Section::Calibration).next().is_some() {
            self.spec.calibration.clear();
            self.forget(|field| field.starts_with(Section::Calibration.name()));
        }
        for (n, (field, text)) in flags.given.iter().enumerate() {
            match field.section {
                Section::Index if 1 < self.spec.index.len() => {}
                Section::Calibration => {
                    // The first `--timed-rows` and the first `--timed-seconds` are of one build.
                    let before = flags.given[..n].iter().filter(|(it, _)| it.key == field.key);
                    let number = before.filter(|(it, _)| it.section == field.section).count();
                    self.set_calibration(number, field, text);
                }
                _ => self.lay_over(field, text, &flags),
            }
        }
    }

    fn lay_over(&mut self, field: &Field, text: &str, flags: &SpecFlags) {
        let path = match field.section {
            Section::Index | Section::Setting => {
                format!("{}[0].{}", field.section.name(), field.key)
            }
            it => format!("{}.{}", it.name(), field.key),
        };
        // What the file says instead does not count any more.
        self.forget(|it| it == path);
        if let Some(index) = self.spec.index.first_mut() {
            match field.key {
                "expression" if flags.get("column").is_none() => index.column = None,
                "column" if flags.get("expression").is_none() => index.expression = None,
                _ => {}
            }
        }
        self.set_flag(field.flag, text);
    }

    fn set_flag(&mut self, flag: &str, text: &str) {
        if let Err(problem) = self.spec.set_flag(flag, text) {
            self.reading.push(*problem);
        }
    }

    fn set_calibration(&mut self, number: usize, field: &Field, text: &str) {
        let list = &mut self.spec.calibration;
        list.resize_with(list.len().max(number + 1), Default::default);
        let value = Value::new(field.read_text(text));
        if let Err(problem) = self.spec.set(field.section, number, field.key, value) {
            self.reading.push(*problem);
        }
    }

    /// A flag cannot say which of several indexes it means.
    fn refuse_index_flags(&mut self, file: Option<&SpecFile>, flags: &SpecFlags) {
        let name = file.map_or(DEFAULT_FILE, |it| it.name.as_str());
        let n = self.spec.index.len();
        for (Field { flag, .. }, text) in flags.of(Section::Index) {
            self.reading.push(Problem::new(
                *flag,
                Some(text.clone()),
                format!("`{flag}` is for one index, but {name} has {n}"),
                format!("change it in the file, or name the column to index as {TARGET}"),
            ));
        }
    }

    fn forget(&mut self, concerns: impl Fn(&str) -> bool) {
        let mut kept = Problems::default();
        for it in std::mem::take(&mut self.reading) {
            if !concerns(&it.field) {
                kept.push(it);
            }
        }
        self.reading = kept;
    }
}

/// The table and the column of `[schema.]table.column`.
///
/// Beside an expression the column is not wanted. Whoever adds one to a command that worked
/// without leaves it there: it is one when the expression mentions it, or as the third name.
fn split_target<'a>(target: &'a str, expression: Option<&str>) -> (&'a str, Option<&'a str>) {
    let dots = dots(target);
    let Some(dot) = dots.last() else { return (target, None) };
    let (table, column) = (&target[..*dot], &target[dot + 1..]);
    match expression {
        None => (table, Some(column)),
        Some(it) if 1 < dots.len() || mentions(it, column) => (table, None),
        Some(_) => (target, None),
    }
}

/// Where the dots outside of double quotes are.
fn dots(name: &str) -> Vec<usize> {
    let mut quoted = false;
    let is_dot = |(at, it): (usize, char)| {
        quoted ^= it == '"';
        (it == '.' && !quoted).then_some(at)
    };
    name.char_indices().filter_map(is_dot).collect()
}

fn mentions(expression: &str, column: &str) -> bool {
    let words = expression.split(|it: char| !it.is_alphanumeric() && it != '_');
    words.into_iter().any(|it| it == column.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_split_at_its_last_dot() {
        let split = |target| split_target(target, None);
        assert_eq!(split("messages.embedding"), ("messages", Some("embedding")));
        assert_eq!(split("app.messages.embedding"), ("app.messages", Some("embedding")));
        assert_eq!(split("\"a.b\".\"c.d\""), ("\"a.b\"", Some("\"c.d\"")));
        assert_eq!(split("messages"), ("messages", None));
    }

    #[test]
    fn beside_an_expression_the_column_may_stay() {
        let split = |target| split_target(target, Some("embedding::halfvec(3072)"));
        assert_eq!(split("messages"), ("messages", None));
        assert_eq!(split("messages.embedding"), ("messages", None));
        assert_eq!(split("app.messages"), ("app.messages", None));
        assert_eq!(split("app.messages.embedding"), ("app.messages", None));
    }
}
