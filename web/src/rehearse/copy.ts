//! Rows in the format of PostgreSQL's binary COPY.

import { random, Sample } from "./sample.ts";

const SIGNATURE = [0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00];
const HEADER_BYTES = SIGNATURE.length + 8;
/** What one COPY should hold at the most: the sample is cancelled, and its bar moves, in between. */
const BATCH_BYTES = 2_000_000;

/** How many rows of these columns go into one COPY. */
export function batchRows(columns: Sample[]): number {
  const row = columns.reduce((sum, it) => sum + 4 + it.rowBytes, 10);
  return Math.max(10, Math.min(500, Math.floor(BATCH_BYTES / row)));
}

/** Rows `from` to below `to`: a number and a vector for each column, some of which are NULL. */
export function copyRows(
  columns: { sample: Sample; nullShare: number; seed: number }[],
  from: number,
  to: number,
): Blob {
  const row = columns.reduce((sum, it) => sum + 4 + it.sample.rowBytes, 10);
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + (to - from) * row + 2));
  SIGNATURE.forEach((byte, at) => view.setUint8(at, byte));
  let at = HEADER_BYTES;
  for (let n = from; n < to; n += 1) {
    view.setInt16(at, 1 + columns.length);
    view.setInt32(at + 2, 4);
    view.setInt32(at + 6, n);
    at += 10;
    for (const { sample, nullShare, seed } of columns) {
      if (random(seed + 31 * n)() < nullShare) {
        view.setInt32(at, -1);
        at += 4;
        continue;
      }
      view.setInt32(at, sample.rowBytes);
      sample.write(n, view, at + 4);
      at += 4 + sample.rowBytes;
    }
  }
  view.setInt16(at, -1);
  return new Blob([view.buffer.slice(0, at + 2)]);
}
