//! From the tokens of a statement to what it does.

mod body;
mod distance;
mod query;
mod setting;
mod table;
mod utility;
mod wanted;

use super::{Action, Event};
use crate::parse::{Cursor, Kind, Span, Token};

pub(super) use distance::condition;
pub(super) use wanted::is_wanted;

/// What the statement does, in order; nothing when it does not concern us.
pub(super) fn events(text: &str, span: &Span, tokens: &[Token]) -> Vec<Event> {
    let mut found = vec![];
    actions(text, tokens, &mut |it| found.push(Event { span: span.clone(), action: it }));
    found
}

fn actions(text: &str, tokens: &[Token], found: &mut dyn FnMut(Action)) {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
    if first.kind == Kind::PsqlCommand {
        let command = &text[first.start + 1..first.end];
        let name = command.split(|it: char| !it.is_ascii_alphanumeric()).next();
        if name.is_some_and(|it| it == "c" || it == "connect") {
            found(Action::Connect);
        }
        return;
    }
    let mut cursor = Cursor::new(text, tokens, last.end);
    if cursor.keyword("CREATE").is_some() {
        return create(text, tokens, &mut cursor, found);
    }
    if cursor.phrase(&["ALTER", "TABLE"]).is_some() {
        return table::alter(&mut cursor).into_iter().for_each(found);
    }
    if cursor.phrase(&["DROP", "TABLE"]).is_some() {
        cursor.phrase(&["IF", "EXISTS"]);
        if let Ok(names) = cursor.list(|it| it.object_name("a table")) {
            found(Action::DropTable(names));
        }
        return;
    }
    if cursor.is_keyword(0, "INSERT") || cursor.is_keyword(0, "COPY") {
        let mut name = cursor.clone();
        name.advance();
        name.keyword("INTO");
        if let Ok(it) = name.object_name("a table") {
            found(Action::Fill(it));
        }
    }
    if utility::is_utility(&cursor) {
        return utility::actions(text, tokens, found);
    }
    query::queries(text, tokens, false, &mut |it| found(Action::Query(Box::new(it))));
    setting::calls(text, tokens, found);
}

fn create(text: &str, tokens: &[Token], cursor: &mut Cursor<'_>, found: &mut dyn FnMut(Action)) {
    cursor.phrase(&["OR", "REPLACE"]);
    if cursor.is_keyword(0, "FUNCTION") || cursor.is_keyword(0, "PROCEDURE") {
        return body::queries(text, tokens, found);
    }
    if cursor.is_keyword(0, "INDEX") || cursor.is_phrase(&["UNIQUE", "INDEX"]) {
        return utility::actions(text, tokens, found);
    }
    if cursor.is_keyword(0, "EXTENSION") {
        return utility::actions(text, tokens, found);
    }
    let mut temporary = false;
    loop {
        if cursor.keyword("TEMP").is_some() || cursor.keyword("TEMPORARY").is_some() {
            temporary = true;
        } else if !["GLOBAL", "LOCAL", "UNLOGGED", "FOREIGN"]
            .iter()
            .any(|it| cursor.keyword(it).is_some())
        {
            break;
        }
    }
    if cursor.keyword("TABLE").is_some() {
        if let Some(it) = table::create(cursor, temporary) {
            found(Action::CreateTable(it));
        }
        return;
    }
    query::queries(text, tokens, false, &mut |it| found(Action::Query(Box::new(it))));
}
