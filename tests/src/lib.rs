//! What the tests on real servers share; `tests/README.md` says how to run and write them.

#![expect(
    clippy::missing_errors_doc,
    reason = "every function here fails when the server or a tool does, with its message"
)]

mod alembic;
mod blocks;
mod catalog;
mod container;
mod database;
mod migrator;
mod monitoring;
mod own;
mod pages;
mod project;
mod reference;
mod role;
mod runbooks;
mod script;
mod server;
mod session;
mod specs;
mod steps;
mod suite;
mod tools;
mod turn;
mod vectors;
mod version;

pub use crate::alembic::Alembic;
pub use crate::blocks::{Block, Page, Tally, documents};
pub use crate::catalog::{hnsw_indexes, index_files, settings};
pub use crate::container::Container;
pub use crate::database::Database;
pub use crate::migrator::{Migrator, OwnTest, run_migrators};
pub use crate::monitoring::{Process, Sample, escape, free_port, get, samples};
pub use crate::own::{OwnServer, Programs, Room};
pub use crate::pages::PageExample;
pub use crate::project::{Project, installed};
pub use crate::reference::Reference;
pub use crate::role::Role;
pub use crate::runbooks::{Part, ask, pages, part, paste, plain_builds, plan_for, story_with_rows};
pub use crate::script::{run_script, statements};
pub use crate::server::Server;
pub use crate::session::{Session, refusal};
pub use crate::specs::{EXAMPLES, Example, OPERATIONS, operations, plan_of};
pub use crate::steps::{Direction, run_plan, run_steps};
pub use crate::suite::{Made, Suite, Test, run, run_made, run_with, skip, skip_made};
pub use crate::tools::{client_tool, output_in, program, run_in, text, tool, tools};
pub use crate::turn::{Alone, Turn, alone};
pub use crate::vectors::{Element, create_table, fill_vectors};
pub use crate::version::Version;
