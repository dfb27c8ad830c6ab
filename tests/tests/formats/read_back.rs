//! Tools that cannot be had here: their files are read by the language itself, with the few
//! classes of the tool that they name, and what they say is run on a server.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use hnswkit_core::plan::{Mode, Step};
use hnswkit_tests::{Database, Example, OwnTest, Project, Server, hnsw_indexes, output_in, text};

pub(crate) const OWN: &[OwnTest] = &[
    OwnTest { name: "phinx_reads_back", install: "laravel", run: |it| read_back(&PHINX, it) },
    OwnTest {
        name: "doctrine_reads_back",
        install: "doctrine",
        run: |it| read_back(&DOCTRINE, it),
    },
    OwnTest { name: "ecto_reads_back", install: "elixir", run: |it| read_back(&ECTO, it) },
    OwnTest { name: "efcore_reads_back", install: "mono", run: |it| read_back(&EFCORE, it) },
];

/// How the files of a format are read.
struct Reader {
    format: &'static str,
    install: &'static str,
    /// A program in the language: takes a file and `up` or `down`, prints the statements in
    /// order, each ended by a NUL.
    program: (&'static str, &'static str),
    /// Makes it ready to run.
    prepare: fn(&Project, &str) -> Result<()>,
    command: &'static [&'static str],
    /// What the tool itself sends before and after, in a transaction of its own.
    around: fn(Mode) -> Option<(&'static str, &'static str)>,
}

static PHINX: Reader = Reader {
    format: "phinx",
    install: "laravel",
    program: ("reader.php", include_str!("readers/phinx.php")),
    prepare: |_, _| Ok(()),
    command: &["php", "reader.php"],
    // Always, and the file steps out of it.
    around: |_| Some(("BEGIN", "COMMIT")),
};

static DOCTRINE: Reader = Reader {
    format: "doctrine",
    install: "doctrine",
    program: ("reader.php", include_str!("readers/doctrine.php")),
    prepare: |_, _| Ok(()),
    command: &["php", "reader.php"],
    around: of_the_mode,
};

static ECTO: Reader = Reader {
    format: "ecto",
    install: "elixir",
    program: ("reader.exs", include_str!("readers/ecto.exs")),
    prepare: |_, _| Ok(()),
    command: &["elixir", "reader.exs"],
    around: of_the_mode,
};

static EFCORE: Reader = Reader {
    format: "efcore",
    install: "mono",
    program: ("reader.cs", include_str!("readers/efcore.cs")),
    prepare: |project, file| {
        let args = ["-codepage:utf8", "-nowarn:0414", "-out:reader.exe", "reader.cs", file];
        project.run("mcs", &args).map(drop)
    },
    command: &["mono", "reader.exe"],
    around: of_the_mode,
};

fn of_the_mode(mode: Mode) -> Option<(&'static str, &'static str)> {
    match mode {
        Mode::Online => None,
        Mode::Transactional => Some(("BEGIN", "COMMIT")),
    }
}

/// The statements come back as they were planned, and run up, down and up.
fn read_back(reader: &Reader, server: &Server) -> Result<()> {
    for name in ["task-tracker", "task-tracker-transactional", "hostile"] {
        let example = Example::named(name)?;
        let database = Database::create(server, &format!("{}_{name}", reader.format))?;
        let mut session = database.connect()?;
        session.batch_execute(example.schema)?;
        let project = Project::create(reader.install, reader.format, example.plan()?, &database)?;
        project.write_files()?;
        project.write(reader.program.0, reader.program.1)?;
        let file = &project.files.first().context("no file")?.path;
        (reader.prepare)(&project, file)?;
        let plan = &project.plan;
        let n_planned = plan.request.indexes.len();
        for (way, steps, n_left) in
            [("up", &plan.up, n_planned), ("down", &plan.down, 0), ("up", &plan.up, n_planned)]
        {
            let read = statements(reader, &project, file, way)?;
            same(&read, steps).with_context(|| format!("{name}: {way}"))?;
            let around = (reader.around)(plan.request.mode);
            let first = around.map(|it| it.0.to_owned());
            let last = around.map(|it| it.1.to_owned());
            for sql in first.iter().chain(&read).chain(&last) {
                session.batch_execute(sql).with_context(|| format!("{name}: {sql}"))?;
            }
            let built = hnsw_indexes(&mut session)?;
            ensure!(built.len() == n_left, "{name}: after {way}: {built:?}");
            ensure!(built.iter().all(|it| it.contains(" t t ")), "{name}: {built:?}");
        }
    }
    Ok(())
}

fn statements(reader: &Reader, project: &Project, file: &str, way: &str) -> Result<Vec<String>> {
    let (program, args) = reader.command.split_first().context("no command")?;
    let mut command: Command = project.program(program);
    // Without a locale Elixir reads and writes Latin-1.
    command.args(args).args([file, way]).env("LC_ALL", "C.UTF-8");
    let output = output_in(project.folder(), &mut command)?;
    ensure!(output.status.success(), "{}", text(&output));
    let printed = String::from_utf8(output.stdout)?;
    Ok(printed.split_terminator('\0').map(str::to_owned).collect())
}

/// The same statements but for the indentation of their lines, and the tool's own transactions.
fn same(read: &[String], steps: &[Step]) -> Result<()> {
    let plain = |sql: &str| sql.trim().lines().map(str::trim_start).collect::<Vec<_>>().join("\n");
    let read: Vec<_> = read.iter().map(|it| plain(it)).collect();
    let read: Vec<_> =
        read.iter().filter(|it| !["BEGIN", "COMMIT"].contains(&it.as_str())).collect();
    let planned: Vec<_> = steps.iter().map(|it| plain(&it.statement.to_string())).collect();
    ensure!(read.len() == planned.len(), "{} statements, not {}", read.len(), planned.len());
    for (read, planned) in read.into_iter().zip(&planned) {
        ensure!(read == planned, "read:\n{read}\nplanned:\n{planned}");
    }
    Ok(())
}
