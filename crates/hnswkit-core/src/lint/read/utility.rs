//! Statements about indexes, settings and transactions, which the parser reads for us.

use super::{
    body,
    distance::condition,
    wanted::{ALWAYS, OTHERS},
};
use crate::{
    lint::{
        Action, Block, IndexCreation, IndexDrop, Key, Operand, Rebuild, RebuildTarget,
        SettingChange,
    },
    parse::{
        self, CreateIndex, Cursor, ExpressionRead, IndexAction, KeyRead, KeyTarget, Kind, Lexer,
        ReindexTarget, Scope, Set, SetValue, Statement, SyntaxError, Token, Transaction,
    },
};

/// Whether the parser is to read the statement.
pub(super) fn is_utility(cursor: &Cursor<'_>) -> bool {
    if ALWAYS.iter().any(|it| cursor.is_keyword(0, it)) || cursor.is_keyword(0, "ALTER") {
        return true;
    }
    let is_query = cursor.peek(0).is_some_and(|it| it.kind == Kind::Open);
    !is_query && !OTHERS.iter().any(|it| cursor.is_keyword(0, it))
}

/// What such a statement does.
pub(super) fn actions(text: &str, tokens: &[Token], found: &mut dyn FnMut(Action)) {
    if let Some(it) = with_hole(text, tokens) {
        return found(Action::Set(it));
    }
    match parse::read(text, tokens) {
        Ok(it) => {
            if let Statement::Do(it) = &it {
                body::changes(text, tokens, found);
                let calls = it.body.matches("set_config").count();
                if it.language == "plpgsql" && body::local_settings(text, tokens) < calls {
                    // A block may put back what it has saved: what holds then is not known.
                    found(Action::Reset(None));
                }
            }
            statement(text, it, found);
        }
        Err(it) => unreadable(text, tokens, it, found),
    }
}

/// `SET name = $1`, which PostgreSQL cannot read.
fn with_hole(text: &str, tokens: &[Token]) -> Option<SettingChange> {
    let mut cursor = Cursor::new(text, tokens, tokens.last()?.end);
    cursor.keyword("SET")?;
    let local = cursor.keyword("LOCAL");
    cursor.keyword("SESSION");
    let name = cursor.object_name("a setting").ok()?;
    if cursor.operator("=").is_none() {
        // `=?` is one operator.
        match cursor.operator("=?") {
            Some(it) => {
                return Some(hole(name.to_string(), name.span(), local, it.start + 1..it.end));
            }
            None => {
                cursor.keyword("TO")?;
            }
        }
    }
    let it = cursor.advance()?;
    let is_hole = it.kind == Kind::Parameter || cursor.spelling(it) == "?";
    (is_hole && cursor.peek(0).is_none())
        .then(|| hole(name.to_string(), name.span(), local, it.span()))
}

fn hole(
    name: String,
    name_span: parse::Span,
    local: Option<parse::Span>,
    hole: parse::Span,
) -> SettingChange {
    SettingChange {
        name,
        name_span,
        local,
        value: None,
        default: false,
        hole: Some(hole),
        by_function: false,
    }
}

/// A statement of another database, or of a template, is none of our business.
fn unreadable(text: &str, tokens: &[Token], it: SyntaxError, found: &mut dyn FnMut(Action)) {
    let spelling = tokens.first().map(|first| &text[first.start..tokens[tokens.len() - 1].end]);
    let spelling = spelling.unwrap_or_default();
    if ["{{", "{%", "${", "<%", "#{"].iter().any(|it| spelling.contains(it)) {
        return;
    }
    let end = tokens.iter().find(|token| it.offset <= token.start).map_or(it.offset, |it| it.end);
    let at = it.offset..end.max(it.offset);
    found(Action::Unreadable { message: it.message, at, certain: it.certain });
}

fn statement(text: &str, it: Statement, found: &mut dyn FnMut(Action)) {
    match it {
        Statement::CreateIndex(it) => found(Action::CreateIndex(Box::new(index(text, *it)))),
        Statement::DropIndex(it) => found(Action::DropIndex(IndexDrop {
            insert_concurrently: it.concurrently.is_none().then_some(it.keyword.end),
            names: it.names,
            concurrently: it.concurrently,
            if_exists: it.if_exists.is_some(),
            cascade: it.cascade,
            generated: None,
        })),
        Statement::Reindex(it) => {
            let target = match (it.target, it.name) {
                (ReindexTarget::Index, Some(name)) => RebuildTarget::Index(name),
                (ReindexTarget::Table, Some(name)) => RebuildTarget::Table(name),
                _ => RebuildTarget::Wide,
            };
            let insert_concurrently = it.concurrently.is_none().then_some(it.keyword.end);
            let concurrently = it.concurrently;
            found(Action::Reindex(Rebuild { target, concurrently, insert_concurrently }));
        }
        Statement::AlterIndex(it) => {
            for action in it.actions {
                match action {
                    IndexAction::Set(parameters) => {
                        found(Action::SetIndex(it.name.clone(), parameters));
                    }
                    IndexAction::RenameTo(name) => {
                        found(Action::RenameIndex(it.name.clone(), name))
                    }
                    IndexAction::AttachPartition(child) => {
                        found(Action::AttachIndex(it.name.clone(), child));
                    }
                    _ => {}
                }
            }
        }
        Statement::Do(it) => {
            let looks_at_validity =
                ["indisvalid", "indisready"].iter().any(|word| it.body.contains(word));
            found(Action::Block(Block { looks_at_validity }));
        }
        Statement::Set(it) => set(it, found),
        Statement::Reset(it) if it.scope == Scope::Session => {
            found(Action::Reset(it.name.map(|it| it.text)));
        }
        Statement::Transaction(it) => match it {
            Transaction::Begin => found(Action::Begin),
            Transaction::Commit | Transaction::Prepare => found(Action::Commit),
            Transaction::Rollback => found(Action::Rollback),
            Transaction::FinishPrepared | Transaction::Savepoint => {}
        },
        Statement::Maintain(it) if it.vacuum => found(Action::Alone("VACUUM")),
        Statement::Extension(it) => {
            found(Action::Extension { name: it.name, create: it.create, version: it.version })
        }
        Statement::Load(it) => found(Action::Load(it.library)),
        _ => {}
    }
}

fn set(it: Set, found: &mut dyn FnMut(Action)) {
    let local = match it.scope {
        Scope::Session => None,
        Scope::Local(span) => Some(span),
        Scope::System | Scope::Database(_) | Scope::Role(_) => {
            return found(Action::SetDefault(it.name.text));
        }
    };
    let (value, default) = match it.value {
        SetValue::Values(mut values) if values.len() == 1 => (values.pop(), false),
        SetValue::Default => (None, true),
        _ => (None, false),
    };
    found(Action::Set(SettingChange {
        name: it.name.text,
        name_span: it.name.span,
        local,
        value,
        default,
        hole: None,
        by_function: false,
    }));
}

fn index(text: &str, it: CreateIndex) -> IndexCreation {
    let read = it.definition;
    let include = match (read.include.first(), read.include.last()) {
        (Some(first), Some(last)) => Some(first.span.start..last.span.end),
        _ => None,
    };
    IndexCreation {
        unique: read.unique,
        name: read.name,
        table: read.table,
        method: read.method,
        keys: read.keys.into_iter().map(key).collect(),
        include,
        parameters: read.parameters,
        predicate: read.predicate.map(|it| {
            let mut lexer = Lexer::new(&text[..it.span.end]);
            lexer.jump(it.span.start);
            let tokens: Vec<Token> = std::iter::from_fn(|| lexer.next_token()).collect();
            condition(text, &tokens)
        }),
        insert_concurrently: it.concurrently.is_none().then_some(it.keyword.end),
        concurrently: it.concurrently,
        if_not_exists: it.if_not_exists,
        only: it.only.is_some(),
    }
}

fn key(it: KeyRead) -> Key {
    let (operand, text) = match it.target {
        KeyTarget::Column(name) => (Operand::Column(None, name.value.clone()), name.value),
        KeyTarget::Expression(ExpressionRead { column: Some(name), .. }) => {
            (Operand::Column(None, name.value.clone()), name.value)
        }
        KeyTarget::Expression(it) => (Operand::read(&it.text), it.text),
    };
    Key { operand, text, class: it.operator_class, order: it.order, span: it.span }
}
