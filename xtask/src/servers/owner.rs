//! Who owns the servers: PostgreSQL refuses to run as root, so root gets a helper user.

use std::{
    os::unix::{
        fs::{PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{paths::Paths, process};

/// The system user that owns the servers when root starts them.
const USER: &str = "hnswkit-test";

/// Who runs the servers.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Owner {
    /// The user who runs `cargo xtask`.
    Me,
    /// A system user of our own, by its ids.
    Helper { uid: u32, gid: u32 },
}

impl Owner {
    /// The user who runs this, or for root the helper user, made when it is missing.
    ///
    /// # Errors
    /// When the user cannot be made.
    pub(crate) fn find() -> Result<Self> {
        if id(&["-u"])? != 0 {
            return Ok(Self::Me);
        }
        if id(&["-u", USER]).is_err() {
            eprintln!("make the system user {USER} (PostgreSQL refuses to run as root)");
            let mut useradd = Command::new("useradd");
            useradd.args(["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER]);
            process::capture(&mut useradd)
                .context("cannot make the user; run `cargo xtask` as a user who is not root")?;
        }
        Ok(Self::Helper { uid: id(&["-u", USER])?, gid: id(&["-g", USER])? })
    }

    /// Where the servers go: below the target folder, or where the helper user can enter.
    pub(crate) fn home(self, paths: &Paths) -> PathBuf {
        let wanted = paths.servers();
        match self {
            Self::Helper { .. } if !open_to_all(&paths.target) => {
                PathBuf::from("/var/tmp").join(format!("hnswkit-servers-{:08x}", hash(&wanted)))
            }
            _ => wanted,
        }
    }

    /// Makes a folder that the owner may write.
    ///
    /// # Errors
    /// When it cannot be made or handed over.
    pub(crate) fn make_folder(self, folder: &Path) -> Result<()> {
        let make = || -> std::io::Result<()> {
            std::fs::create_dir_all(folder)?;
            match self {
                Self::Helper { uid, gid } => chown(folder, Some(uid), Some(gid)),
                Self::Me => Ok(()),
            }
        };
        make().with_context(|| format!("cannot make {}; may you write there?", folder.display()))
    }

    /// Lets the command run as the owner, in a folder that the owner can enter.
    pub(crate) fn runs(self, command: &mut Command, folder: &Path) {
        command.current_dir(folder).env("HOME", folder);
        if let Self::Helper { uid, gid } = self {
            command.uid(uid).gid(gid);
        }
    }
}

fn id(args: &[&str]) -> Result<u32> {
    let printed = process::capture(Command::new("id").args(args))?;
    printed.trim().parse().context("`id` printed no number")
}

fn open_to_all(folder: &Path) -> bool {
    folder
        .ancestors()
        .filter_map(|it| std::fs::metadata(it).ok())
        .all(|it| it.permissions().mode() & 0o001 != 0)
}

/// FNV-1a: the same path gives the same name on every run.
fn hash(path: &Path) -> u32 {
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes.iter().fold(0x811c_9dc5, |sum, it| (sum ^ u32::from(*it)).wrapping_mul(0x0100_0193))
}
