//! Which texts stand in which tab: files by their role, else statements of the plan.

import type { PlanStep } from "../core/index.ts";
import { languageOf, wayBack, type Language } from "./languages.ts";
import type { OutputAnswer, Piece, Tab } from "./types.ts";

/** What a file is for, in a few words. */
const ROLES: Record<string, string> = {
  preflight: "Questions for before: they change nothing.",
  migration: "The change and the way back.",
  up: "The change.",
  verify: "The proof: it changes nothing, and may be run at any time.",
  down: "The way back.",
  settings: "Settings for the tool; they belong beside the migration.",
  outside: "To be run by a person or a pipeline, outside of the tool and before it.",
};

/** The texts of a tab; empty while they are not there yet. */
export function pieces(answer: OutputAnswer, tab: Tab): Piece[] {
  switch (tab) {
    case "forward":
      return files(answer, ["preflight", "outside", "settings", "up", "migration"]);
    case "rollback":
      return rollback(answer);
    case "verify":
      return verify(answer);
    case "monitor":
      return (answer.monitor?.monitors ?? []).map((it, at) => ({
        key: `${it.id} ${it.index ?? ""}`,
        title: it.title,
        note: null,
        text: ended(it.sql),
        language: "sql",
        file: monitorFile(answer, at),
        isAside: false,
      }));
    case "runbook":
      return answer.runbook === null
        ? []
        : [plain("runbook", runbookFile(answer), answer.runbook.content, "text", runbookFile(answer))];
    case "plan":
      return [planJson(answer)];
    case "toml":
      return answer.toml === null ? [] : [plain("toml", "hnswkit.toml", answer.toml, "toml", "hnswkit.toml")];
    case "command":
      return answer.commandLine === null ? [] : [plain("command", "In a shell", ended(answer.commandLine), "text", null)];
  }
}

function plain(key: string, title: string, text: string, language: Language, file: string | null): Piece {
  return { key, title, note: null, text, language, file, isAside: false };
}

function files(answer: OutputAnswer, roles: string[]): Piece[] {
  const found = answer.files.filter((it) => roles.includes(it.role));
  return found.map((it) => ({
    key: it.path,
    title: it.path,
    note: ROLES[it.role] ?? null,
    text: it.content,
    language: languageOf(it.path),
    file: baseName(it.path),
    isAside: it.role === "preflight",
  }));
}

/** The file of the way back; else its statements, and where in the migration they are. */
function rollback(answer: OutputAnswer): Piece[] {
  const own = files(answer, ["down"]);
  if (own.length !== 0) {
    return own;
  }
  const [both, ...others] = answer.files.filter((it) => it.role === "migration");
  const place = others.length === 0 ? `\`${both?.path}\`` : `each of ${others.length + 1} files, the last one first,`;
  const where = both === undefined ? "" : `${wayBack(both.content)} in ${place} does this. `;
  return [
    {
      key: "down",
      title: "The way back, as SQL",
      note: `${where}Here are the same statements by themselves, to be sent one by one on one connection.`,
      text: script(answer.plan.down),
      language: "sql",
      file: `${answer.plan.name}.down.sql`,
      isAside: false,
    },
    ...files(answer, ["migration"]).map((it) => ({ ...it, isAside: true })),
  ];
}

/** The file of the proof; else the statements with which the migration ends. */
function verify(answer: OutputAnswer): Piece[] {
  const own = files(answer, ["verify"]);
  if (own.length !== 0) {
    return own;
  }
  // Settings of the session are no proof, and nothing would put them back.
  const steps = answer.plan.steps.filter((it) => it.phase === "verify" && it.index !== null);
  return [
    {
      key: "verify",
      title: "The proof, as SQL",
      note: "The migration ends with these statements. They change nothing, and may be run at any time.",
      text: script(steps),
      language: "sql",
      file: `${answer.plan.name}.verify.sql`,
      isAside: false,
    },
  ];
}

/** The statements of steps, each with its reason. */
export function script(steps: PlanStep[]): string {
  return steps.map((it) => `${comment(it.why)}\n${it.sql}\n`).join("\n");
}

/** A comment of SQL, which ends at the end of its line: no text may smuggle in another line. */
function comment(why: string): string {
  const words = why.split(/\s+/u);
  const lines: string[] = [];
  let line = "--";
  for (const word of words) {
    if (92 < line.length + 1 + word.length && line !== "--") {
      lines.push(line);
      line = "--";
    }
    line += ` ${word}`;
  }
  return [...lines, line].join("\n");
}

function planJson(answer: OutputAnswer): Piece {
  // Without the files: each has a place of its own.
  const document = { ...answer.plan, files: [] };
  const text = `${JSON.stringify(document, null, 2)}\n`;
  return { ...plain("plan", "The plan, as JSON", text, "text", `${answer.plan.name}.plan.json`), isAside: true };
}

/** The name that a runbook is saved under. */
export function runbookFile(answer: OutputAnswer): string {
  return `${answer.plan.name}.${answer.runbook?.id ?? "runbook"}.md`;
}

/** The name that a monitor is saved under: its question, and a number when it is asked of several indexes. */
export function monitorFile(answer: OutputAnswer, at: number): string {
  const all = answer.monitor?.monitors ?? [];
  const it = all[at];
  if (it === undefined) {
    return "monitor.sql";
  }
  const alike = all.filter((other) => other.id === it.id);
  return alike.length === 1 ? `${it.id}.sql` : `${it.id}-${alike.indexOf(it) + 1}.sql`;
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function ended(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}
