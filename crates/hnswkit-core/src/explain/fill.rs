//! Puts the values of a message into the texts of its explanation.

use crate::domain::Literal;

/// The values of a message: the names of holes and what stood there.
pub(super) type Values = [(&'static str, String)];

/// `text` with the values in its holes.
pub(super) fn prose(text: &str, values: &Values) -> String {
    fill(text, |name| value(values, name).map(ToOwned::to_owned))
}

/// `sql` with the values in its holes, as string constants.
pub(super) fn sql(text: &str, values: &Values) -> String {
    fill(text, |name| value(values, name).map(|it| Literal(it).to_string()))
}

fn value<'a>(values: &'a Values, name: &str) -> Option<&'a str> {
    values.iter().find(|(it, _)| *it == name).map(|(_, value)| value.as_str())
}

fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let hole = after.split_once('}').and_then(|(name, after)| Some((value(name)?, after)));
        match hole {
            Some((value, after)) => {
                out.push_str(&value);
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_in_once() {
        let values = [("a", "{b}".to_owned()), ("b", "it's".to_owned())];
        assert_eq!(prose("<{a}> <{b}> {c} {", &values), "<{b}> <it's> {c} {");
        assert_eq!(sql("= {b}", &values), "= 'it''s'");
    }
}
