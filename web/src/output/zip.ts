//! Everything as one zip: the same request gives the same bytes.

import { monitorFile, runbookFile } from "./pieces.ts";
import type { OutputAnswer } from "./types.ts";

/** No clock: the first day that a zip can name, at a time that every time zone had. */
const MTIME = new Date(1980, 0, 1, 12, 0, 0);

/** The paths in the zip and their texts, in order. */
export function entries(answer: OutputAnswer): [string, string][] {
  const all: [string, string][] = answer.files.map((it) => [safePath(it.path), it.content]);
  if (answer.toml !== null) {
    all.push(["hnswkit.toml", answer.toml]);
  }
  if (answer.runbook !== null) {
    all.push([safePath(runbookFile(answer)), answer.runbook.content]);
  }
  answer.monitor?.monitors.forEach((it, at) => {
    all.push([`monitor/${safePath(monitorFile(answer, at))}`, it.sql.endsWith("\n") ? it.sql : `${it.sql}\n`]);
  });
  return all;
}

/** A path that stays below the folder it is unpacked into. */
export function safePath(path: string): string {
  return path
    .split(/[/\\]/u)
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .join("/");
}

/** The name of the zip. */
export function zipName(answer: OutputAnswer): string {
  return `${answer.plan.name}.zip`;
}

/** The zip; what writes it is loaded when it is first wanted. */
export async function zip(answer: OutputAnswer): Promise<Uint8Array<ArrayBuffer>> {
  const { strToU8, zipSync } = await import("fflate");
  const files = entries(answer).map(([path, text]) => [path, strToU8(text)] as const);
  return new Uint8Array(zipSync(Object.fromEntries(files), { mtime: MTIME, level: 6 }));
}
