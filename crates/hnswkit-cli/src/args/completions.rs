//! `hnswkit completions`.

use clap::Args;
use clap_complete::Shell;

use super::help::after_help;

after_help! {
    "  hnswkit completions bash > ~/.local/share/bash-completion/completions/hnswkit
  hnswkit completions zsh > ~/.zfunc/_hnswkit"
}

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: Shell,
}
