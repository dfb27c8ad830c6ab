//! The command, to compare the core in the browser with.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../../", import.meta.url);
const program =
  process.env["HNSWKIT_COMMAND"] ?? fileURLToPath(new URL("target/debug/hnswkit", root));

/** What the command prints on standard output; its exit code does not matter here. */
export function command(args: string[], input = ""): string {
  const done = spawnSync(program, args, { encoding: "utf8", input, maxBuffer: 1 << 28 });
  if (done.error !== undefined) {
    throw done.error;
  }
  return done.stdout;
}

/** The specs of the golden files: their paths. */
export function examples(): string[] {
  return [fileURLToPath(new URL("examples/task-tracker.toml", root)), ...specs("tests/specs/")];
}

/** The specs of every operation on indexes that are there. */
export function operations(): string[] {
  return specs("tests/specs/operations/");
}

function specs(path: string): string[] {
  const folder = new URL(path, root);
  const names = readdirSync(folder).filter((it) => it.endsWith(".toml")).sort();
  return names.map((it) => fileURLToPath(new URL(it, folder)));
}
