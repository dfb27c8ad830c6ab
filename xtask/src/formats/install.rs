//! Installs one tool in its folder.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};

use super::table::{Part, Tool};
use crate::{debian, paths, paths::Paths, process, python};

/// Says that everything is there; holds what it was installed from.
const MARK: &str = ".installed";

/// Installs the tool unless it is there as the table has it.
///
/// # Errors
/// When a registry cannot be reached, or a part does not install.
pub(super) fn install(paths: &Paths, tool: &Tool) -> Result<()> {
    let folder = paths.formats().join(tool.name);
    let wanted = wanted(paths, tool)?;
    let mark = folder.join(MARK);
    let there = fs::read_to_string(&mark).is_ok_and(|it| it == wanted);
    // Debian's packages may be gone although our folder is there.
    for part in tool.parts {
        if let Part::Debian(packages) = part {
            debian::need(packages, tool.name)?;
        }
    }
    if there {
        return Ok(());
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for part in tool.parts {
        match part {
            Part::Python(requirements) => pip(tool, &folder, requirements)?,
            Part::Node { manifest, lock } => npm(tool, &folder, manifest, lock)?,
            Part::Debian(_) => {}
            Part::Crate(path) => compile(paths, &folder, path)?,
        }
    }
    fs::write(mark, wanted)?;
    Ok(())
}

/// What a folder is installed from: another text means to install anew.
fn wanted(paths: &Paths, tool: &Tool) -> Result<String> {
    let mut text = String::new();
    for part in tool.parts {
        match part {
            Part::Python(it) => text.push_str(it),
            Part::Node { manifest, lock } => text.extend([*manifest, *lock]),
            Part::Debian(packages) => text.push_str(&packages.join(" ")),
            Part::Crate(path) => {
                for file in ["Cargo.toml", "Cargo.lock", "src/main.rs"] {
                    let file = paths.root.join(path).join(file);
                    let read = fs::read_to_string(&file);
                    text += &read.with_context(|| format!("cannot read {}", file.display()))?;
                }
            }
        }
        text.push('\n');
    }
    Ok(text)
}

fn pip(tool: &Tool, folder: &Path, requirements: &str) -> Result<()> {
    let environment = ["-m", "venv", paths::text(folder)?];
    if !process::succeeds(&mut python::python(&environment)) {
        debian::need(&["python3-venv"], "a Python environment")?;
        process::capture(&mut python::python(&environment))?;
    }
    eprintln!("pip install (the packages of xtask/src/formats/python/{}.txt)", tool.name);
    let list = folder.join("requirements.txt");
    fs::write(&list, requirements)?;
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"]);
    process::capture(pip.arg(&list)).context("is PyPI reachable (`pip config list`)?")?;
    Ok(())
}

fn npm(tool: &Tool, folder: &Path, manifest: &str, lock: &str) -> Result<()> {
    if process::find("npm").is_none() {
        debian::need(&["nodejs", "npm"], tool.name)?;
    }
    eprintln!("npm ci (the packages of xtask/src/formats/npm/{})", tool.name);
    fs::write(folder.join("package.json"), manifest)?;
    fs::write(folder.join("package-lock.json"), lock)?;
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    process::capture(npm.current_dir(folder)).context("is the npm registry reachable?")?;
    Ok(())
}

/// Compiles the crate, and links its program into `bin`.
fn compile(paths: &Paths, folder: &Path, path: &str) -> Result<()> {
    eprintln!("cargo build ({path})");
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--locked", "--manifest-path"]);
    cargo.arg(paths.root.join(path).join("Cargo.toml"));
    cargo.arg("--target-dir").arg(folder.join("target"));
    process::capture(&mut cargo)?;
    let bin = folder.join("bin");
    fs::create_dir_all(&bin)?;
    for entry in fs::read_dir(folder.join("target/debug"))? {
        let program = entry?.path();
        if program.is_file() && program.extension().is_none() {
            let name = program.file_name().unwrap_or_default();
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            fs::copy(&program, bin.join(name))?;
        }
    }
    // Some hundred megabytes that nobody needs any more.
    fs::remove_dir_all(folder.join("target"))?;
    Ok(())
}
