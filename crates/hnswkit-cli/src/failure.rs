//! Why a command did not do what it was asked for.

use std::{io, process::ExitCode};

use hnswkit_api::problem::{Problem, Problems};

use crate::spec_source::Context;

/// Why a command stops.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input is wrong; nothing was written.
    Input(Problems, Box<Context>),
    /// A check failed, and has said so.
    Check,
    /// Nobody reads stdout any more.
    BrokenPipe,
}

impl Failure {
    /// One problem that no spec has a place for.
    pub(crate) fn input(
        field: impl Into<String>,
        message: impl std::fmt::Display,
        help: impl Into<String>,
    ) -> Self {
        Self::problems([Problem::new(field, None, message, help)])
    }

    /// Problems that no spec has a place for.
    pub(crate) fn problems(found: impl IntoIterator<Item = Problem>) -> Self {
        let mut problems = Problems::default();
        found.into_iter().for_each(|it| problems.push(it));
        Self::Input(problems, Box::default())
    }

    /// What writing to stdout came to.
    pub(crate) fn of_stdout(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::input("stdout", format!("cannot write: {error}"), "is the disk full?"),
        }
    }

    /// The code that scripts see.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Input(..) => ExitCode::from(2),
            Self::Check => ExitCode::from(1),
            // `hnswkit plan | head` is no failure.
            Self::BrokenPipe => ExitCode::SUCCESS,
        }
    }
}
