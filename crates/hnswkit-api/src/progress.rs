//! Reads samples of a build's progress as psql prints them.

use hnswkit_core::{domain::Seconds, estimate::Progress};

/// What a column of seconds may be called: in the query `progress`, and in one's own.
const SECONDS: &[&str] = &["elapsed", "seconds"];
/// What a column of rows may be called: in the query `progress`, and in PostgreSQL's view.
const ROWS: &[&str] = &["rows_done", "tuples_done", "rows"];

/// The samples of a text: tables of psql in any of its formats, several after another as `\watch`
/// prints them, or lines of JSON; without names of columns, seconds and rows.
pub fn read(text: &str) -> Vec<Progress> {
    let mut found = vec![];
    let mut columns = None;
    let mut named = (None, None);
    for line in text.lines() {
        let cells = cells(line);
        let place = |names: &[&str]| cells.iter().position(|it| names.contains(&it.as_str()));
        match (place(SECONDS), place(ROWS)) {
            // A line of JSON names both, beside their values.
            (Some(seconds), Some(rows)) if line.trim_start().starts_with('{') => {
                found.extend(sample(cells.get(seconds + 1), cells.get(rows + 1)));
            }
            (Some(seconds), Some(rows)) => columns = Some((seconds, rows)),
            // psql's \x: a name and a value on each line.
            (Some(0), None) => named.0 = cells.get(1).cloned(),
            (None, Some(0)) => named.1 = cells.get(1).cloned(),
            _ => {
                let (seconds, rows) = columns.unwrap_or((0, 1));
                found.extend(sample(cells.get(seconds), cells.get(rows)));
            }
        }
        if let (Some(seconds), Some(rows)) = &named {
            found.extend(sample(Some(seconds), Some(rows)));
            named = (None, None);
        }
    }
    found
}

/// What may stand between columns, the surest first: the others occur in what a phase means.
const SEPARATORS: [char; 4] = ['|', '\t', ';', ','];

/// What stands between separators, without quotes.
fn cells(line: &str) -> Vec<String> {
    // In JSON a colon stands between a name and its value; elsewhere it belongs to a time.
    let json = line.trim_start().starts_with('{');
    let line = if json { line.replace("\":", "\",") } else { line.to_owned() };
    let trimmed =
        |it: &str| it.trim_matches(|it: char| it.is_whitespace() || "\"{}".contains(it)).to_owned();
    let parts = SEPARATORS.map(|it| parts(&line, it)).into_iter().find(|it| 1 < it.len());
    parts.unwrap_or_else(|| vec![line.as_str()]).into_iter().map(trimmed).collect()
}

/// The parts of a line between separators that stand outside of quotes.
fn parts(line: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    let outside = |it: char| {
        quoted ^= it == '"';
        it == separator && !quoted
    };
    line.split(outside).collect()
}

fn sample(seconds: Option<&String>, rows: Option<&String>) -> Option<Progress> {
    let seconds: Seconds = seconds?.parse().ok()?;
    Some(Progress { seconds, rows: rows?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str) {
        let expected = [(12.0, 1_425), (24.5, 2_835)]
            .map(|(seconds, rows)| Progress { seconds: Seconds(seconds), rows });
        assert_eq!(read(text), expected, "{text}");
    }

    #[test]
    fn any_format_of_psql_is_read() {
        check(
            " pid | elapsed  | rows_done \n-----+----------+-----------\n 7 | 00:00:12 | 1425\n(1 row)\n\n\
             Mon 23 Nov 2026 12:00:00 PM UTC (every 2s)\n\n \
             pid | elapsed  | rows_done \n-----+----------+-----------\n 7 | 00:00:24.5 | 2835\n(1 row)\n",
        );
        check("pid,elapsed,rows_done\n7,00:00:12,1425\n7,00:00:24.5,2835\n");
        check("12|1425\n24.5|2835\n");
        check(
            "-[ RECORD 1 ]-\nelapsed | 00:00:12\nrows_done | 1425\n-[ RECORD 1 ]-\nelapsed | 00:00:24.5\nrows_done | 2835\n",
        );
        check(
            "{\"seconds\":12,\"tuples_done\":1425}\n{\"seconds\": 24.5, \"tuples_done\": 2835}\n",
        );
        check("seconds\ttuples_done\n12\t1425\nnothing\n\n24.5\t2835\n");
    }

    #[test]
    fn separators_in_the_meaning_of_a_phase_do_no_harm() {
        let meaning = "puts the rows into the graph, then writes it to disk; nearly all of it";
        check(&format!(
            "meaning | elapsed | rows_done\n{meaning} | 00:00:12 | 1425\n{meaning} | 00:00:24.5 | 2835\n"
        ));
        check(&format!(
            "meaning,elapsed,rows_done\n\"{meaning}\",12,1425\n\"{meaning}\",24.5,2835\n"
        ));
        check(&format!(
            "{{\"meaning\":\"{meaning}\",\"elapsed\":12,\"rows_done\":1425}}\n\
             {{\"meaning\":\"{meaning}\",\"elapsed\":24.5,\"rows_done\":2835}}\n"
        ));
    }

    #[test]
    fn other_texts_hold_no_samples() {
        assert_eq!(read("ERROR:  canceling statement due to user request\n"), []);
        assert_eq!(read(""), []);
    }
}
