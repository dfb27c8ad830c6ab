//! What reads text: explanations, schemas, specs; offsets are those of JavaScript.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { command, examples } from "./command.ts";
import { load } from "./core.ts";

const text = await load("text");
const full = await load("full");

const NOTICE = "NOTICE:  hnsw graph no longer fits into maintenance_work_mem after 9759 tuples";

test("explanations are the command's", () => {
  const path = examples()[0] ?? "";
  const { spec } = full.readToml(readFileSync(path, "utf8"));
  for (const message of [NOTICE, "ERROR:  deadlock detected\nERROR:  nobody knows this", "none"]) {
    const expected = command(["explain", "--json", "--spec", path, "-"], message);
    expect(`${JSON.stringify(text.explain(message, spec), null, 2)}\n`).toBe(expected);
  }
});

test("an explanation stands where JavaScript looks for it", () => {
  const pasted = `🦀 имя ${NOTICE}`;
  const [found] = text.explain(pasted).found;
  const [place] = found?.places ?? [];
  expect(pasted.slice(place?.start.byte, place?.end.byte)).toContain("hnsw graph no longer fits");
});

test("a schema becomes a spec, with places as JavaScript counts", () => {
  const schema = `-- 🦀\nCREATE TABLE "Имя" (id int, "e 1" vector(768));\nCREATE TABLE t (e halfvec(4));`;
  const { columns, spec } = full.importSql(schema);
  expect(columns.map((it) => it.type)).toEqual(["vector(768)", "halfvec(4)"]);
  const [first] = columns;
  expect(schema.slice(first?.start.byte, first?.end.byte)).toContain('"e 1"');
  expect("errors" in full.plan(spec)).toBe(false);
});

test("any text can be pasted", () => {
  const texts = ["", "\u0000", "'", '"', "/*", "$$", "CREATE TABLE", "\ud800", "| | |\n+-+", "x".repeat(1e5)];
  const schema = readFileSync(new URL("../../../tests/specs/types.sql", import.meta.url), "utf8");
  for (let cut = 0; cut < schema.length; cut += 7) {
    texts.push(schema.slice(cut), schema.slice(0, cut));
  }
  for (const it of texts) {
    expect(full.importSql(it).schema).toBe(1);
    expect(full.explain(it).schema).toBe(1);
    expect(full.readToml(it).schema).toBe(1);
  }
});
