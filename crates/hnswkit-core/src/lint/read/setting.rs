//! Settings that are changed by a function.

use crate::{
    lint::{Action, SettingChange},
    parse::{Cursor, Kind, Token, Value, ValueKind},
};

/// The calls of `set_config` with a constant name.
pub(super) fn calls(text: &str, tokens: &[Token], found: &mut dyn FnMut(Action)) {
    for (n, it) in tokens.iter().enumerate() {
        if it.kind == Kind::Word
            && text[it.span()].eq_ignore_ascii_case("set_config")
            && let Some(change) = call(&mut Cursor::new(text, &tokens[n + 1..], it.end))
        {
            found(Action::Set(change));
        }
    }
}

fn call(cursor: &mut Cursor<'_>) -> Option<SettingChange> {
    let mut group = cursor.group().ok()?;
    let mut name = group.skip_to_comma();
    group.kind(Kind::Comma)?;
    let mut value = group.skip_to_comma();
    group.kind(Kind::Comma)?;
    let local = group.peek(0)?;
    let is_local =
        ["true", "'t'", "'true'"].iter().any(|it| group.spelling(local).eq_ignore_ascii_case(it));
    let name_token = name.kind(Kind::String)?;
    name.peek(0).is_none().then_some(())?;
    let value = match (value.advance(), value.peek(0)) {
        (Some(it), None) if it.kind == Kind::String => Some(Value {
            text: value.spelling(it).trim_matches('\'').to_owned(),
            kind: ValueKind::String,
            span: it.span(),
        }),
        _ => None,
    };
    Some(SettingChange {
        name: name.spelling(name_token).trim_matches('\'').to_ascii_lowercase(),
        name_span: name_token.span(),
        local: is_local.then(|| local.span()),
        value,
        default: false,
        by_function: true,
        hole: None,
    })
}
