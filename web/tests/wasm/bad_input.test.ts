//! Bad input: all problems at once, the same as the command's; nothing traps.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ErrorDocument, IndexSpec, Problem, Spec } from "../../src/core/generated/full.js";
import { command } from "./command.ts";
import { load } from "./core.ts";

const core = await load("core");
const full = await load("full");

function problems(answer: object): Problem[] {
  expect(answer).toHaveProperty("errors");
  return (answer as ErrorDocument).errors;
}

/** What a form cannot know: where in a file it stands. */
function withoutPlaces(list: Problem[]): Problem[] {
  return list.map((it) => ({ ...it, place: null }));
}

test("all problems come at once, as from the command", () => {
  const spec: Spec = {
    target: { pgvector: "0.4.4", ram: "16 parsecs", cpus: 0 },
    migration: { format: "alembic2", mode: "fast", name: "" },
    index: [
      { table: "a.b.c", column: "", type: "vector(2001)", metric: "hamming", rows: "x", m: 101 },
      { table: "t", column: "e", type: "vector", metric: "l2", rows: -1, m: 50, ef_construction: 64 },
    ],
  };
  const found = problems(full.plan(spec));
  expect(found.length).toBeGreaterThan(10);
  const file = join(mkdtempSync(join(tmpdir(), "hnswkit-")), "hnswkit.toml");
  writeFileSync(file, full.writeToml(spec));
  const expected = JSON.parse(command(["plan", "--json", "--spec", file])) as ErrorDocument;
  expect(found).toEqual(withoutPlaces(expected.errors));
});

test("an empty spec is one problem", () => {
  expect(problems(core.plan({ target: {}, migration: {}, index: [] }))).toHaveLength(1);
});

test("what is no spec throws, and the core goes on", () => {
  for (const wrong of [null, undefined, { index: 3 }]) {
    expect(() => core.plan(wrong as unknown as Spec)).toThrow();
  }
  expect(core.parameters().schema).toBe(1);
});

/** A generator that gives the same numbers each time: mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let it = Math.imul(state ^ (state >>> 15), 1 | state);
    it = (it + Math.imul(it ^ (it >>> 7), 61 | it)) ^ it;
    return ((it ^ (it >>> 14)) >>> 0) / 4_294_967_296;
  };
}

test("no input traps", () => {
  const next = random(20261123);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const values = [
    "", " ", "0", "-1", "1e308", "NaN", "10k", "1.2M", "99999999999999999999", "1%", "100%", "t",
    "a.b", '"', '"a"."b"', "a\u0000b", "😀".repeat(30), "x".repeat(64), "vector(1536)", "vector(0)",
    "halfvec(4000)", "bit(64000)", "sparsevec(1000000000)", "vector(-1)", "cosine", "l1", "hamming",
    "1GB", "99999TB", "0kB", "16GiB", "e::halfvec(3)", "(((", "1;DROP TABLE t", "deleted_at IS NULL",
    "\ud800", "online", "transactional", "alembic", "psql", "0.8.6", "18", "0.5.0", "9999.9",
    0, 1, 2, -1, 16, 64, 100, 1000, 4_096, 2 ** 31, 2 ** 53, 0.5, -0.1, 1e300, true, false,
  ] as const;
  const keys = full.parameters().fields;
  let planned = 0;
  for (let round = 0; round < 1_500; round++) {
    const spec: Spec & { index: IndexSpec[] } = { target: {}, migration: {}, index: [] };
    const n = 1 + Math.floor(next() * 3);
    for (let i = 0; i < n; i++) {
      spec.index.push({ table: `t${i}`, column: "e", type: "vector(3)", metric: "l2", rows: 10 });
    }
    for (let change = Math.floor(next() * 5); 0 < change; change--) {
      const field = pick(keys);
      // A section that is there and empty is a mistake, so it comes with its first key.
      const section =
        field.section === "index"
          ? pick(spec.index)
          : field.section === "setting"
            ? (spec.setting ??= [{}])[0]
            : field.section === "calibration"
              ? (spec.calibration ??= [{}])[0]
              : (spec[field.section as "target"] ??= {});
      (section as Record<string, unknown>)[field.key] = pick(values);
    }
    for (const name of ["plan", "generate", "estimate", "picture", "monitor", "runbook"] as const) {
      const answer = full[name](spec);
      planned += "errors" in answer ? 0 : 1;
    }
    expect(full.writeToml(spec).length).toBeGreaterThan(0);
    expect(full.commandLine(spec)).toContain("hnswkit generate");
  }
  // Otherwise only refusals would have been tried.
  expect(planned).toBeGreaterThan(400);
}, 120_000);
