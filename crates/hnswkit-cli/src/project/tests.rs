//! Projects as people have them: the tool, the folder, the number that comes next.

use std::{fs, path::PathBuf};

use hnswkit_core::render::{FORMATS, Format, Manifest, Marker, Numbering, Options};

use super::{
    Project, next,
    next::{Next, prefix},
};

/// A folder that is empty at first and goes at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("hnswkit-project-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn with(self, path: &str, text: &str) -> Self {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn project(&self) -> Project {
        Project::at(&self.0)
    }

    fn place(&self, format: &str, folder: &str, options: &Options) -> Next {
        next(&self.project(), folder, named(format), options, "add_indexes")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn named(id: &str) -> &'static Format {
    id.parse().unwrap()
}

/// What a manifest looks like that names one package.
fn manifest(kind: Manifest, name: &str) -> (String, String) {
    let file = kind.files()[0].replace('*', "app");
    let text = match kind {
        Manifest::Python => format!("[project]\ndependencies = [\"{name}>=1\"]\n"),
        Manifest::Node => format!("{{\"dependencies\": {{\"{name}\": \"1\"}}}}"),
        Manifest::Cargo => format!("[dependencies]\n{name} = \"1\"\n"),
        Manifest::Gemfile => format!("gem \"{name}\"\n"),
        Manifest::Go => format!("require {name} v1.0.0\n"),
        Manifest::Mix => format!("{{:{name}, \"~> 1.0\"}}"),
        Manifest::Composer => format!("{{\"require\": {{\"{name}\": \"^1\"}}}}"),
        Manifest::DotNet => format!("<PackageReference Include=\"{name}\" />"),
        Manifest::Jvm => format!("implementation(\"org.example:{name}:1\")"),
    };
    (file, text)
}

#[test]
fn every_sign_of_every_tool_is_seen() {
    let mut n_signs = 0;
    for format in FORMATS {
        for marker in format.markers {
            let folder = Folder::new("signs");
            let folder = match *marker {
                Marker::File(path) => folder.with(&path.replace('*', "x"), ""),
                Marker::Folder(path) => folder.with(&format!("{path}/x"), ""),
                Marker::Package { manifest: kind, name } => {
                    let (file, text) = manifest(kind, name);
                    folder.with(&file, &text)
                }
            };
            let found = folder.project().tool(Some(format)).unwrap();
            assert_eq!(found.map(|it| it.format.id), Some(format.id), "{marker:?}");
            // Without being told it is the same tool, or a question that names it.
            match folder.project().tool(None) {
                Ok(it) => assert_eq!(it.map(|it| it.format.id), Some(format.id), "{marker:?}"),
                Err(error) => {
                    let text = format!("{error:?}");
                    assert!(
                        text.contains(&format!("--format {}", format.id)),
                        "{marker:?}: {text}"
                    );
                }
            }
            n_signs += 1;
        }
    }
    assert!(n_signs > 0);
    let empty = Folder::new("empty").project().tool(None).unwrap();
    assert!(empty.is_none());
}

#[test]
fn two_tools_are_a_question_unless_one_has_a_file_of_its_own() {
    let (file, text) = manifest(Manifest::Python, "alembic");
    let folder = Folder::new("two").with(&file, &text);
    assert_eq!(folder.project().tool(None).unwrap().unwrap().sign, "alembic in pyproject.toml");
    let folder = folder.with("alembic.ini", "");
    assert_eq!(folder.project().tool(None).unwrap().unwrap().sign, "alembic.ini");
}

#[test]
fn the_folder_is_the_configured_one() {
    let ini = "[alembic]\nscript_location = %(here)s/migrations\n";
    let folder =
        Folder::new("folder").with("alembic.ini", ini).with("migrations/versions/a.py", "");
    let found = folder.project().folder(named("alembic")).unwrap();
    assert_eq!(found.as_deref(), Some("migrations/versions"));
    let folder = folder.with("alembic.ini", &format!("{ini}version_locations = ./a ./b\n"));
    let folder = folder.with("a/x.py", "").with("b/x.py", "");
    let error = format!("{:?}", folder.project().folder(named("alembic")).unwrap_err());
    assert!(error.contains("a, b"), "{error}");
}

#[test]
fn the_next_number_follows_the_last() {
    let none = Options::default();
    for format in FORMATS {
        let (last, expected) = match format.numbering {
            Numbering::Sequence { width } => (format!("{:0width$}", 9), format!("{:0width$}", 10)),
            Numbering::Time { pattern } => {
                let at = |text: &str| {
                    text.parse::<hnswkit_core::domain::Timestamp>().unwrap().format(pattern)
                };
                (at("2026-02-28T23:59:59Z"), at("2026-03-01T00:00:00Z"))
            }
            Numbering::Milliseconds => ("1795428000999".to_owned(), "1795428001000".to_owned()),
            Numbering::None | Numbering::Chain => continue,
        };
        let prefix = prefix(format);
        let name = format!("m/{prefix}{last}_init.x");
        let folder = Folder::new("next").with(&name, "");
        let place = folder.place(format.id, "m", &none);
        assert_eq!(place.revision.as_deref(), Some(expected.as_str()), "{}", format.id);
        assert!(!place.is_there, "{}", format.id);
        // What is there keeps its number.
        let ours = format!("m/{prefix}{expected}_add_indexes.x");
        let later = format!("m/{prefix}{}_later.x", expected.replacen('1', "2", 1));
        let folder = folder.with(&ours, "").with(&later, "");
        let place = folder.place(format.id, "m", &none);
        assert_eq!(place.revision.as_deref(), Some(expected.as_str()), "{}", format.id);
        assert!(place.is_there, "{}", format.id);
    }
}

#[test]
fn files_named_like_classes_and_by_two_numbers_are_read() {
    let now = Some("2026-11-23T05:00:00Z".parse().unwrap());
    let options = Options { now, ..Options::default() };
    for (format, file) in [
        ("efcore", "20260101000000_AddIndexes.cs"),
        ("doctrine", "Version20260101000000AddIndexes.php"),
        ("sea-orm", "m20260101_000000_add_indexes.rs"),
        ("aerich", "1_20260101000000_add_indexes.py"),
    ] {
        let folder = Folder::new("class").with(&format!("m/{file}"), "");
        assert!(folder.place(format, "m", &options).is_there, "{file}");
    }
    let folder = Folder::new("aerich").with("m/9_20260101000000_init.py", "");
    let place = folder.place("aerich", "m", &options);
    assert_eq!(place.revision.as_deref(), Some("10_20261123050000"));
}

#[test]
fn what_a_format_writes_keeps_its_number() {
    let plan = |name: &str| {
        let toml = format!(
            "[migration]\nname = \"{name}\"\n[[index]]\ntable = \"t\"\ncolumn = \"v\"\n\
             type = \"vector(3)\"\nmetric = \"l2\"\nrows = 9\n"
        );
        let spec = hnswkit_api::spec::Spec::from_toml(&toml, "hnswkit.toml").unwrap();
        hnswkit_core::plan::plan(spec.to_request().unwrap()).unwrap()
    };
    let mut wrong = vec![];
    for format in FORMATS {
        if matches!(format.numbering, Numbering::None | Numbering::Chain) {
            continue;
        }
        let options = Options { folder: Some("m".to_owned()), ..Options::default() };
        let folder = Folder::new("again");
        let files = format.render(&plan("add_indexes"), &options);
        let folder = files.iter().fold(folder, |folder, it| folder.with(&it.path, ""));
        let place = folder.place(format.id, "m", &Options::default());
        let options = Options { revision: place.revision.clone(), ..options };
        if !place.is_there || format.render(&plan("add_indexes"), &options) != files {
            wrong.push((format.id, place));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_empty_folder_has_no_number_before() {
    let folder = Folder::new("first").with("m/README", "");
    let first = Next { revision: None, after: None, is_there: false };
    assert_eq!(folder.place("alembic", "m", &Options::default()), first);
    assert_eq!(folder.place("alembic", "absent", &Options::default()), first);
}
