//! Fixes as changes of a text: which go together, and where they are after more was typed.

import type { LintFinding } from "../core/index.ts";
import type { Change as Edit } from "../editor/index.ts";

/** The edits of a fix; empty when there is none. */
export function editsOf(finding: LintFinding): Edit[] {
  return (finding.fix ?? []).map((it) => ({ from: it.start.byte, to: it.end.byte, insert: it.text }));
}

/** The text after the edits, which are in order and do not overlap. */
export function apply(text: string, edits: Edit[]): string {
  let out = "";
  let at = 0;
  for (const { from, to, insert } of edits) {
    out += text.slice(at, from) + insert;
    at = to;
  }
  return out + text.slice(at);
}

/** The findings whose fixes leave nothing to decide and go together; of two that overlap, the first. */
export function safeFixes(findings: LintFinding[]): LintFinding[] {
  const taken: Edit[] = [];
  return findings.filter((finding) => {
    const edits = finding.fix_safety === "safe" ? editsOf(finding) : [];
    const goes = 0 < edits.length && !edits.some((it) => taken.some((other) => overlap(it, other)));
    if (goes) {
      taken.push(...edits);
    }
    return goes;
  });
}

/** The edits of several fixes, in order. */
export function editsOfAll(findings: LintFinding[]): Edit[] {
  return findings.flatMap(editsOf).sort((a, b) => a.from - b.from);
}

/** Two insertions at one place overlap, too: nobody says which comes first. */
function overlap(a: Edit, b: Edit): boolean {
  return a.from === b.from || (a.from < b.to && b.from < a.to);
}

/** A stretch of `before` in `after`; null when it was typed into meanwhile. */
export function move<T extends { from: number; to: number }>(it: T, before: string, after: string): T | null {
  if (before === after) {
    return it;
  }
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) {
    head += 1;
  }
  let tail = 0;
  while (tail < most - head && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) {
    tail += 1;
  }
  if (it.to <= head) {
    return it;
  }
  const shift = after.length - before.length;
  return before.length - tail <= it.from ? { ...it, from: it.from + shift, to: it.to + shift } : null;
}

/** The same for edits that make sense only together. */
export function moveAll(edits: Edit[], before: string, after: string): Edit[] | null {
  const moved = edits.map((it) => move(it, before, after)).filter((it) => it !== null);
  return moved.length === edits.length ? moved : null;
}

/** So long a text is shown before it is cut. */
const SHOWN = 32;

/** What a fix takes out and puts in, in few words; null when it is more than a word or two. */
export function preview(text: string, edits: Edit[]): { out: string; in: string } | null {
  const [edit, ...more] = edits;
  if (edit === undefined || 0 < more.length) {
    return null;
  }
  const out = text.slice(edit.from, edit.to).trim();
  const into = edit.insert.trim();
  const isShort = [out, into].every((it) => it.length <= SHOWN && !it.includes("\n"));
  return isShort && `${out}${into}` !== "" ? { out, in: into } : null;
}
