//! Problems and where they belong; models and what they fill in.

import { expect, test } from "vitest";
import { atIndex, fieldPath, isError } from "../../src/core/answer.ts";
import type { ModelEntry, Problem } from "../../src/core/index.ts";
import { grouped } from "../../src/form/combobox.tsx";
import { agrees, filterModels, modelChange } from "../../src/form/models.ts";
import { INDEX_DEFAULTS } from "../../src/state/draft.ts";

test("a path names section, index and key", () => {
  expect(fieldPath("index[3].m")).toEqual({ section: "index", index: 3, key: "m" });
  expect(fieldPath("target.ram")).toEqual({ section: "target", index: 0, key: "ram" });
  expect(fieldPath("index")).toEqual({ section: "index", index: 0, key: "" });
  expect(fieldPath("calibration[1].rows")).toEqual({ section: "calibration", index: 1, key: "rows" });
  expect(fieldPath("query.limit")).toEqual({ section: "query", index: 0, key: "limit" });
  expect(fieldPath("")).toBeNull();
});

test("a problem of the only index is one of any index", () => {
  const problem: Problem = { field: "index[0].m", value: "1", message: "", help: "", place: null };
  expect(atIndex(problem, 7).field).toBe("index[7].m");
});

test("a spec that could be read in part is no refusal", () => {
  expect(isError({ schema: 1, errors: [] })).toBe(true);
  expect(isError({ schema: 1, spec: {}, errors: [] } as object)).toBe(false);
  expect(isError({ schema: 1, indexes: [] } as object)).toBe(false);
});

const model = (name: string, provider: string, type: string, dimensions: number): ModelEntry => ({
  name, provider, type, dimensions, metric: "cosine", note: "", source: "",
});
const MODELS = [
  model("text-embedding-3-large", "OpenAI", "halfvec(3072)", 3072),
  model("bge-m3", "BAAI", "vector(1024)", 1024),
  model("text-embedding-3-small", "OpenAI", "vector(1536)", 1536),
];

test("models are found by name, provider and dimensions", () => {
  const names = (text: string): string[] => filterModels(MODELS, text).map((it) => it.name);
  expect(names("openai large")).toEqual(["text-embedding-3-large"]);
  expect(names("1024")).toEqual(["bge-m3"]);
  expect(names("")).toHaveLength(3);
  expect(names("nothing")).toEqual([]);
  expect(grouped(MODELS, (it) => it.provider).map(([provider, list]) => [provider, list.length])).toEqual([["OpenAI", 2], ["BAAI", 1]]);
});

test("above what an index holds, a model is indexed as halfvec", () => {
  const [large, m3] = MODELS;
  if (large === undefined || m3 === undefined) {
    throw new Error("the models are above");
  }
  expect(modelChange(large)).toMatchObject({ type: "vector", dimensions: "3072", store: "halfvec" });
  expect(modelChange(m3)).toMatchObject({ type: "vector", dimensions: "1024", store: "" });
  expect(agrees(large, { ...INDEX_DEFAULTS, dimensions: "3072" })).toBe(true);
  expect(agrees(large, { ...INDEX_DEFAULTS, dimensions: "1024" })).toBe(false);
});
