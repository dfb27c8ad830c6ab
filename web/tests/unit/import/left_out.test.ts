//! What the form cannot hold of a spec is named.

import { expect, test } from "vitest";

import type { Spec } from "../../../src/core/index.ts";
import { leftOut, leftOutSentence } from "../../../src/import/left_out.ts";
import { INDEX_DEFAULTS, STORY } from "../../../src/state/draft.ts";
import { indexSpec, toSpec } from "../../../src/state/spec.ts";

const INDEX = indexSpec({ ...INDEX_DEFAULTS, table: "messages", dimensions: "1536", rows: "10k" });

test("what the form can write is all there", () => {
  expect(leftOutSentence(toSpec(STORY))).toBeNull();
  expect(leftOutSentence({ index: [{ ...INDEX, operation: "create" }], lint: {} } as Spec)).toBeNull();
  const replace = { ...INDEX, operation: "replace", previous_m: 8 };
  expect(leftOutSentence({ ...toSpec(STORY), index: [replace] })).toBeNull();
  for (const store of ["halfvec", "binary"]) {
    const metric = store === "binary" ? "hamming" : "cosine";
    const index = indexSpec({ ...INDEX_DEFAULTS, table: "a", dimensions: "8", rows: "1", store, metric });
    expect(leftOut({ index: [index] }), store).toEqual([]);
  }
});

test("sections and keys without a field are named, as a file writes them", () => {
  const spec = {
    ...toSpec(STORY),
    index: [{ ...INDEX, partitions: { a: "1k" } }, { ...INDEX, table: "atoms", tenant_column: "tenant", tenants: { 7: "1k" } }],
    setting: [{ parameter: "hnsw.ef_search", value: 100 }],
    upgrade: { pgvector: "0.8.6" },
    restore: { dump: "backup.dump" },
    lint: { ignore: "x" },
  } as unknown as Spec;
  expect(leftOut(spec)).toEqual([
    "`partitions` of messages",
    "`tenant_column` of atoms",
    "`tenants` of atoms",
    "[[setting]]",
    "[upgrade]",
    "[restore]",
    "[lint]",
  ]);
  expect(leftOutSentence({ index: [], upgrade: { pgvector: "0.8.6" } } as unknown as Spec)).toBe(
    "This form cannot hold [upgrade]: the plan, the files and the hnswkit.toml of this page are made without. " +
      "The command line reads the whole file: `hnswkit generate --spec hnswkit.toml`.",
  );
});

test("an empty text that means something, and a key of another operation, do not vanish unsaid", () => {
  const index = { ...INDEX, operation: "replace", previous_where: "", redundant: "other" };
  expect(leftOut({ index: [index] })).toEqual(["`previous_where`", "`redundant`"]);
});
