//! The browser and the command give the same bytes for the same request.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import type { Spec } from "../../src/core/generated/full.js";
import { command, examples, operations } from "./command.ts";
import { OPERATION_KEYS, OPERATIONS } from "../../src/state/draft.ts";
import { load } from "./core.ts";

const core = await load("core");
const text = await load("text");
const full = await load("full");

/** As the command prints it. */
function bytes(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

function read(path: string): Spec {
  const { spec, errors } = full.readToml(readFileSync(path, "utf8"));
  expect(errors).toEqual([]);
  return spec;
}

describe.each(examples().map((it) => [basename(it), it]))("%s", (_, path) => {
  const spec = read(path);

  test.each(["plan", "generate", "estimate", "monitor", "runbook"] as const)("%s", (name) => {
    const expected = command([name, "--json", "--spec", path]);
    expect(expected.length).toBeGreaterThan(100);
    expect(bytes(full[name](spec))).toBe(expected);
  });

  test("every runbook", () => {
    const first = full.runbook(spec);
    if ("errors" in first) {
      throw new Error("the core refuses the example");
    }
    expect(first.all.map((it) => it.id)).toContain(first.id);
    for (const { id } of first.all) {
      const expected = command(["runbook", "--json", "--spec", path, "--id", id]);
      expect(bytes(full.runbook(spec, id))).toBe(expected);
    }
  });

  test("every format", () => {
    for (const { id } of text.formats().formats) {
      const other = { ...spec, migration: { ...spec.migration, format: id } };
      const expected = command(["generate", "--json", "--spec", path, "--format", id]);
      expect(bytes(full.generate(other))).toBe(expected);
    }
  });

  test("the spec is written as it was read", () => {
    const written = full.writeToml(spec);
    expect(full.readToml(written)).toEqual({ schema: 1, spec, errors: [] });
  });
});

test.each(operations().map((it) => [basename(it), it]))("%s", (_, path) => {
  const spec = read(path);
  const named = spec.index?.some((it) => it.where !== undefined || it.expression !== undefined) === true;
  for (const name of ["plan", "generate"] as const) {
    const expected = command([name, "--json", "--spec", path]);
    expect(bytes(full[name](spec))).toBe(expected);
    // The page plans them with the build for texts, unless there is SQL in them.
    if (!named) {
      expect(bytes(text[name](spec))).toBe(expected);
    }
  }
});

test("the form offers every operation with its keys", () => {
  const fields = text.parameters().fields.filter((it) => it.section === "index");
  expect(fields.find((it) => it.key === "operation")?.choices).toEqual(OPERATIONS);
  for (const operation of OPERATIONS) {
    const keys = fields.filter((it) => it.only_for.includes(operation)).map((it) => it.key);
    expect(OPERATION_KEYS[operation] ?? [], operation).toEqual(keys);
  }
});

test("the smaller builds say the same as the large one", () => {
  const path = examples()[0] ?? "";
  const spec = read(path);
  for (const name of ["plan", "generate", "picture"] as const) {
    expect(bytes(core[name](spec))).toBe(bytes(full[name](spec)));
  }
  // The indexes are in all of them; what goes with them, in the larger ones only.
  const large = full.estimate(spec);
  const around = ["times", "searches", "after", "alternatives", "disk", "replication", "memory"];
  const without = (it: object) =>
    bytes(Object.fromEntries(Object.entries(it).filter(([key]) => !around.includes(key))));
  expect(without(core.estimate(spec))).toBe(without(large));
  expect(bytes(text.estimate(spec))).toBe(bytes(large));
  for (const name of ["monitor", "runbook"] as const) {
    expect(bytes(text[name](spec))).toBe(bytes(full[name](spec)));
  }
});

test("formats are those of the command", () => {
  expect(bytes(text.formats())).toBe(command(["formats", "--json"]));
  // The first visit has few of them.
  const every = text.formats().formats.map((it) => JSON.stringify(it));
  const few = core.formats().formats.map((it) => JSON.stringify(it));
  expect(every).toEqual(expect.arrayContaining(few));
  expect(few.length).toBeLessThan(every.length);
});
