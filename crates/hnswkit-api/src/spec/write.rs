//! Writes `hnswkit.toml`.

use std::fmt::Write as _;

use toml_writer::ToTomlValue as _;

use super::{FIELDS, Scalar, Section, Spec, Value, lint};

impl Spec {
    /// The spec as a file: sections and keys in the order of the documentation, no comments.
    ///
    /// What it writes, [`Spec::from_toml`] reads as the same spec.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        section(&mut out, Section::Target, |key| self.target.get(key));
        section(&mut out, Section::Migration, |key| self.migration.get(key));
        for index in &self.index {
            section(&mut out, Section::Index, |key| index.get(key));
        }
        for setting in &self.setting {
            section(&mut out, Section::Setting, |key| setting.get(key));
        }
        section(&mut out, Section::Upgrade, |key| self.upgrade.get(key));
        section(&mut out, Section::Restore, |key| self.restore.get(key));
        #[cfg(feature = "every-number")]
        for calibration in &self.calibration {
            section(&mut out, Section::Calibration, |key| calibration.get(key));
        }
        #[cfg(feature = "every-number")]
        {
            section(&mut out, Section::Query, |key| self.query.get(key));
            section(&mut out, Section::Activity, |key| self.activity.get(key));
            section(&mut out, Section::Replication, |key| self.replication.get(key));
        }
        lint::write(&mut out, &self.lint);
        out
    }
}

fn section<'a>(out: &mut String, section: Section, get: impl Fn(&str) -> Option<&'a Value>) {
    let mut lines = FIELDS
        .iter()
        .filter(|it| it.section == section)
        .filter_map(|it| Some((it.key, get(it.key)?)))
        .peekable();
    // One of a list is there without keys, too; the other sections are optional.
    if lines.peek().is_none() && !section.is_list() {
        return;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(section.header());
    out.push('\n');
    for (key, value) in lines {
        // Writing into a text cannot fail.
        let _ = writeln!(out, "{key} = {}", toml_value(&value.scalar));
    }
}

/// A value as TOML writes it.
pub(super) fn toml_value(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Bool(it) => it.to_toml_value(),
        Scalar::Integer(it) => it.to_toml_value(),
        Scalar::Float(it) => it.to_toml_value(),
        Scalar::Text(it) => it.to_toml_value(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{IndexSpec, STORY};

    #[track_caller]
    fn round_trip(spec: &Spec) {
        let text = spec.to_toml();
        assert_eq!(&Spec::from_toml(&text, "f").unwrap(), spec, "{text}");
    }

    #[test]
    fn what_is_written_is_read_as_the_same() {
        round_trip(&Spec::from_toml(STORY, "f").unwrap());
        round_trip(&Spec { index: vec![IndexSpec::default(); 2], ..Spec::default() });
    }

    #[test]
    fn any_text_and_number_survives() {
        for text in
            ["", "a\"b'c", "'''\"\"\"", "line\nline\r\nline", "\u{0}\u{1b}\\", "имя 🦀", "\t#"]
        {
            let table = Some(text.into());
            round_trip(&Spec {
                index: vec![IndexSpec { table, ..Default::default() }],
                ..Spec::default()
            });
        }
        for number in [0.0, -0.0, 0.1, 1e300, 5e-324, f64::INFINITY] {
            let rows = Some(number.into());
            round_trip(&Spec {
                index: vec![IndexSpec { rows, ..Default::default() }],
                ..Spec::default()
            });
        }
        for number in [0, i64::MIN, i64::MAX] {
            let m = Some(number.into());
            round_trip(&Spec {
                index: vec![IndexSpec { m, ..Default::default() }],
                ..Spec::default()
            });
        }
    }

    #[test]
    fn the_order_is_that_of_the_documentation() {
        let mut spec = Spec::default();
        for (flag, text) in [("--m", "16"), ("--column", "e"), ("--ram", "1GiB"), ("--table", "t")]
        {
            spec.set_flag(flag, text).unwrap();
        }
        assert_eq!(
            spec.to_toml(),
            "[target]\nram = \"1GiB\"\n\n[[index]]\ntable = \"t\"\ncolumn = \"e\"\nm = 16\n"
        );
    }
}
