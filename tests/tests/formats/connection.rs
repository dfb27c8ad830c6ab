//! The settings that generated comments tell the reader to give to the connection.

use hnswkit_tests::Project;

/// The value of `PGOPTIONS` that the files ask for; empty when they ask for none.
pub(crate) fn pgoptions(project: &Project) -> String {
    found(project, "PGOPTIONS=\"").map(|it| it.trim_end_matches('"').to_owned()).unwrap_or_default()
}

/// The project's URL with the parameters that the files ask for.
pub(crate) fn url(project: &Project, first: &str) -> String {
    let options = found(project, "options=").map(|it| format!("options={it}"));
    let parameters: Vec<_> = [Some(first.to_owned()), options]
        .into_iter()
        .flatten()
        .filter(|it| !it.is_empty())
        .collect();
    match parameters.is_empty() {
        true => project.url().to_owned(),
        false => format!("{}?{}", project.url(), parameters.join("&")),
    }
}

/// What follows `mark` on its line of a comment.
fn found<'a>(project: &'a Project, mark: &str) -> Option<&'a str> {
    let mut lines = project.files.iter().flat_map(|it| it.content.lines());
    lines.find_map(|it| it.strip_prefix("--   ")?.strip_prefix(mark))
}
