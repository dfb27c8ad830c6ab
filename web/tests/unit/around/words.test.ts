//! Numbers of the operation read as the command prints them.

import { expect, test } from "vitest";
import type { IndexSearch, Spec } from "../../../src/core/index.ts";
import { about, boundsOf, costsOf, figureText, planOf, rowsOf, sentence, share } from "../../../src/around/words.ts";
import { core } from "../core.ts";

test("figures are in their unit, and one number where both ends read the same", () => {
  const show = (unit: string, low: number, high: number): string => figureText({ name: "", unit, low, high, why: "" });
  expect(show("bytes", 1024, 2048)).toBe("1.0 to 2.0 KiB");
  expect(show("bytes", 6_435, 117 * 1024)).toBe("6.3 to 117 KiB");
  expect(show("seconds", 0.0016, 2)).toBe("1.6 ms to 2.0 s");
  expect(show("seconds", 0, 0)).toBe("0 s");
  expect(show("count", 1, 1234.5)).toBe("1 to 1,235");
  expect(show("count", 1.26, 1.26)).toBe("1.3");
  expect(show("share", 0.031, 1)).toBe("3.1 to 100 %");
  expect(show("cost", 9_225.366, 9_225.366)).toBe("9225.37");
});

test("what is known to two digits is shown so", () => {
  expect([0.5, 0.01, 0.0123, 0.00123, 0.00001].map(share)).toEqual(["50 %", "1 %", "1.2 %", "0.12 %", "0.001 %"]);
  expect([7, 97, 1_785, 480_922].map(about)).toEqual(["7", "97", "1,800", "480,000"]);
  expect(sentence("this plan is exact")).toBe("This plan is exact.");
});

function search(query: NonNullable<Spec["query"]>): IndexSearch {
  const index = [{ table: "messages", column: "embedding", type: "vector(1536)", metric: "cosine", rows: "1M" }];
  const answer = core().estimate({ index, query });
  const it = "searches" in answer ? answer.searches[0] : undefined;
  expect(it, JSON.stringify(answer)).toBeDefined();
  return it as IndexSearch;
}

test("a search without conditions takes the index and gets its rows", () => {
  const it = search({ limit: 10 });
  expect(planOf(it)).toBe("Index Scan");
  expect(boundsOf(it)).toMatch(/^The index is taken from about .* rows on, up to about LIMIT /);
  expect(rowsOf(it, "10")).toBe("A scan of the index returns all 10: it chooses from 40, where hnsw.ef_search ends it.");
});

test("a search with hard conditions is told of its other plan, its few rows and its cure", () => {
  const it = search({ limit: 20, selectivity: "1%", filter_index: "btree" });
  expect(planOf(it)).not.toBe("Index Scan");
  expect(costsOf(it)).toMatch(/^Costs: [\d,]+ for the Index Scan, .* and sorting the table, [\d,]+ for the index of the filter\.$/);
  expect(rowsOf(it, "20")).toContain("returns 0.4 of 20 on average");
  expect(it.suggestions.map((one) => one.setting)).toContain("hnsw.iterative_scan");
});
