//! The curve of sizes names the right steps, and its scales are round.

import { expect, test } from "vitest";

import type { CurvePoint } from "../../../src/core/index.ts";
import { byteTicks, cliffs, nextCliffs, ratio, ticks, withPlace } from "../../../src/pictures/curve-model.ts";

const point = (dimensions: number, mib: number, elements_per_page: number): CurvePoint => ({
  dimensions,
  index_bytes: mib * 1024 * 1024,
  elements_per_page,
});

const CURVE = [
  point(1, 3, 27), point(7, 3.2, 25), point(84, 6.3, 13), point(85, 6.5, 12), point(948, 42.7, 2),
  point(949, 78.1, 1), point(1968, 83, 1), point(1969, 156.3, 0), point(2000, 156.3, 0),
];

test("a cliff is where one dimension more takes more pages", () => {
  expect(cliffs(CURVE).map((it) => it.after.dimensions)).toEqual([85, 949, 1969]);
});

test.each([
  [1536, 1969, 948],
  [1968, 1969, 948],
  [1969, undefined, 1968],
  [949, 1969, 948],
  [948, 949, 84],
  [84, 85, undefined],
  // Among samples nothing is named.
  [3, undefined, undefined],
])("from %i dimensions the next steps are at %s and %s", (dimensions, up, down) => {
  const next = nextCliffs(CURVE, dimensions);
  expect(next.up?.after.dimensions).toBe(up);
  expect(next.down?.before.dimensions).toBe(down);
});

test("the place of the user is on the curve once", () => {
  const own = withPlace(CURVE, 949, 80);
  expect(own.map((it) => it.dimensions)).toEqual([1, 7, 84, 85, 948, 949, 1968, 1969, 2000]);
  expect(own.find((it) => it.dimensions === 949)?.index_bytes).toBe(80);
  expect(withPlace(CURVE, 1536, 80)).toHaveLength(CURVE.length + 1);
});

test("scales are round in the unit that is printed", () => {
  expect(ticks(2000, 4)).toEqual([0, 500, 1000, 1500, 2000]);
  expect(ticks(64000, 4)).toEqual([0, 20000, 40000, 60000]);
  expect(ticks(0, 4)).toEqual([0]);
  expect(byteTicks(168.8 * 2 ** 20, 4).map((it) => it / 2 ** 20)).toEqual([0, 50, 100, 150]);
  expect(byteTicks(1.6 * 2 ** 40, 4).map((it) => it / 2 ** 40)).toEqual([0, 0.5, 1, 1.5]);
});

test.each([
  [100, 55, "45\u00a0% less"],
  [100, 99.5, "0.5\u00a0% less"],
  [78.1, 156.3, "twice as much"],
  [100, 160, "1.6 times as much"],
  [100, 103.2, "3.2\u00a0% more"],
])("from %f to %f is %s", (from, to, words) => {
  expect(ratio(from, to)).toBe(words);
});
