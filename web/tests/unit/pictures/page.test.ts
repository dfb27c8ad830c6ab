//! A page is drawn to scale: its regions fill it without a gap, and the curve agrees with it.

import { describe, expect, test } from "vitest";

import type { PictureDocument } from "../../../src/core/index.ts";
import { plateau } from "../../../src/pictures/curve-model.ts";
import { layouts, outline } from "../../../src/pictures/page-layout.ts";
import { core } from "../core.ts";

function picture(type: string): PictureDocument {
  const metric = type.startsWith("bit") ? "hamming" : "cosine";
  const nnz = type.startsWith("sparsevec") ? { nnz: 120 } : {};
  const it = core().picture({ index: [{ table: "t", column: "c", type, metric, rows: "10k", ...nnz }] });
  if ("errors" in it) {
    throw new Error(JSON.stringify(it.errors));
  }
  return it;
}

describe.each([
  "vector(1)", "vector(3)", "vector(768)", "vector(948)", "vector(949)", "vector(1536)", "vector(1968)",
  "vector(1969)", "vector(2000)", "halfvec(4000)", "bit(1024)", "bit(64000)", "sparsevec(30000)",
])("%s", (type) => {
  test("fills its pages to the last byte", () => {
    const { page } = picture(type);
    const all = layouts(page);
    expect(all).toHaveLength(page.elements === 0 ? 2 : 1);
    for (const { regions, shares } of all) {
      let at = 0;
      for (const it of regions) {
        expect(it.start).toBe(at);
        expect(at).toBeLessThan(it.end);
        at = it.end;
      }
      expect(at).toBe(page.bytes);
      expect(shares.reduce((sum, it) => sum + it.bytes, 0)).toBe(page.bytes);
    }
  });

  test("has as much unused as the core says", () => {
    const { page } = picture(type);
    const unused = layouts(page)[0]?.shares.find((it) => it.kind === "unused")?.bytes ?? 0;
    expect(unused).toBe(page.unused_bytes);
  });
});

test("1,024 dimensions take the page of 1,536, and the next begins at 1,969", () => {
  for (const dimensions of [949, 1024, 1536, 1968]) {
    const { page, curve } = picture(`vector(${dimensions})`);
    expect(plateau(curve, dimensions, page.elements)).toEqual({ from: 949, to: 1968 });
  }
  const { page, curve } = picture("vector(1969)");
  expect(plateau(curve, 1969, page.elements)).toEqual({ from: 1969, to: 2000 });
});

test("a plateau says no more than the curve knows", () => {
  const { page, curve } = picture("vector(3)");
  expect(plateau(curve, 3, page.elements)).toBeNull();
});

describe("the outline of a region", () => {
  test.each([
    [0, 24, "M0 0H24V1H0Z"],
    [24, 256, "M24 0H256V1H24Z"],
    // Two pieces that do not touch.
    [200, 300, "M200 0H256V1H200ZM0 1H44V2H0Z"],
    // Over a row and a bit: one piece.
    [100, 500, "M100 0H256V1H244V2H0V1H100Z"],
    [0, 512, "M0 0H256V1H256V2H0V1H0Z"],
  ])("from %i to %i", (start, end, path) => {
    expect(outline({ kind: "value", start, end }, 256)).toBe(path);
  });
});
