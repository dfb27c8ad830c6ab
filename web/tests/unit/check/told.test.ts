//! What the judge is told, and how it reads.

import { expect, test } from "vitest";
import { sentence, summary, toldOf, words } from "../../../src/check/told.ts";
import { isError } from "../../../src/core/answer.ts";
import { STORY } from "../../../src/state/draft.ts";
import { toSpec } from "../../../src/state/spec.ts";
import { judge } from "../core.ts";

test("the form's server and rows are told, and said", () => {
  const spec = toSpec(STORY);
  expect(toldOf(spec)).toEqual({
    target: spec.target,
    index: [
      { table: "messages", rows: "10k" },
      { table: "atoms", rows: "5k" },
    ],
  });
  expect(words(spec)).toContain("PostgreSQL 17, pgvector 0.8.6");
  expect(words(spec)).toContain("10k rows in messages, 5k rows in atoms");
});

test("many tables are counted, not listed", () => {
  const index = Array.from({ length: 5 }, (_, n) => ({ table: `t${n}`, schema: "s", rows: n + 1 }));
  expect(words({ index })).toBe("1 rows in s.t0, 2 rows in s.t1, 3 rows in s.t2, and the rows of 2 more tables");
  expect(words({})).toBe("");
});

test("rows of the form decide what is found", () => {
  const sql = "CREATE INDEX i ON big USING hnsw (v vector_l2_ops);";
  const rules = (rows: string): string[] => {
    const it = judge().lintSql(sql, toldOf({ index: [{ table: "big", rows, m: 500 }] }));
    return isError(it) ? ["refused"] : it.findings.map((one) => one.rule);
  };
  expect(rules("10M")).toContain("index-blocks-writes");
  expect(rules("100")).not.toContain("index-blocks-writes");
});

test("findings are counted in words", () => {
  expect(summary({ error: 2, warning: 1, hint: 0 })).toBe("2 errors, 1 warning");
  expect(summary({ error: 0, warning: 0, hint: 3 })).toBe("3 hints");
  expect(summary({ error: 0, warning: 0, hint: 0 })).toBe("No findings");
});

test("a sentence begins with a capital, a name does not", () => {
  expect(sentence("the key has none")).toBe("The key has none");
  for (const it of ["`m` is 3", "ef_search is 3", "hnsw.ef_search is 3", "CREATE INDEX fails", ""]) {
    expect(sentence(it)).toBe(it);
  }
});
