//! Sample vectors are the same for the same seed, and lie in clusters; the bar moves forward only.

import { statSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { ASSET_BYTES, type Job, type JobVector, type Report } from "../../../src/rehearse/protocol.ts";
import { Sample } from "../../../src/rehearse/sample.ts";
import { advance, BEGUN, shareDone } from "../../../src/rehearse/view.ts";

const COLUMN: JobVector = {
  name: "e",
  type: { element: "vector", dimensions: 16 },
  duplicates: 0,
  nonZero: 4,
};

function rows(column: JobVector, seed: number, count: number): string[] {
  const sample = new Sample(column, seed, count);
  return Array.from({ length: count }, (_, row) => {
    const view = new DataView(new ArrayBuffer(sample.rowBytes));
    sample.write(row, view, 0);
    return new Uint8Array(view.buffer).join(" ");
  });
}

describe("a sample", () => {
  test("depends on its seed alone", () => {
    expect(rows(COLUMN, 1, 50)).toEqual(rows(COLUMN, 1, 50));
    expect(rows(COLUMN, 1, 50)).not.toEqual(rows(COLUMN, 2, 50));
  });

  test("repeats rows where it is told to", () => {
    expect(new Set(rows(COLUMN, 1, 400)).size).toBe(400);
    const distinct = new Set(rows({ ...COLUMN, duplicates: 0.3 }, 1, 400)).size;
    expect(distinct).toBeGreaterThan(400 * 0.6);
    expect(distinct).toBeLessThan(400 * 0.8);
  });

  test("is fetched with as many bytes as the package has", () => {
    const folder = new URL("../../../node_modules/@electric-sql/pglite/dist/", import.meta.url);
    const sizes = ["pglite.wasm", "initdb.wasm", "pglite.data"].map((it) => statSync(new URL(it, folder)).size);
    expect(sizes.reduce((sum, it) => sum + it, 0)).toBe(ASSET_BYTES);
  });
});

test("the bar moves forward and ends full", () => {
  const step = { sql: "SELECT 1;" };
  const job = {
    tables: [{}],
    indexes: [{}],
    preflight: [step],
    steps: [step, { sql: "CREATE INDEX i" }, step],
    down: [step],
  } as unknown as Job;
  const reports: Report[] = [];
  const run = (stage: Extract<Report, { kind: "stage" }>["stage"], sqls: (string | null)[]): void => {
    reports.push({ kind: "stage", stage });
    for (const sql of sqls) {
      const id = reports.length;
      reports.push({ kind: "begin", id, stage, why: "", sql }, { kind: "share", id, share: 0.5 });
      reports.push({ kind: "end", id, outcome: { seconds: 0, notices: [], lines: [], error: null } });
    }
  };
  run("server", [null, null, ""]);
  run("tables", [""]);
  run("sample", [null]);
  run("before", [null]);
  run("preflight", [""]);
  run("forward", ["SELECT 1;", "CREATE INDEX i", "SELECT 1;"]);
  run("after", [null, null]);
  run("rollback", ["SELECT 1;"]);
  run("again", ["SELECT 1;", "CREATE INDEX i", "SELECT 1;"]);
  reports.push({ kind: "done" });
  let view = BEGUN;
  let before = 0;
  for (const report of reports) {
    view = advance(view, report);
    const now = shareDone(view, job);
    expect(now).toBeGreaterThanOrEqual(before);
    before = now;
  }
  expect(before).toBe(1);
  expect(view.state).toBe("done");
});
