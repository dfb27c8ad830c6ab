//! What a line of a log, a terminal or a traceback says about its message.

/// What kind of message stands on a line, and where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    /// What kind it is.
    pub(super) kind: Kind,
    /// Where the message begins, in bytes of the line.
    pub(super) start: usize,
}

/// What kind of message stands on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A message of its own, with its severity in lower case.
    Message(&'static str),
    /// The same, in another language than English.
    Translated(&'static str),
    /// A part of the message before: its detail, hint, context or statement.
    Part,
    /// A line of a log that is neither.
    Log,
}

use Kind::{Log, Message, Part, Translated};

/// What PostgreSQL writes before a message, in a log and in psql.
// PostgreSQL 18 src/backend/utils/error/elog.c, error_severity and send_message_to_server_log.
const SEVERITIES: &[(&str, Kind)] = &[
    ("ERROR:", Message("error")),
    ("FATAL:", Message("fatal")),
    ("PANIC:", Message("fatal")),
    ("WARNING:", Message("warning")),
    ("NOTICE:", Message("notice")),
    ("INFO:", Log),
    ("LOG:", Log),
    ("DEBUG:", Log),
    ("DETAIL:", Part),
    ("HINT:", Part),
    ("CONTEXT:", Part),
    ("STATEMENT:", Part),
    ("QUERY:", Part),
    ("LOCATION:", Part),
];

/// The same in the languages that servers can speak.
// PostgreSQL 15 src/backend/po, the catalogs of Debian's postgresql-15 (de, es, fr, it, ja, ka, ko,
// ru, sv, uk, zh_CN, zh_TW); the last of each line are of older releases (pl, pt_BR, tr).
#[rustfmt::skip]
const TRANSLATED: &[(Kind, &[&str])] = &[
    (Translated("error"), &[
        "FEHLER:", "ERREUR:", "ERRORE:", "შეცდომა:", "오류:", "ОШИБКА:", "FEL:", "ПОМИЛКА:", "错误:",
        "錯誤:", "ERRO:", "BŁĄD:", "HATA:",
    ]),
    (Translated("fatal"), &[
        "PANIK:", "FATALE:", "PANICO:", "ფატალური:", "პანიკა:", "치명적오류:", "손상:", "ВАЖНО:",
        "ПАНИКА:", "FATALT:", "ФАТАЛЬНО:", "ПАНІКА:", "致命错误:", "灾难性错误:", "致命錯誤:",
        "嚴重錯誤:",
    ]),
    (Translated("warning"), &[
        "WARNUNG:", "ATTENTION:", "ATTENZIONE:", "გაფრთხილება:", "경고:", "ПРЕДУПРЕЖДЕНИЕ:",
        "VARNING:", "ПОПЕРЕДЖЕННЯ:", "警告:", "AVISO:",
    ]),
    (Translated("notice"), &[
        "HINWEIS:", "NOTIFICA:", "알림:", "ЗАМЕЧАНИЕ:", "NOTIS:", "ПОВІДОМЛЕННЯ:", "注意:",
    ]),
    (Part, &[
        "TIPP:", "ZUSAMMENHANG:", "ANWEISUNG:", "ANFRAGE:", "DETALLE:", "CONTEXTO:", "SENTENCIA:",
        "CONSULTA:", "DÉTAIL:", "ASTUCE :", "CONTEXTE :", "INSTRUCTION :", "REQUÊTE :",
        "DETTAGLI:", "SUGGERIMENTO:", "CONTESTO:", "ISTRUZIONE:", "詳細:", "ヒント:", "文脈:",
        "文:", "問い合わせ:", "დეტალები:", "მინიშნება:", "კონტექსტი:", "ოპერატორი:", "მოთხოვნა:",
        "상세정보:", "힌트:", "내용:", "명령 구문:", "쿼리:", "ПОДРОБНОСТИ:", "ПОДСКАЗКА:",
        "КОНТЕКСТ:", "ОПЕРАТОР:", "ЗАПРОС:", "DETALJ:", "KONTEXT:", "SATS:", "FRÅGA:",
        "ВІДОМОСТІ:", "УКАЗІВКА:", "ІНСТРУКЦІЯ:", "ЗАПИТ:", "详情:", "提示:", "上下文:", "语句:",
        "查询:", "詳情:", "陳述式:", "查詢:",
    ]),
    (Log, &[
        "ინფორმაცია:", "ჟურნალი:", "정보:", "로그:", "ИНФОРМАЦИЯ:", "СООБЩЕНИЕ:", "LOGG:",
        "ІНФОРМАЦІЯ:", "ЗАПИСУВАННЯ:", "信息:", "日志:", "資訊:", "日誌:",
    ]),
];

/// What drivers write before a message when they leave the severity out.
const DRIVERS: &[&str] = &[
    // psycopg and psycopg2, also as SQLAlchemy shows them: `(psycopg2.errors.X) …`.
    "psycopg.errors.",
    "psycopg2.errors.",
    "asyncpg.exceptions.",
    // node-postgres, Postgres.js, TypeORM.
    "PostgresError:",
    "QueryFailedError:",
    // sqlx.
    "error returned from database:",
];

/// What a severity alone says: `ERROR`.
pub(super) fn severity(word: &str) -> Option<Kind> {
    let found = SEVERITIES.iter().find(|(it, _)| it.strip_suffix(':') == Some(word));
    found.map(|(_, kind)| *kind)
}

/// What the line is, if that can be told; the first label counts.
pub(super) fn label(line: &str) -> Option<Label> {
    let english = SEVERITIES.iter().map(|(word, kind)| (*word, *kind));
    let translated =
        TRANSLATED.iter().flat_map(|(kind, words)| words.iter().map(|it| (*it, *kind)));
    let ascii = line.is_ascii();
    let translated = translated.filter(|(word, _)| !ascii || word.is_ascii());
    let found = english.chain(translated).filter_map(|(word, kind)| {
        let at = line.find(word)?;
        // `ERRO:` must not be found in `NERRO:`.
        let before = line[..at].chars().next_back();
        before.is_none_or(|it| !it.is_alphanumeric()).then_some((at, at + word.len(), kind))
    });
    let severity = found.min_by_key(|(at, ..)| *at);
    let driver = DRIVERS.iter().filter_map(|word| {
        let at = line.find(word)?;
        Some((at, behind_class(line, at + word.len(), word.ends_with('.')), Message("error")))
    });
    let node = line.starts_with("error: ").then_some((0, 7, Message("error")));
    let first = driver.chain(node).min_by_key(|(at, ..)| *at);
    // `psycopg.errors.X: ERROR:  …` has both: the message stands behind the severity.
    let (_, start, kind) = severity.or(first)?;
    let start = start + (line[start..].len() - line[start..].trim_start().len());
    Some(Label { kind, start: behind_state(line, start) })
}

/// Behind `ClassName: ` or `ClassName) ` of a driver.
fn behind_class(line: &str, at: usize, has_class: bool) -> usize {
    if !has_class {
        return at;
    }
    line[at..].find([':', ')']).map_or(at, |it| at + it + 1)
}

/// Behind the SQLSTATE that `\set VERBOSITY verbose` and some logs put before the message.
fn behind_state(line: &str, at: usize) -> usize {
    let Some((state, rest)) = line[at..].split_once(": ") else { return at };
    let is_state = state.len() == 5
        && state.bytes().all(|it| it.is_ascii_digit() || it.is_ascii_uppercase())
        && state.bytes().any(|it| it.is_ascii_digit());
    if is_state { line.len() - rest.len() } else { at }
}

/// Where the message that begins at `start` ends: before a label on the same line, or what a
/// driver adds.
pub(super) fn end(line: &str, start: usize) -> usize {
    let rest = &line[start..];
    let marks = [" DETAIL:", " HINT:", " CONTEXT:", " (SQLSTATE", "\\n", " [SQL:"];
    let end = marks.iter().filter_map(|it| rest.find(it)).min().unwrap_or(rest.len());
    start + rest[..end].trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, kind: Kind, message: &str) {
        let label = label(line).unwrap();
        assert_eq!((label.kind, &line[label.start..end(line, label.start)]), (kind, message));
    }

    #[test]
    fn messages_are_found_behind_what_logs_and_drivers_put_before() {
        check("ERROR:  x y", Message("error"), "x y");
        check("psql:up.sql:4: NOTICE:  00000: x", Message("notice"), "x");
        check("2026-01-01 00:00:00.000 UTC [12] app@db ERROR:  x", Message("error"), "x");
        check("sqlalchemy.exc.X: (psycopg2.errors.Y) x", Message("error"), "x");
        check("psycopg.errors.ActiveSqlTransaction: x", Message("error"), "x");
        check("PG::Error: ERROR:  x", Message("error"), "x");
        check("error: x", Message("error"), "x");
        check("pq: ERROR: x (SQLSTATE 42P07)", Message("error"), "x");
        check("ERROR: x DETAIL: y", Message("error"), "x");
        check("FEHLER:  x", Translated("error"), "x");
        check("2026 [1] FEL:  x", Translated("error"), "x");
        check("ANWEISUNG:  SELECT 'ERROR:'", Part, "SELECT 'ERROR:'");
        check("致命错误:  x", Translated("fatal"), "x");
        check("2026 [1] STATEMENT:  SELECT 'ERROR:'", Part, "SELECT 'ERROR:'");
        assert_eq!(label("nothing of interest"), None);
    }
}
