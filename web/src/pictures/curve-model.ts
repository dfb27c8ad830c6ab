//! What the curve of sizes says about one place on it: the step it is on, and the next steps up and down.

import type { CurvePoint } from "../core/index.ts";

/** Dimensions that put as many elements on a page. */
export interface Plateau {
  from: number;
  to: number;
}

/** A place where one dimension more puts fewer elements on a page. */
export interface Cliff {
  before: CurvePoint;
  after: CurvePoint;
}

/** The cliffs: where two neighboring dimensions differ. Below the first, only samples are known. */
export function cliffs(curve: CurvePoint[]): Cliff[] {
  const found: Cliff[] = [];
  for (let at = 1; at < curve.length; at += 1) {
    const before = curve[at - 1];
    const after = curve[at];
    if (
      before !== undefined &&
      after !== undefined &&
      after.dimensions === before.dimensions + 1 &&
      after.elements_per_page < before.elements_per_page
    ) {
      found.push({ before, after });
    }
  }
  return found;
}

/** The step that `dimensions` are on; null where the curve has only samples. */
export function plateau(curve: CurvePoint[], dimensions: number, elements: number): Plateau | null {
  const all = cliffs(curve);
  const from = all.findLast((it) => it.after.dimensions <= dimensions)?.after;
  const to = all.find((it) => dimensions <= it.before.dimensions)?.before ?? curve.at(-1);
  if (from === undefined || to === undefined || from.elements_per_page !== elements) {
    return null;
  }
  return { from: from.dimensions, to: Math.max(to.dimensions, dimensions) };
}

/** The next cliff above `dimensions`, and the next below; null at the ends and among samples. */
export function nextCliffs(curve: CurvePoint[], dimensions: number): { up: Cliff | null; down: Cliff | null } {
  const all = cliffs(curve);
  const first = all[0];
  if (first === undefined || dimensions < first.before.dimensions) {
    return { up: null, down: null };
  }
  return {
    up: all.find((it) => dimensions < it.after.dimensions) ?? null,
    down: all.findLast((it) => it.after.dimensions <= dimensions) ?? null,
  };
}

/** The curve with the place of the user on it, in order. */
export function withPlace(curve: CurvePoint[], dimensions: number, bytes: number): CurvePoint[] {
  const before = curve.filter((it) => it.dimensions < dimensions);
  const after = curve.filter((it) => dimensions < it.dimensions);
  const elements = curve.findLast((it) => it.dimensions <= dimensions)?.elements_per_page ?? 0;
  return [...before, { dimensions, index_bytes: bytes, elements_per_page: elements }, ...after];
}

/** Round values from 0 to at most `max`, about `wanted` of them. */
export function ticks(max: number, wanted: number): number[] {
  if (!(0 < max)) {
    return [0];
  }
  const rough = max / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((it) => it * power).find((it) => rough <= it) ?? 10 * power;
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, n) => n * step);
}

/** Round numbers of bytes: round in the unit that they are printed in. */
export function byteTicks(max: number, wanted: number): number[] {
  const unit = 1024 ** Math.max(0, Math.floor(Math.log2(max) / 10));
  return ticks(max / unit, wanted).map((it) => it * unit);
}

/** How much larger or smaller, in words. */
export function ratio(from: number, to: number): string {
  const times = to / from;
  if (times < 1) {
    const less = 100 * (1 - times);
    return `${less.toFixed(less < 10 ? 1 : 0)}\u00a0% less`;
  }
  if (1.95 <= times && times < 2.05) {
    return "twice as much";
  }
  if (1.5 <= times) {
    return `${times.toFixed(1)} times as much`;
  }
  const more = 100 * (times - 1);
  return `${more.toFixed(more < 10 ? 1 : 0)}\u00a0% more`;
}
