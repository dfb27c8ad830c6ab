//! From the form to the spec, and back.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { INDEX_DEFAULTS, STORY } from "../../src/state/draft.ts";
import { quoteName } from "../../src/state/quote.ts";
import { fromSpec } from "../../src/state/from_spec.ts";
import { indexSpec, numbersSpec, toSpec } from "../../src/state/spec.ts";

const INDEX = { ...INDEX_DEFAULTS, table: "messages", dimensions: "1536", rows: "10k" };

test("the example is the spec of the documentation", () => {
  expect(toSpec(STORY)).toEqual({
    target: { postgres: "17", pgvector: "0.8.6", platform: "self-hosted", ram: "16GiB", cpus: 4 },
    migration: { format: "alembic", mode: "online", name: "add_hnsw_vector_indexes" },
    index: [
      { table: "messages", column: "embedding", type: "vector(1536)", metric: "cosine", rows: "10k", m: 16, ef_construction: 64 },
      { table: "atoms", column: "embedding", type: "vector(1536)", metric: "cosine", rows: "5k", m: 16, ef_construction: 64 },
    ],
  });
});

test("a spec fills the form, and the form says the same", () => {
  const spec = toSpec(STORY);
  expect(toSpec(fromSpec(spec, STORY))).toEqual(spec);
});

test("rows are those that are not NULL", () => {
  expect(indexSpec({ ...INDEX, rows: "1.2M", nulls: "25%" }).rows).toBe(900_000);
  expect(indexSpec({ ...INDEX, rows: "1.2M", nulls: "" }).rows).toBe("1.2M");
  expect(indexSpec({ ...INDEX, rows: "10,000" }).rows).toBe(10_000);
  expect(indexSpec({ ...INDEX, rows: "many", nulls: "5%" }).rows).toBe("many");
});

test("an index on a smaller copy is an expression of the other type", () => {
  expect(indexSpec({ ...INDEX, store: "halfvec" })).toMatchObject({
    expression: "embedding::halfvec(1536)",
    type: "halfvec(1536)",
  });
  expect(indexSpec({ ...INDEX, store: "binary", column: 'My "Vec"', metric: "hamming" })).toMatchObject({
    expression: 'binary_quantize("My ""Vec""")::bit(1536)',
    type: "bit(1536)",
  });
  expect(indexSpec({ ...INDEX, store: "halfvec" })).not.toHaveProperty("column");
});

test("an expression that the form could have written is the choice that writes it", () => {
  for (const store of ["halfvec", "binary"]) {
    for (const column of ["embedding", "order", 'My "Vec"', "a)::halfvec(3)"]) {
      const draft = { ...INDEX, store, column, metric: store === "binary" ? "hamming" : "cosine" };
      const spec = { ...toSpec(STORY), index: [indexSpec(draft)] };
      const back = fromSpec(spec, STORY).index[0] ?? INDEX;
      expect(indexSpec(back), column).toEqual(spec.index[0]);
    }
  }
  const index = indexSpec({ ...INDEX, store: "halfvec" });
  expect(fromSpec({ index: [index] }, STORY).index[0]).toMatchObject({ store: "halfvec", column: "embedding", type: "vector" });
  const other = { ...index, expression: "subvector(embedding, 1, 512)::halfvec(512)", type: "halfvec(512)" };
  expect(fromSpec({ index: [other] }, STORY).index[0]).toMatchObject({ store: "", expression: other.expression });
});

test("numbers need neither the predicate nor the expression", () => {
  const it = numbersSpec({ ...INDEX, store: "halfvec", where: "a > 1" });
  expect(it).toMatchObject({ column: "embedding", type: "halfvec(1536)" });
  expect(it).not.toHaveProperty("where");
  expect(it).not.toHaveProperty("expression");
});

test("what is empty is left out, what is no number stays a text", () => {
  expect(indexSpec({ ...INDEX, m: "", ef_construction: "many" })).toMatchObject({ ef_construction: "many" });
  expect(indexSpec({ ...INDEX, m: "" })).not.toHaveProperty("m");
  expect(indexSpec({ ...INDEX, nnz: "5" })).not.toHaveProperty("nnz");
  expect(indexSpec({ ...INDEX, type: "sparsevec", nnz: "5" })).toMatchObject({ nnz: 5 });
});

test("names are quoted where PostgreSQL would quote them", () => {
  expect(quoteName("embedding")).toBe("embedding");
  expect(quoteName("order")).toBe('"order"');
  expect(quoteName("Embedding")).toBe('"Embedding"');
  expect(quoteName("1st")).toBe('"1st"');
});

test("the keywords are those of the core", () => {
  const source = readFileSync(new URL("../../../crates/hnswkit-core/src/domain/keywords.rs", import.meta.url), "utf8");
  const table = source.slice(source.indexOf("KEYWORDS: &[&str] = &["), source.indexOf("];"));
  const words = [...table.matchAll(/"([a-z_]+)"/g)].map((it) => it[1] ?? "");
  expect(100 < words.length).toBe(true);
  for (const it of words) {
    expect(quoteName(it), it).toBe(`"${it}"`);
  }
});

test("what is done with an index goes there and back, with the keys of that operation only", () => {
  const draft = { ...INDEX, operation: "replace", previous_m: "8", previous_where: "", redundant: "other" };
  expect(indexSpec(draft)).toMatchObject({ operation: "replace", previous_m: 8 });
  expect(indexSpec(draft)).not.toHaveProperty("redundant");
  expect(indexSpec({ ...draft, operation: "create" })).toEqual(indexSpec(INDEX));
  expect(indexSpec({ ...draft, operation: "repair" })).toMatchObject({ operation: "repair", redundant: "other" });
  const back = fromSpec({ index: [indexSpec(draft)] }, STORY).index[0] ?? INDEX;
  expect(indexSpec(back)).toEqual(indexSpec(draft));
  // The smallest build, which reckons the numbers, knows one operation only.
  expect(numbersSpec(draft)).toEqual(numbersSpec(INDEX));
});

test("fewer bits and fewer numbers are reckoned as what the index holds", () => {
  const draft = { ...INDEX, quantize: "halfvec", subvector: "256" };
  expect(indexSpec(draft)).toMatchObject({ type: "vector(1536)", quantize: "halfvec", subvector: 256 });
  expect(numbersSpec(draft)).toMatchObject({ type: "halfvec(256)", metric: "cosine" });
  expect(numbersSpec({ ...INDEX, quantize: "binary" })).toMatchObject({ type: "bit(1536)", metric: "hamming" });
  expect(numbersSpec(draft)).not.toHaveProperty("quantize");
});
