//! Links: what is written is read back, whatever it is.

import { expect, test } from "vitest";
import { type Draft, INDEX_DEFAULTS, INDEX_KEYS, MIGRATION_KEYS, STORY, TARGET_KEYS } from "../../src/state/draft.ts";
import { decode, encode } from "../../src/state/share.ts";

const HOSTILE = [
  "",
  " ",
  "a.b.c",
  "a:b;c=d&e#f%g+h i",
  "\"O'Brien\".\"x.y\"",
  "имя 名前 🐘",
  "%zz",
  "(1536)",
  "a=b",
  "1,000",
];

function roundTrip(draft: Draft, selected = 0): void {
  const shared = decode(encode(draft, selected));
  expect(shared).toEqual({ draft, selected, ignored: [] });
}

test("the example is a link that one can read", () => {
  expect(encode(STORY, 0)).toBe(
    "v=1&postgres=17&pgvector=0.8.6&ram=16GiB&cpus=4&format=alembic&name=add_hnsw_vector_indexes" +
      "&i=messages.embedding:vector(1536):cosine:10k&i=atoms.embedding:vector(1536):cosine:5k",
  );
  roundTrip(STORY, 1);
});

test("every text of every field survives", () => {
  for (const text of HOSTILE) {
    for (const key of INDEX_KEYS) {
      roundTrip({ ...STORY, index: [{ ...INDEX_DEFAULTS, [key]: text }, INDEX_DEFAULTS] });
    }
    for (const key of TARGET_KEYS) {
      roundTrip({ ...STORY, target: { ...STORY.target, [key]: text } });
    }
    for (const key of MIGRATION_KEYS) {
      roundTrip({ ...STORY, migration: { ...STORY.migration, [key]: text } });
    }
  }
});

test("a hundred indexes survive", () => {
  const index = Array.from({ length: 100 }, (_, n) => ({ ...INDEX_DEFAULTS, table: `t${n}`, m: String(2 + n) }));
  roundTrip({ ...STORY, index }, 99);
});

test("a link of another version is named, another fragment is none of ours", () => {
  expect(decode("v=2&i=a.b:c(1):d:2")).toEqual({ unknown: "2" });
  expect(decode("")).toBeNull();
  expect(decode("section-3")).toBeNull();
});

test("what is not known is left out and named", () => {
  const shared = decode("v=1&color=red&i=t.c:vector(3):l2:10;shape=round");
  expect(shared).toMatchObject({ ignored: ["color", "shape"] });
});

test("a link that was cut off is read as far as it goes", () => {
  const whole = encode(STORY, 0);
  for (let end = 3; end < whole.length; end += 1) {
    const shared = decode(whole.slice(0, end));
    expect(shared !== null && "draft" in shared && 0 < shared.draft.index.length, whole.slice(0, end)).toBe(true);
  }
});

test("half a surrogate pair does not throw", () => {
  expect(encode({ ...STORY, index: [{ ...INDEX_DEFAULTS, table: "\uD800" }] }, 0)).toContain("%EF%BF%BD");
});
