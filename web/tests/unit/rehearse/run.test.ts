//! The rehearsal runs on a real server, whatever tables and predicates it is about.

import { describe, expect, test } from "vitest";

import type { IndexSpec, Spec } from "../../../src/core/index.ts";
import { type Measured, type Neighbors, type Report, SERVER } from "../../../src/rehearse/protocol.ts";
import { estimated, jobFor, reports } from "./story.ts";

const ROWS = 300;

function failure(found: Report[]): string | undefined {
  return found.flatMap((it) => (it.kind === "failed" ? [it.message] : []))[0];
}

function measured(found: Report[]): Measured[] {
  return found.flatMap((it) => (it.kind === "measured" ? [it.measured] : []));
}

function neighbors(found: Report[]): Neighbors[] {
  return found.flatMap((it) => (it.kind === "neighbors" ? [it.neighbors] : []));
}

function oneIndex(index: IndexSpec, mode = "online"): Spec {
  const migration = { mode, format: "psql" };
  return { migration, index: [{ metric: "cosine", rows: 10, ...index }] };
}

describe("a rehearsal", { timeout: 60_000 }, () => {
  test("runs the story forward, back and forward again, and measures what was estimated", async () => {
    const spec: Spec = {
      index: [
        { table: "messages", column: "embedding", type: "vector(1536)", metric: "cosine", rows: "10k" },
        { table: "atoms", column: "embedding", type: "vector(1536)", metric: "cosine", rows: "5k" },
      ],
    };
    const found = await reports(jobFor(spec, ROWS));
    expect(failure(found)).toBeUndefined();
    expect(found.at(-1)).toEqual({ kind: "done" });
    const version = found.find((it) => it.kind === "version");
    expect(version?.pgvector).toBe(SERVER.pgvector);
    expect(version?.postgres.split(".")[0]).toBe(SERVER.postgres);
    const sizes = measured(found);
    expect(sizes).toHaveLength(2);
    const expected = estimated(spec, sizes.map((it) => it.rows));
    for (const [at, { bytes, rows, tableRows, recall }] of sizes.entries()) {
      expect(tableRows).toBe(ROWS);
      expect(rows).toBeLessThan(ROWS);
      expect(rows).toBeGreaterThan(0.85 * ROWS);
      expect(Math.abs(bytes / (expected[at] ?? 0) - 1)).toBeLessThan(0.01);
      expect(recall).toBeGreaterThan(0.8);
    }
    const after = neighbors(found).filter((it) => it.when === "after" && it.index === 0);
    expect(after.some((it) => it.usesIndex)).toBe(true);
    expect(neighbors(found).some((it) => it.when === "before" && it.usesIndex)).toBe(false);
    expect(found.filter((it) => it.kind === "begin" && it.stage === "rollback").length).toBeGreaterThan(5);
  });

  test("quotes names as hostile as they come, and guesses the columns of a predicate", async () => {
    const where = `tenant_id = 42 AND "Ki""nd" IN ('a\\', 'b''') AND deleted_at IS NULL AND NOT hidden`;
    const table = `app."we""ird.t'; --"`;
    const index = { table, column: 'em "bed\\', type: "vector(8)", where };
    const found = await reports(jobFor(oneIndex(index), ROWS));
    expect(failure(found)).toBeUndefined();
    expect(measured(found)[0]?.rows).toBeGreaterThan(5);
    expect(measured(found)[0]?.rows).toBeLessThan(ROWS / 2);
  });

  test("indexes every type by every kind of expression", async () => {
    const index: IndexSpec[] = [
      { expression: "embedding::halfvec(3072)", type: "halfvec(3072)", metric: "cosine" },
      { expression: "binary_quantize(embedding)::bit(256)", type: "bit(256)", metric: "hamming" },
      { expression: "subvector(embedding, 1, 64)::vector(64)", type: "vector(64)", metric: "l2" },
      { column: "embedding", type: "halfvec(16)", metric: "ip" },
      { column: "embedding", type: "bit(64)", metric: "jaccard" },
      { column: "embedding", type: "sparsevec(30000)", metric: "l2", nnz: 20 },
      { column: "embedding", type: "vector(16)", metric: "l1", duplicates: "30%" },
    ];
    const spec = { index: index.map((it, at) => ({ ...it, table: `t${at}`, rows: 10 })) };
    const found = await reports(jobFor(spec, ROWS));
    expect(failure(found)).toBeUndefined();
    const sizes = measured(found);
    const expected = estimated(spec, sizes.map((it) => it.rows));
    expect(sizes).toHaveLength(index.length);
    for (const [at, { bytes, recall }] of sizes.entries()) {
      const pages = Math.abs(bytes - (expected[at] ?? 0)) / 8192;
      expect(pages, String(index[at]?.type)).toBeLessThanOrEqual(Math.max(2, (0.02 * bytes) / 8192));
      expect(recall, String(index[at]?.type)).toBeGreaterThan(0.7);
    }
  });

  test("runs a transactional plan in one transaction", async () => {
    const index = { table: "docs", column: "embedding", type: "vector(8)" };
    const found = await reports(jobFor(oneIndex(index, "transactional"), ROWS));
    expect(failure(found)).toBeUndefined();
    expect(found.filter((it) => it.kind === "begin" && it.sql === "COMMIT;")).toHaveLength(3);
  });

  test("fills the other columns of a table that people paste", async () => {
    const index = { table: "docs", column: "embedding", type: "vector(8)", where: "state = 'open'" };
    const ddl = `
      CREATE TYPE state AS ENUM ('open', 'closed');
      CREATE TABLE owners (id uuid PRIMARY KEY);
      CREATE TABLE docs (
        id serial PRIMARY KEY, owner uuid NOT NULL REFERENCES owners, title varchar(10) NOT NULL,
        state state NOT NULL, data jsonb NOT NULL, made timestamptz NOT NULL, tags text[] NOT NULL,
        embedding vector NOT NULL, other vector(4), score real NOT NULL, flag boolean NOT NULL,
        twice real GENERATED ALWAYS AS (score * 2) STORED
      );`;
    const spec = oneIndex({ ...index, column: "embedding" });
    const found = await reports(jobFor(spec, ROWS, ddl));
    // A column without dimensions cannot be indexed as it is: the server says so.
    expect(failure(found)).toBe("column does not have dimensions");
    const right = ddl.replace("vector NOT NULL", "vector(8) NOT NULL");
    const again = await reports(jobFor(spec, ROWS, right));
    expect(failure(again)).toBeUndefined();
    expect(measured(again)[0]?.tableRows).toBe(ROWS);
    expect(measured(again)[0]?.rows).toBe(ROWS / 2);
  });

  test("says what the server says when the tables cannot be made", async () => {
    const index = { table: "docs", column: "embedding", type: "vector(8)" };
    const found = await reports(jobFor(oneIndex(index), ROWS, "CREATE TABLE docs (a nothing);"));
    expect(failure(found)).toBe('type "nothing" does not exist');
    expect(found.some((it) => it.kind === "end" && it.outcome.error !== null)).toBe(true);
  });
});
