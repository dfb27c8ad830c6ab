//! Takes the values of one section and keeps what is wrong with them.

use crate::{
    problem::{Place, Problem, Problems},
    spec::{
        Field, Kind, Scalar, Section, Value,
        nearest::{nearest, one_of},
        set::{describe, path},
        table::Values,
    },
};

/// One section and the problems found so far.
pub(super) struct Check<'a> {
    pub(super) section: Section,
    /// The number of the index, from 0.
    pub(super) number: usize,
    pub(super) values: &'a dyn Values,
    pub(super) problems: &'a mut Problems,
}

impl<'a> Check<'a> {
    /// Notes a problem with the value of `key`, or with its absence.
    pub(super) fn refuse(
        &mut self,
        key: &str,
        message: impl std::fmt::Display,
        help: impl Into<String>,
    ) {
        let place = self.values.place().cloned();
        self.refuse_at(key, place, message, help);
    }

    /// Like [`Check::refuse`]; `place` is for a key that is absent.
    pub(super) fn refuse_at(
        &mut self,
        key: &str,
        place: Option<Place>,
        message: impl std::fmt::Display,
        help: impl Into<String>,
    ) {
        self.note(key, place, message.to_string(), help.into());
    }

    /// One for all types of messages: the page's first build counts bytes.
    fn note(&mut self, key: &str, place: Option<Place>, message: String, help: String) {
        let value = self.values.value(key);
        let place = value.map_or(place, |it| it.place.clone());
        let field = path(self.section, self.number, key);
        let problem = Problem::new(field, value.map(Value::to_string), message, help);
        self.problems.push(problem.at(place));
    }

    /// The value of `key`, if it is given and of the right sort.
    pub(super) fn value(&mut self, key: &str) -> Option<&'a Value> {
        let value = self.values.value(key)?;
        let field = Field::find(self.section, key)?;
        if field.kind.accepts(&value.scalar) {
            return Some(value);
        }
        // Only JSON gets here: files and flags are checked when they are read.
        let found = describe(&value.scalar);
        let problem = field.mismatch(self.number, Some(value.to_string()), &found);
        self.problems.push(problem.at(value.place.clone()));
        None
    }

    /// The value of `key`; its absence is a problem.
    pub(super) fn required(&mut self, key: &str, help: impl Into<String>) -> Option<&'a Value> {
        if self.values.value(key).is_none() {
            self.refuse(key, format!("`{key}` is missing"), help);
        }
        self.value(key)
    }

    /// The text of `key`.
    pub(super) fn text(&mut self, key: &str) -> Option<&'a str> {
        self.value(key).and_then(text)
    }

    /// The whole number of `key`, if it lies in the range of the table.
    pub(super) fn whole(&mut self, key: &str) -> Option<u32> {
        let Scalar::Integer(number) = self.value(key)?.scalar else { return None };
        let (min, max) = Field::find(self.section, key)?.kind.range()?;
        let found = u32::try_from(number).ok().filter(|it| (min..=max).contains(it));
        if found.is_none() {
            let message = format!("`{key}` must be between {min} and {max}, but is {number}");
            self.refuse(key, message, format!("write a number from {min} to {max}"));
        }
        found
    }

    /// What the word of `key` stands for; `synonyms` are words for which people get a hint.
    pub(super) fn choice<T>(
        &mut self,
        key: &str,
        parse: impl Fn(&str) -> Option<T>,
        synonyms: impl Fn(&str) -> Option<&'static str>,
    ) -> Option<T> {
        let Kind::Choice(words) = Field::find(self.section, key)?.kind else { return None };
        self.choice_of(key, words(), parse, synonyms)
    }

    /// Like [`Check::choice`], with the words that make sense here.
    pub(super) fn choice_of<T>(
        &mut self,
        key: &str,
        words: Vec<&'static str>,
        parse: impl Fn(&str) -> Option<T>,
        synonyms: impl Fn(&str) -> Option<&'static str>,
    ) -> Option<T> {
        let word = text(self.value(key)?)?;
        let found = parse(word);
        if found.is_none() {
            self.refuse_word(key, words, word, synonyms(&word.to_ascii_lowercase()));
        }
        found
    }

    /// Notes that a word is none of those that make sense; `meant` is what it may stand for.
    fn refuse_word(
        &mut self,
        key: &str,
        words: Vec<&'static str>,
        word: &str,
        meant: Option<&'static str>,
    ) {
        let Some(field) = Field::find(self.section, key) else { return };
        let message = match words.len() {
            ..=MANY => {
                format!("`{key}` must be {}, but is `{word}`", one_of(words.iter().copied()))
            }
            n => format!("`{key}` must be one of {n} {key}s, but is `{word}`"),
        };
        let help = match meant.or_else(|| nearest(word, words)) {
            Some(it) => format!("did you mean `{it}`?"),
            None => format!("write one of them, as in `{}`", field.example_line()),
        };
        self.refuse(key, message, help);
    }
}

/// As many words as a message lists.
const MANY: usize = 12;

/// The text of a value.
pub(super) fn text(value: &Value) -> Option<&str> {
    match &value.scalar {
        Scalar::Text(it) => Some(it),
        _ => None,
    }
}
