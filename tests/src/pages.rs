//! The examples on the pages of the rules.

use hnswkit_core::lint::{Options, Rule, Source, Tool};

/// A block of SQL on the page of a rule.
pub struct PageExample {
    /// Its rule.
    pub rule: &'static Rule,
    /// What the words behind ` ```sql ` tell.
    pub options: Options,
    /// The oldest pgvector on which it is run, when it is said.
    pub from: Option<String>,
    /// Its files: name and text.
    pub files: Vec<(String, String)>,
}

impl PageExample {
    /// All examples of a rule.
    pub fn of(rule: &'static Rule) -> Vec<Self> {
        let blocks = rule.page.split("```sql").skip(1).filter_map(|it| {
            let (info, rest) = it.split_once('\n')?;
            Some((info, rest.split_once("```")?.0))
        });
        blocks.map(|(info, text)| Self::read(rule, info, text)).collect()
    }

    fn read(rule: &'static Rule, info: &str, text: &str) -> Self {
        let mut it = Self { rule, options: Options::default(), from: None, files: vec![] };
        for (name, value) in info.split_whitespace().filter_map(|it| it.split_once('=')) {
            match name {
                "pgvector" => it.options.pgvector = value.parse().ok(),
                "postgres" => it.options.postgres = value.parse().ok(),
                "platform" => it.options.platform = value.parse().ok(),
                "ram" => it.options.ram = value.parse().ok(),
                "cpus" => it.options.cpus = value.parse().ok(),
                "shm" => it.options.shared_memory = value.parse().ok(),
                "tool" => it.options.tool = Tool::ALL.iter().copied().find(|it| it.id() == value),
                "rows" => {
                    if let Some((table, rows)) = value.split_once(':')
                        && let Ok(rows) = rows.parse()
                    {
                        it.options.rows.insert(table.to_owned(), rows);
                    }
                }
                _ => it.from = Some(value.to_owned()),
            }
        }
        it.files.push(("example.sql".to_owned(), String::new()));
        for line in text.split_inclusive('\n') {
            match (line.strip_prefix("-- file: "), it.files.last_mut()) {
                (Some(name), Some(last)) if last.1.trim().is_empty() => {
                    name.trim().clone_into(&mut last.0);
                }
                (Some(name), _) => it.files.push((name.trim().to_owned(), String::new())),
                (None, Some(last)) => last.1.push_str(line),
                (None, None) => {}
            }
        }
        it
    }

    /// The sources to check.
    pub fn sources(&self) -> Vec<Source<'_>> {
        self.files.iter().map(|it| Source::sql(&it.0, &it.1)).collect()
    }
}
