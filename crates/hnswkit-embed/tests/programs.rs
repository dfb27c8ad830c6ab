//! Programs of every tool: what is found in them, and what the rules say to it.
//!
//! Beside each program stands a file with what is expected; `UPDATE_GOLDEN=1` writes it anew.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use hnswkit_core::{
    lint::{Action, Column, Content, Finding, IndexCreation, Options, Piece, Source, check},
    parse::Span,
};

/// The folder of the programs.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs")
}

/// All files below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for it in fs::read_dir(folder).into_iter().flatten().flatten() {
        match it.path() {
            it if it.is_dir() => found.extend(files(&it)),
            it => found.push(it),
        }
    }
    found.sort();
    found
}

fn is_expectation(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "expected")
}

#[test]
fn programs_say_what_they_are_read_as() {
    let update = env::var_os("UPDATE_GOLDEN").is_some();
    let all = files(&folder());
    let programs: Vec<_> = all.iter().filter(|it| !is_expectation(it)).collect();
    assert!(20 < programs.len(), "the programs are missing");
    let mut problems = vec![];
    for path in &programs {
        let text = fs::read_to_string(path).unwrap();
        let name = path.strip_prefix(folder()).unwrap().to_str().unwrap();
        let report = report(name, &text);
        let expected = path.with_added_extension("expected");
        if update {
            fs::write(&expected, &report).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != report {
            problems.push(format!("{name}:\n{report}"));
        }
    }
    for it in all.iter().filter(|it| is_expectation(it)) {
        if !programs.contains(&&it.with_extension("")) {
            problems.push(format!("{} belongs to no program", it.display()));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// The files that the tools themselves have run on servers.
#[test]
fn what_ran_on_servers_has_true_findings_only() {
    let all = files(&folder());
    let real = all.iter().filter(|it| it.iter().any(|it| it == "real") && !is_expectation(it));
    let mut count = 0;
    for path in real {
        let text = fs::read_to_string(path).unwrap();
        let name = path.strip_prefix(folder()).unwrap().to_str().unwrap();
        let source = hnswkit_embed::source(name, &text).unwrap();
        let rule = match name.contains("transactional") {
            // They are about a plain build.
            true => "index-blocks-writes",
            // They give the build a `lock_timeout` of five seconds.
            false => "timeout-kills-build",
        };
        let found = check(&[source], &Options::default());
        let found: Vec<_> =
            found.iter().filter(|it| it.rule.id != rule).map(|it| line(&text, it)).collect();
        assert!(found.is_empty(), "{name}: {found:#?}");
        count += 1;
    }
    assert!(15 < count, "the programs are missing");
}

#[test]
fn what_we_write_ourselves_has_no_findings() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden");
    let mut count = 0;
    for path in files(&golden).iter().filter(|it| it.extension().is_some_and(|it| it == "py")) {
        let text = fs::read_to_string(path).unwrap();
        let name = path.to_str().unwrap();
        let source = hnswkit_embed::source(name, &text).unwrap();
        let Content::Program(pieces) = &source.content else { unreachable!() };
        assert!(5 < pieces.len(), "{name}");
        let mut found = check(&[source], &Options::default());
        // The example asks for `m = 8, ef_construction = 16`, to see that it works.
        let is_asked_for = name.contains("/golden/types/");
        found.retain(|it| !is_asked_for || it.rule.id != "ef-construction-exactly-twice-m");
        let found: Vec<_> = found.iter().map(|it| line(&text, it)).collect();
        assert!(found.is_empty(), "{name}: {found:#?}");
        count += 1;
    }
    assert!(3 < count, "the programs are missing");
}

/// What a program is read as, and what the rules say to it.
fn report(name: &str, text: &str) -> String {
    let Some(source) = hnswkit_embed::source(name, text) else { panic!("{name} is no program") };
    let mut lines = vec![format!("tool: {}", source.tool.map_or("none", |it| it.id()))];
    let Source { content: Content::Program(pieces), .. } = &source else { unreachable!() };
    lines.extend(pieces.iter().map(|it| piece(text, it)));
    lines.extend(check(&[source], &Options::default()).iter().map(|it| line(text, it)));
    lines.join("\n") + "\n"
}

fn place(text: &str, at: usize) -> String {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|it| *it != '\n').count() + 1;
    format!("{line}:{column}")
}

fn line(text: &str, it: &Finding) -> String {
    let spelled = shorten(&text[it.span.clone()]);
    let fix = it.fix.iter().flat_map(|it| &it.edits).map(|edit| {
        let at = place(text, edit.span.start);
        format!(" [{at} `{}` → `{}`]", &text[edit.span.clone()], edit.text)
    });
    format!(
        "{} {} {} `{spelled}` {}{}",
        it.severity.name(),
        it.rule.id,
        place(text, it.span.start),
        it.message,
        fix.collect::<String>()
    )
}

fn shorten(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

fn piece(text: &str, it: &Piece<'_>) -> String {
    match it {
        Piece::Sql(it) => {
            let start = it.text.len() - it.text.trim_start().len();
            format!("sql {} {}", place(text, it.map.offset(start)), shorten(&it.text))
        }
        Piece::Event(it) => {
            format!("event {} {}", place(text, it.span.start), action(text, &it.action))
        }
        Piece::Direction(it) => format!("direction {it:?}").to_lowercase(),
        Piece::Wrap(it) => format!("wrap {it:?}").to_lowercase(),
        Piece::Comment { text: spelled, trailing, .. } => {
            format!("comment {spelled}{}", if *trailing { " (behind)" } else { "" })
        }
    }
}

fn action(text: &str, it: &Action) -> String {
    let spelled = |it: &Span| shorten(&text[it.clone()]);
    match it {
        Action::CreateIndex(it) => create_index(it, &spelled),
        Action::DropIndex(it) => {
            let concurrently =
                it.concurrently.as_ref().map(|_| " concurrently").unwrap_or_default();
            format!("drop index{concurrently} {}", it.names[0])
        }
        Action::CreateTable(it) => {
            let columns: Vec<_> = it.columns.iter().map(column).collect();
            format!("create table {} ({})", it.name, columns.join(", "))
        }
        Action::DropTable(it) => format!("drop table {}", it[0]),
        Action::AddColumn(table, it) => format!("add column {table} {}", column(it)),
        Action::AlterType(table, it) => format!("alter type {table} {}", column(it)),
        Action::DropColumn(table, it) => format!("drop column {table} {}", it.value),
        Action::RenameColumn(table, old, new) => {
            format!("rename column {table} {} {}", old.value, new.value)
        }
        Action::RenameTable(old, new) => format!("rename table {old} {}", new.value),
        Action::RenameIndex(old, new) => format!("rename index {old} {}", new.value),
        Action::Extension { name, .. } => format!("extension {}", name.value),
        Action::Begin => "begin".to_owned(),
        Action::Commit => "commit".to_owned(),
        Action::Rollback => "rollback".to_owned(),
        Action::Other => "other".to_owned(),
        it => panic!("{it:?} comes from no builder"),
    }
}

fn create_index(it: &IndexCreation, spelled: &dyn Fn(&Span) -> String) -> String {
    let keys = it.keys.iter().map(|it| {
        let class = it.class.as_ref().map(|it| {
            assert_eq!(spelled(&it.name.span).to_lowercase(), it.name.value, "its place");
            format!(" {}", it.name.value)
        });
        format!(
            "{}{}{}",
            it.operand,
            class.unwrap_or_default(),
            it.order.as_ref().map(|_| " ordered").unwrap_or_default()
        )
    });
    let parameters = it.parameters.iter().map(|it| {
        let value = it.value.as_ref().map_or("", |it| it.text.as_str());
        format!("{} = {value} `{}`", it.name.value, spelled(&it.span))
    });
    let flags = [
        (it.unique.is_some(), " unique"),
        (it.concurrently.is_some(), " concurrently"),
        (it.if_not_exists.is_some(), " if not exists"),
        (it.include.is_some(), " include"),
    ];
    let flags: String = flags.iter().filter(|it| it.0).map(|it| it.1).collect();
    let predicate = it.predicate.as_ref().map(|it| format!(" where {}", it.parts.join(" and ")));
    format!(
        "create index{flags} {} on {} using {} ({}) with ({}){}",
        it.name.as_ref().map_or("?", |it| it.value.as_str()),
        it.table,
        it.method.as_ref().map_or("?", |it| it.value.as_str()),
        keys.collect::<Vec<_>>().join(", "),
        parameters.collect::<Vec<_>>().join(", "),
        predicate.unwrap_or_default()
    )
}

fn column(it: &Column) -> String {
    let dimensions = it.dimensions.map(|it| format!("({it})")).unwrap_or_default();
    format!("{} {}{dimensions}", it.name.value, it.type_name)
}
