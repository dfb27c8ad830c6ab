//! By what a folder shows which migration tool it uses.

/// A sign that a project uses a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// A file of that path below the project's folder, such as `alembic.ini`; a last part that
    /// begins with `*` stands for any name with that ending.
    File(&'static str),
    /// A folder of that path.
    Folder(&'static str),
    /// A package that the project depends on.
    Package {
        /// Where packages are named.
        manifest: Manifest,
        /// The package.
        name: &'static str,
    },
}

/// A file in which a project names the packages that it depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Manifest {
    /// `pyproject.toml`, `requirements.txt`, `Pipfile`, `setup.cfg`.
    Python,
    /// `package.json`.
    Node,
    /// `Cargo.toml`.
    Cargo,
    /// `Gemfile`.
    Gemfile,
    /// `go.mod`.
    Go,
    /// `mix.exs`.
    Mix,
    /// `composer.json`.
    Composer,
    /// `*.csproj`.
    DotNet,
    /// `build.gradle`, `build.gradle.kts`, `pom.xml`.
    Jvm,
}

impl Manifest {
    /// The files that may be it; a name that begins with `*` stands for any with that ending.
    pub const fn files(self) -> &'static [&'static str] {
        match self {
            Self::Python => &["pyproject.toml", "requirements.txt", "Pipfile", "setup.cfg"],
            Self::Node => &["package.json"],
            Self::Cargo => &["Cargo.toml"],
            Self::Gemfile => &["Gemfile"],
            Self::Go => &["go.mod"],
            Self::Mix => &["mix.exs"],
            Self::Composer => &["composer.json"],
            Self::DotNet => &["*.csproj"],
            Self::Jvm => &["build.gradle", "build.gradle.kts", "pom.xml"],
        }
    }
}
