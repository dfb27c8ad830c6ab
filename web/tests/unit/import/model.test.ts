//! What the import shows for a text, and what it puts into the form.

import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import * as full from "../../../src/core/generated/full.js";
import { EXAMPLE } from "../../../src/import/example.ts";
import { chosenSpec, kindOf, readingOfSchema, readingOfSpec } from "../../../src/import/model.ts";

full.initSync({ module: readFileSync(new URL("../../../src/core/generated/full_bg.wasm", import.meta.url)) });

describe("an import", () => {
  test("tells a spec file from a schema", () => {
    expect(kindOf(EXAMPLE)).toBe("sql");
    expect(kindOf("# a comment\n[[index]]\r\ntable = 't'\n")).toBe("toml");
    expect(kindOf("[target] # where\n")).toBe("toml");
    expect(kindOf("CREATE TABLE t (a int[]);\n-- [index] of things\n")).toBe("sql");
    expect(kindOf("")).toBe("sql");
  });

  test("lists columns, indexes and notes of the example, with their places", () => {
    const reading = readingOfSchema(full.importSql(EXAMPLE));
    expect(reading.columns.map((it) => `${it.title} ${it.type} ${it.wanted}`)).toEqual([
      "public.messages.embedding vector(1536) true",
      "public.atoms.embedding vector(1536) false",
      "public.pictures.clip vector(3072) true",
      "public.pictures.tags sparsevec(30522) true",
      "public.drafts.embedding vector false",
    ]);
    expect(reading.indexes.map((it) => it.detail)).toEqual([
      "on public.atoms (embedding); cosine; m = 24, ef_construction = 96",
    ]);
    expect(reading.notes.length).toBeGreaterThan(0);
    const [first] = reading.columns;
    expect(EXAMPLE.slice(first?.place?.from, first?.place?.to)).toMatch(/^embedding public\.vector/);
    expect(first?.assumed.map((it) => it.field)).toContain("rows");
  });

  test("fills the form with what is ticked, and the core accepts it", () => {
    const reading = readingOfSchema(full.importSql(EXAMPLE));
    const all = chosenSpec(reading, (it) => it.wanted);
    expect(all.index?.map((it) => it.table)).toEqual(["public.messages", "public.pictures", "public.pictures"]);
    expect("errors" in full.plan(all)).toBe(false);
    const there = chosenSpec(reading, (it) => it.title === "atoms_embedding_idx");
    expect(there.index?.map((it) => it.m)).toEqual([24]);
  });

  test("takes over the target and the migration of a spec file, and says what is wrong in it", () => {
    const text = `[target]\npostgres = "17"\n[migration]\nformat = "alembic"\n[[index]]\ntable = "é😀"\ncolumn = "e"\ntype = "vector(8)"\nmm = 4\n`;
    const reading = readingOfSpec(full.readToml(text));
    expect(reading.columns.map((it) => it.title)).toEqual(["é😀.e"]);
    expect(chosenSpec(reading, () => true)).toMatchObject({
      target: { postgres: "17" },
      migration: { format: "alembic" },
      index: [{ table: "é😀", column: "e" }],
    });
    const [note] = reading.notes;
    expect(text.slice(note?.place?.from, note?.place?.to)).toBe("mm");
  });
});
