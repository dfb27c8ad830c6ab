//! Fixes as changes of a text.

import { expect, test } from "vitest";
import { apply, editsOf, editsOfAll, move, moveAll, preview, safeFixes } from "../../../src/check/edits.ts";
import { EXAMPLE } from "../../../src/check/example.ts";
import { isError } from "../../../src/core/answer.ts";
import type { LintDocument, LintFinding } from "../../../src/core/index.ts";
import { judge } from "../core.ts";

function judged(text: string): LintDocument {
  const it = judge().lintSql(text, {});
  if (isError(it)) {
    throw new Error(it.errors.map((one) => one.message).join("; "));
  }
  return it;
}

function finding(safety: string | null, ...edits: [from: number, to: number, text: string][]): LintFinding {
  const at = (byte: number) => ({ line: 1, column: byte + 1, byte });
  return {
    rule: "rule",
    severity: "error",
    message: "",
    help: null,
    file: "input.sql",
    start: at(0),
    end: at(1),
    fix: safety === null ? null : edits.map(([from, to, text]) => ({ start: at(from), end: at(to), text })),
    fix_safety: safety,
    fingerprint: "",
  };
}

test("the example has five mistakes, two of which put themselves right", () => {
  const { findings } = judged(EXAMPLE);
  expect(findings.length).toBe(5);
  const safe = safeFixes(findings);
  expect(safe.map((it) => it.rule)).toEqual(["extension-is-called-vector", "unknown-operator-class"]);
  const after = apply(EXAMPLE, editsOfAll(safe));
  expect(after).toContain("EXISTS vector;");
  expect(after).toContain("(embedding vector_cosine_ops)");
  expect(safeFixes(judged(after).findings)).toEqual([]);
});

test("places are right behind characters of more than one unit", () => {
  const { findings } = judged(`-- é 🐘🐘\n${EXAMPLE}`);
  const text = apply(`-- é 🐘🐘\n${EXAMPLE}`, editsOfAll(safeFixes(findings)));
  expect(text).toBe(`-- é 🐘🐘\n${apply(EXAMPLE, editsOfAll(safeFixes(judged(EXAMPLE).findings)))}`);
});

test("edits are applied by their places in the text before", () => {
  const edits = editsOf(finding("safe", [0, 1, "one "], [2, 2, "+"], [3, 5, ""]));
  expect(apply("a bcde", edits)).toBe("one  +be");
  expect(apply("abc", [])).toBe("abc");
  expect(editsOf(finding(null))).toEqual([]);
});

test("of fixes that overlap the first is taken, and none that leaves a choice", () => {
  const all = [
    finding("safe", [4, 8, "x"]),
    finding("safe", [7, 9, "y"]),
    finding("unsafe", [0, 1, "z"]),
    finding("safe", [4, 4, "w"]),
    finding("safe", [8, 9, "v"], [1, 2, "u"]),
    finding(null),
  ];
  expect(safeFixes(all)).toEqual([all[0], all[4]]);
  expect(editsOfAll(safeFixes(all)).map((it) => it.from)).toEqual([1, 4, 8]);
});

test("a place follows what is typed before it, and is gone when it is typed into", () => {
  const place = (from: number, to: number) => ({ from, to });
  expect(move(place(3, 5), "ab cd ef", "ab cd ef")).toEqual(place(3, 5));
  expect(move(place(3, 5), "ab cd ef", "ab cd e")).toEqual(place(3, 5));
  expect(move(place(3, 5), "ab cd ef", "abXX cd ef")).toEqual(place(5, 7));
  expect(move(place(3, 5), "ab cd ef", "b cd ef")).toEqual(place(2, 4));
  expect(move(place(3, 5), "ab cd ef", "ab cXd ef")).toBeNull();
  expect(move(place(3, 5), "ab cd ef", "")).toBeNull();
  const two = editsOf(finding("safe", [0, 2, "x"], [6, 8, "y"]));
  expect(moveAll(two, "ab cd ef", "ab ef")?.map((it) => it.from)).toEqual([0, 3]);
  expect(moveAll(two, "ab cd ef", "aXb cd ef")).toBeNull();
});

test("a fix of a word or two is shown", () => {
  const text = "USING hsnw (v)";
  expect(preview(text, [{ from: 6, to: 10, insert: "hnsw" }])).toEqual({ out: "hsnw", in: "hnsw" });
  expect(preview(text, [{ from: 6, to: 6, insert: " ONLY" }])).toEqual({ out: "", in: "ONLY" });
  expect(preview(text, [{ from: 6, to: 10, insert: "x".repeat(99) }])).toBeNull();
  expect(preview(text, [{ from: 5, to: 6, insert: "\n" }])).toBeNull();
  expect(preview(text, editsOf(finding("safe", [0, 1, "x"], [2, 3, "y"])))).toBeNull();
});
