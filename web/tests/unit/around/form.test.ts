//! The fields around the indexes: in the link, in the spec, and back.

import { expect, test } from "vitest";
import { buildsIn, without } from "../../../src/around/builds.tsx";
import { editFor } from "../../../src/around/choices.tsx";
import { keysOf } from "../../../src/around/fields.tsx";
import type { EstimateAlternative, Spec } from "../../../src/core/index.ts";
import { leftOut } from "../../../src/import/left_out.ts";
import { toldOf, words } from "../../../src/check/told.ts";
import { type Draft, INDEX_DEFAULTS, STORY } from "../../../src/state/draft.ts";
import { fromSpec } from "../../../src/state/from_spec.ts";
import { offer } from "../../../src/state/offer.ts";
import { decode, encode } from "../../../src/state/share.ts";
import { targetSpec, toSpec } from "../../../src/state/spec.ts";
import { core } from "../core.ts";

const AROUND = {
  "target.shared_buffers": "4GB",
  "target.max_connections": "100",
  "calibration.0.rows": "10k",
  "calibration.0.seconds": "4.8 s",
  "calibration.1.rows": "50_000",
  "calibration.1.seconds": "40",
  "query.limit": "20",
  "query.selectivity": "1%",
  "query.random_page_cost": "1.1",
  "activity.inserts": "100k",
  "activity.checkpoint_timeout": "15 min",
  "replication.bandwidth": "50MB",
};
const DRAFT: Draft = { ...STORY, around: AROUND };

test("each key stands in its section, and nowhere where the first build would read it", () => {
  const spec = toSpec(DRAFT);
  expect(spec.target).toEqual({ ...targetSpec(STORY.target), shared_buffers: "4GB", max_connections: 100 });
  expect(spec.calibration).toEqual([{ rows: "10k", seconds: "4.8 s" }, { rows: 50_000, seconds: 40 }]);
  expect(spec.query).toEqual({ limit: 20, selectivity: "1%", random_page_cost: "1.1" });
  expect(spec.activity).toEqual({ inserts: "100k", checkpoint_timeout: "15 min" });
  expect(spec.replication).toEqual({ bandwidth: "50MB" });
  expect(targetSpec(DRAFT.target)).not.toHaveProperty("shared_buffers");
  expect(Object.keys(toSpec({ ...STORY, around: { "query.limit": " " } }))).toEqual(["target", "migration", "index"]);
});

test("the core reads every key that the form offers, and reckons with it", () => {
  offer.value = core().parameters();
  for (const section of ["target", "calibration", "query", "activity", "replication"] as const) {
    const keys = keysOf(section);
    expect(keys.length, section).toBeGreaterThan(1);
    for (const it of keys) {
      expect(it.doc, it.key).toMatch(/\.$/);
      expect(it.choices.length !== 0 || `${it.default ?? it.example ?? ""}` !== "", it.key).toBe(true);
    }
  }
  const answer = core().estimate(toSpec(DRAFT));
  expect("errors" in answer ? answer.errors : []).toEqual([]);
  expect(answer).toMatchObject({ times: [{ basis: "timed" }, { basis: "timed" }] });
});

test("the copied file says it, and an imported one fills the form with it", () => {
  const spec = toSpec(DRAFT);
  const toml = core().writeToml(spec);
  for (const section of ["[[calibration]]", "[query]", "[activity]", "[replication]", "shared_buffers"]) {
    expect(toml).toContain(section);
  }
  const read = core().readToml(toml) as { spec: Spec };
  expect(leftOut(read.spec)).toEqual([]);
  const back = fromSpec(read.spec, STORY);
  expect(toSpec(back)).toEqual(spec);
});

test("what a file does not say stays; its builds take the place of those before", () => {
  const back = fromSpec({ index: [], calibration: [{ rows: 5, seconds: 1 }], query: { limit: 7 } }, DRAFT);
  expect(back.around).toMatchObject({ "query.limit": "7", "query.selectivity": "1%", "activity.inserts": "100k" });
  expect(Object.keys(back.around).filter((it) => it.startsWith("calibration"))).toEqual(["calibration.0.rows", "calibration.0.seconds"]);
});

test("a link holds all of it, whatever the texts", () => {
  for (const text of ["", "a&b=c;d", "1%", "%zz", "имя 🐘"]) {
    const draft = { ...DRAFT, around: { ...AROUND, "query.table_size": text } };
    expect(decode(encode(draft, 1))).toEqual({ draft, selected: 1, ignored: [] });
  }
  expect(encode(DRAFT, 0)).toContain("&calibration.0.rows=10k&");
  expect(decode("v=1&color.red=1&calibration.1000.rows=1&query.__proto__=1&i=a.b:vector(3):l2:10")).toMatchObject({
    draft: { around: {} },
    ignored: ["color.red", "calibration.1000.rows", "query.__proto__"],
  });
});

test("a build that is taken out leaves no gap", () => {
  expect(buildsIn(AROUND)).toBe(2);
  const after = Object.fromEntries(
    Object.entries({ ...AROUND, ...without(AROUND, 0) } as Record<string, string>).filter(([, text]) => text !== ""),
  );
  expect(toSpec({ ...STORY, around: after }).calibration).toEqual([{ rows: 50_000, seconds: 40 }]);
  expect(buildsIn({})).toBe(0);
});

test("the judge is told of /dev/shm, and of nothing that it does not know", () => {
  const spec = toSpec({ ...DRAFT, around: { ...AROUND, "target.shared_memory": "64MB" } });
  const told = toldOf(spec);
  expect(told.target).toEqual(targetSpec(STORY.target));
  expect(told).not.toHaveProperty("query");
  expect(words(told)).toContain("64MB of /dev/shm");
});

test("a choice is an edit of the form where the form can make it", () => {
  const draft = { ...INDEX_DEFAULTS, dimensions: "1536" };
  const choice = (id: string, type: string): EstimateAlternative => ({ id, type, m: 8 }) as EstimateAlternative;
  expect(editFor(choice("smaller-m", "vector(1536)"), draft)).toEqual({ m: "8" });
  expect(editFor(choice("halfvec", "halfvec(1536)"), draft)).toEqual({ store: "halfvec" });
  expect(editFor(choice("bit", "bit(1536)"), draft)).toEqual({ store: "binary", metric: "hamming" });
  expect(editFor(choice("fewer-dimensions", "vector(936)"), draft)).toEqual({ dimensions: "936" });
  expect(editFor(choice("halfvec", "halfvec(1536)"), { ...draft, expression: "f(x)" })).toBeNull();
});
