//! What comments and file names tell migration tools, and so us.

use super::{Direction, Tool, Wrap};

/// What a comment tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Directive {
    /// The tool that runs the file.
    Tool(Tool),
    /// The way that the statements from here on go, and how they are run.
    Part(Tool, Direction, Wrap),
    /// How all statements of the file are run.
    Wrap(Tool, Wrap),
    /// The way back is told in the comment itself.
    Rollback,
    /// From here on it is the way back: so begin the files that hnswkit writes.
    WayBack,
}

/// What the comment tells.
pub(super) fn directive(comment: &str) -> Option<Directive> {
    let text = comment.strip_prefix("--")?;
    if text.starts_with("> statement-breakpoint") {
        return Some(Directive::Tool(Tool::Drizzle));
    }
    let text = text.trim();
    if text.eq_ignore_ascii_case("no-transaction") {
        return Some(Directive::Wrap(Tool::Sqlx, Wrap::Message));
    }
    if let Some(it) = text.strip_prefix("+goose") {
        return goose(it.trim());
    }
    if let Some(it) = text.strip_prefix("migrate:") {
        let wrap = match it.contains("transaction:false") {
            true => Wrap::Message,
            false => Wrap::File,
        };
        return part(Tool::Dbmate, it, wrap);
    }
    if text.eq_ignore_ascii_case("liquibase formatted sql") {
        return Some(Directive::Tool(Tool::Liquibase));
    }
    if let Some(it) = text.strip_prefix("changeset ") {
        let is_outside =
            it.to_ascii_lowercase().replace('"', "").contains("runintransaction:false");
        let wrap = if is_outside { Wrap::Each } else { Wrap::File };
        return Some(Directive::Part(Tool::Liquibase, Direction::Up, wrap));
    }
    // So do sql-migrate and tern begin the half that goes back.
    let marks = ["Way back of ", "+migrate Down", "-- create above / drop below --"];
    if marks.iter().any(|it| text.starts_with(it)) {
        return Some(Directive::WayBack);
    }
    text.starts_with("rollback").then_some(Directive::Rollback)
}

fn goose(text: &str) -> Option<Directive> {
    if text.eq_ignore_ascii_case("NO TRANSACTION") {
        return Some(Directive::Wrap(Tool::Goose, Wrap::Each));
    }
    part(Tool::Goose, text, Wrap::Unknown)
}

fn part(tool: Tool, text: &str, wrap: Wrap) -> Option<Directive> {
    let word = text.split(|it: char| !it.is_ascii_alphabetic()).next()?;
    let direction = match word.to_ascii_lowercase().as_str() {
        "up" => Direction::Up,
        "down" => Direction::Down,
        _ => return None,
    };
    Some(Directive::Part(tool, direction, wrap))
}

/// The tool that the path belongs to, as far as the path tells.
pub(super) fn tool_of(path: &str) -> Option<Tool> {
    let path = path.replace('\\', "/");
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
    if file == "migration.sql" && folder.split('/').any(|it| it == "migrations") {
        return Some(Tool::Prisma);
    }
    if folder.ends_with("supabase/migrations") {
        return Some(Tool::Supabase);
    }
    if is_flyway(file, &["V", "U"]) || file.starts_with("R__") && file.ends_with(".sql") {
        return Some(Tool::Flyway);
    }
    None
}

/// The way that the file goes, as far as its path tells.
pub(super) fn direction_of(path: &str) -> Direction {
    let path = path.replace('\\', "/").to_ascii_lowercase();
    let file = path.rsplit('/').next().unwrap_or_default();
    let is_down = file == "down.sql"
        || [".down.sql", "_down.sql", "-down.sql", ".undo.sql", ".rollback.sql"]
            .iter()
            .any(|it| file.ends_with(it))
        || ["/revert/", "/down/", "/rollback/"].iter().any(|it| format!("/{path}").contains(it))
        || is_flyway(&file.to_ascii_uppercase(), &["U"]) && file.ends_with(".sql");
    if is_down { Direction::Down } else { Direction::Up }
}

/// `V1_2__name.sql`
fn is_flyway(file: &str, letters: &[&str]) -> bool {
    let Some(rest) = letters.iter().find_map(|it| file.strip_prefix(it)) else { return false };
    let version = rest.split("__").next().unwrap_or_default();
    rest.contains("__")
        && version.starts_with(|it: char| it.is_ascii_digit())
        && version.chars().all(|it| it.is_ascii_digit() || it == '.' || it == '_')
}

/// The words that ORMs put before statements that they make up.
pub(super) fn generated(comment: &str) -> Option<&'static str> {
    (comment.trim_start_matches('-').trim() == "DropIndex").then_some("Prisma")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_tell_how_a_file_is_run() {
        for (text, expected) in [
            ("-- +goose Up", Directive::Part(Tool::Goose, Direction::Up, Wrap::Unknown)),
            ("-- +goose NO TRANSACTION", Directive::Wrap(Tool::Goose, Wrap::Each)),
            (
                "-- migrate:up transaction:false",
                Directive::Part(Tool::Dbmate, Direction::Up, Wrap::Message),
            ),
            ("-- migrate:down", Directive::Part(Tool::Dbmate, Direction::Down, Wrap::File)),
            ("-- no-transaction", Directive::Wrap(Tool::Sqlx, Wrap::Message)),
            ("--> statement-breakpoint", Directive::Tool(Tool::Drizzle)),
            ("--liquibase formatted sql", Directive::Tool(Tool::Liquibase)),
            (
                "--changeset jo:1 runInTransaction:false",
                Directive::Part(Tool::Liquibase, Direction::Up, Wrap::Each),
            ),
            ("--rollback DROP INDEX i;", Directive::Rollback),
            ("-- Way back of add_indexes: drop 2 HNSW indexes.", Directive::WayBack),
            ("-- +migrate Down notransaction", Directive::WayBack),
            ("---- create above / drop below ----", Directive::WayBack),
        ] {
            assert_eq!(directive(text), Some(expected), "{text}");
        }
        assert_eq!(directive("-- the rest"), None);
    }

    #[test]
    fn paths_tell_tool_and_direction() {
        assert_eq!(tool_of("prisma/migrations/2024_x/migration.sql"), Some(Tool::Prisma));
        assert_eq!(tool_of("db/V1_2__add.sql"), Some(Tool::Flyway));
        assert_eq!(tool_of("supabase/migrations/1_x.sql"), Some(Tool::Supabase));
        assert_eq!(tool_of("migrations/Vectors.sql"), None);
        for (path, down) in [
            ("m/1_x.down.sql", true),
            ("m/1_x.up.sql", false),
            ("revert/x.sql", true),
            ("U1__x.sql", true),
            ("countdown.sql", false),
        ] {
            assert_eq!(direction_of(path) == Direction::Down, down, "{path}");
        }
    }
}
