//! Indexes in the list of a dump, for commands of a shell.

use crate::domain::IndexDefinition;

/// The options with which `grep -F` finds the indexes, and their comments, in what
/// `pg_restore --list` prints.
pub(crate) fn entries<'a>(indexes: impl Iterator<Item = &'a IndexDefinition>) -> String {
    let mut options: Vec<String> = vec![];
    for it in indexes {
        // An index stands there by its name; a comment by what it is on, as SQL.
        for name in [it.name.as_str().to_owned(), it.name.to_string()] {
            let option = format!("-e {}", quoted(&format!(" {name} ")));
            if !options.contains(&option) {
                options.push(option);
            }
        }
    }
    options.join(" ")
}

/// A word of a shell, in quotes where it needs them.
pub(crate) fn word(text: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_-./:=+@%,".contains(it);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    quoted(text)
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_the_shell_are_quoted() {
        assert_eq!(word("it's $HOME"), "'it'\\''s $HOME'");
        assert_eq!(word("backups/2026-11-23.dump"), "backups/2026-11-23.dump");
    }
}
