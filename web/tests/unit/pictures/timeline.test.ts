//! The timeline shows every step once, and locks of a transaction until its end.

import { expect, test } from "vitest";

import type { PlanDocument } from "../../../src/core/index.ts";
import { settingBytes } from "../../../src/pictures/memory-model.ts";
import { rows, spans, waiting } from "../../../src/pictures/timeline-model.ts";
import { core } from "../core.ts";

function plan(mode: string): PlanDocument {
  const index = ["messages", "atoms"].map((table) => ({
    table, column: "embedding", type: "vector(1536)", metric: "cosine", rows: "10k",
  }));
  const it = core().plan({ migration: { mode }, index });
  if ("errors" in it) {
    throw new Error(JSON.stringify(it.errors));
  }
  return it;
}

test.each(["online", "transactional"])("a plan that is %s has every step in one row", (mode) => {
  const { steps, indexes } = plan(mode);
  const all = rows(steps, indexes);
  expect(all.flatMap((it) => it.steps)).toEqual(steps);
  expect(all.map((it) => it.build?.name).filter((it) => it !== undefined)).toEqual(indexes.map((it) => it.name));
});

test("online, writes go on and no transaction joins the steps", () => {
  const { steps, indexes } = plan("online");
  const all = rows(steps, indexes);
  expect(waiting(all)).toEqual(["schema changes"]);
  expect(new Set(all.map((it) => it.rail))).toEqual(new Set(["alone"]));
  expect(all.every((it) => it.held.length === 0)).toBe(true);
});

test("in a transaction, writes wait from the first build to the end", () => {
  const { steps, indexes } = plan("transactional");
  const all = rows(steps, indexes);
  expect(waiting(all)).toEqual(["writes", "schema changes"]);
  expect(all[0]?.rail).toBe("first");
  expect(all.at(-1)?.rail).toBe("last");
  const first = all.findIndex((it) => it.build !== null);
  for (const it of all.slice(first)) {
    expect([...it.waits, ...it.held]).toContain("writes");
  }
  expect(all.slice(0, first).flatMap((it) => it.held)).toEqual([]);
});

test("the builds follow each other, each as long as it takes at the most", () => {
  const { steps, indexes } = plan("online");
  const { spans: all, seconds } = spans(rows(steps, indexes));
  expect(all.map((it) => it.start)).toEqual([0, indexes[0]?.build_seconds_high]);
  expect(seconds).toBeCloseTo(indexes.reduce((sum, it) => sum + it.build_seconds_high, 0));
});

test("settings are read as PostgreSQL writes them", () => {
  expect(settingBytes("73MB")).toBe(73 * 2 ** 20);
  expect(settingBytes("2GB")).toBe(2 ** 31);
  expect(settingBytes("8192kB")).toBe(2 ** 23);
  expect(settingBytes("a lot")).toBeNull();
});
