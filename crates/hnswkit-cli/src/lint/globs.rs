//! Globs: which files they mean.

/// Whether the glob means the file or one of the folders that it is in.
///
/// As in `.gitignore`: one without a slash means a name at any depth, others the whole path.
pub(super) fn means(glob: &str, name: &str) -> bool {
    let glob = glob.trim_start_matches("./").trim_end_matches('/');
    if !glob.contains('/') {
        return name.split('/').any(|it| fast_glob::glob_match(glob, it));
    }
    let glob = glob.trim_start_matches('/');
    let mut end = 0;
    loop {
        end = match name[end..].find('/') {
            Some(it) => end + it,
            None => name.len(),
        };
        if fast_glob::glob_match(glob, &name[..end]) {
            return true;
        }
        if end == name.len() {
            return false;
        }
        end += 1;
    }
}

/// Whether one of the globs means it.
pub(super) fn any(globs: &[String], name: &str) -> bool {
    globs.iter().any(|it| means(it, name))
}

/// Whether a path that is not there is a glob.
pub(super) fn is_glob(path: &str) -> bool {
    path.contains(['*', '?', '[', '{'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_paths() {
        for (glob, name, expected) in [
            ("legacy/**", "legacy/a/b.sql", true),
            ("legacy/**", "db/legacy/b.sql", false),
            ("**/legacy/**", "db/legacy/b.sql", true),
            ("legacy", "db/legacy/b.sql", true),
            ("*.sql", "db/a.sql", true),
            ("db/old", "db/old/a.sql", true),
            ("db/old/", "db/older/a.sql", false),
            ("./db/*.sql", "db/a.sql", true),
            ("db/*.sql", "db/x/a.sql", false),
            ("{a,b}.sql", "b.sql", true),
            ("[", "[", false),
        ] {
            assert_eq!(means(glob, name), expected, "{glob} {name}");
        }
    }
}
