//! The highlighter knows SQL within blocks and within strings of Python, and never runs away.

import { expect, test } from "vitest";

import { parse } from "../../../src/output/highlight.ts";
import type { Language } from "../../../src/output/languages.ts";
import { answer } from "./answer.ts";

async function kinds(text: string, language: Language): Promise<string[]> {
  const tokens = await parse(text, language, new AbortController().signal);
  return (tokens?.(0, text.length) ?? []).map((it) => `${it.kind} ${text.slice(it.from, it.to)}`);
}

test("a block of SQL is SQL", async () => {
  expect(await kinds("DO $x$\nBEGIN\n  PERFORM 1;\nEND\n$x$;", "sql")).toEqual(
    expect.arrayContaining(["keyword DO", "keyword BEGIN", "keyword PERFORM", "number 1", "string $x$"]),
  );
});

test("a string of Python that holds a statement is SQL", async () => {
  const found = await kinds('op.execute("DROP INDEX CONCURRENTLY i;")\nx = "DROPS nothing"\n', "python");
  expect(found).toEqual(expect.arrayContaining(["keyword DROP", "keyword INDEX", 'string "DROPS nothing"']));
});

test("lines of a string of any other language are SQL where they look like it", async () => {
  const text = "await query(`\n  DROP INDEX CONCURRENTLY i;\n`);\nimport 'typeorm';\nlog('DROPS nothing');\n";
  const found = await kinds(text, "typescript");
  expect(found).toEqual(expect.arrayContaining(["keyword await", "keyword DROP", "keyword INDEX"]));
  expect(found).toEqual(expect.arrayContaining(["string 'typeorm'", "string 'DROPS nothing'"]));
  expect(await kinds('execute("DROP INDEX i;")\n', "ruby")).toContain("keyword DROP");
  expect(await kinds("  execute(~S\"\"\"\n  DROP INDEX i;\n  \"\"\")\nend\n", "elixir")).toEqual(
    expect.arrayContaining(["keyword DROP", "keyword end"]),
  );
  expect(await kinds("$this->addSql(<<<'SQL'\n  DROP INDEX i;\n  SQL);\nreturn;\n", "php")).toEqual(
    expect.arrayContaining(["keyword DROP", "keyword return"]),
  );
  expect(await kinds('<sql splitStatements="true">', "xml")).not.toEqual([]);
});

test("TOML is told apart", async () => {
  expect(await kinds('[[index]]\ntable = "t"\n', "toml")).toContain('string "t"');
});

test("plain text has no tokens", async () => {
  expect(await kinds("SELECT", "text")).toEqual([]);
});

test("tokens of a stretch lie within it, and are those of the whole", async () => {
  const text = answer("alembic").files[0]?.content ?? "";
  const tokens = await parse(text, "python", new AbortController().signal);
  const some = tokens?.(2_000, 4_000) ?? [];
  expect(some.length).toBeGreaterThan(50);
  expect(some.every((it) => 2_000 <= it.from && it.from < it.to && it.to <= 4_000)).toBe(true);
});

test("a parse that nobody wants any more stops", async () => {
  const control = new AbortController();
  control.abort();
  expect(await parse("SELECT 1;\n".repeat(20_000), "sql", control.signal)).toBeNull();
});
