//! Sample vectors: clustered, the same for the same seed, as the server's binary COPY takes them.

import type { JobVector } from "./protocol.ts";

/** Rows a cluster has on average. */
const CLUSTER_ROWS = 60;
/** How far rows lie from the middle of their cluster, in units of the spread of the middles. */
const SPREAD = 0.45;

/** Numbers from 0 to below 1 that depend on nothing but the seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let it = Math.imul(state ^ (state >>> 15), state | 1);
    it ^= it + Math.imul(it ^ (it >>> 7), it | 61);
    return ((it ^ (it >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed of its own for each part of a sample. */
function mix(...parts: number[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    hash = Math.imul(hash ^ part, 0x01000193);
    hash ^= hash >>> 13;
  }
  return hash >>> 0;
}

/** About normal: the sum of four numbers has the right middle, spread and tails for a sample. */
function normal(next: () => number): number {
  return (next() + next() + next() + next() - 2) * 1.732;
}

/** Makes the vectors of one column. */
export class Sample {
  readonly #column: JobVector;
  readonly #seed: number;
  readonly #rows: number;
  readonly #clusters: number;
  readonly #middles = new Map<number, Float32Array>();

  constructor(column: JobVector, seed: number, rows: number) {
    this.#column = column;
    this.#seed = seed;
    this.#rows = rows;
    this.#clusters = Math.max(4, Math.round(rows / CLUSTER_ROWS));
  }

  /** Bytes of a row as the server receives it. */
  get rowBytes(): number {
    const { element, dimensions } = this.#column.type;
    switch (element) {
      case "vector":
        return 4 + 4 * dimensions;
      case "halfvec":
        return 4 + 2 * dimensions;
      case "bit":
        return 4 + Math.ceil(dimensions / 8);
      case "sparsevec":
        return 12 + 8 * this.#column.nonZero;
    }
  }

  /** Writes the vector of a row as the type's receive function reads it. */
  write(row: number, view: DataView, at: number): void {
    const { element, dimensions } = this.#column.type;
    const next = random(mix(this.#seed, this.#origin(row), 7));
    const cluster = Math.floor(next() * this.#clusters);
    switch (element) {
      case "vector":
      case "halfvec": {
        view.setInt16(at, dimensions);
        view.setInt16(at + 2, 0);
        const middle = this.#middle(cluster);
        for (let d = 0; d < dimensions; d += 1) {
          const value = (middle[d] ?? 0) + SPREAD * normal(next);
          if (element === "vector") {
            view.setFloat32(at + 4 + 4 * d, value);
          } else {
            view.setUint16(at + 4 + 2 * d, half(value));
          }
        }
        return;
      }
      case "bit": {
        view.setInt32(at, dimensions);
        const middle = this.#middle(cluster);
        for (let byte = 0; byte < Math.ceil(dimensions / 8); byte += 1) {
          let bits = 0;
          for (let bit = 0; bit < 8 && byte * 8 + bit < dimensions; bit += 1) {
            const value = (middle[byte * 8 + bit] ?? 0) + SPREAD * normal(next);
            bits |= value > 0 ? 0x80 >> bit : 0;
          }
          view.setUint8(at + 4 + byte, bits);
        }
        return;
      }
      case "sparsevec":
        this.#writeSparse(cluster, next, view, at);
    }
  }

  /** The row whose vector this one has: itself, or an earlier one that it repeats. */
  #origin(row: number): number {
    const next = random(mix(this.#seed, row, 3));
    if (row === 0 || row >= this.#rows || next() >= this.#column.duplicates) {
      return row;
    }
    return this.#origin(Math.floor(next() * row));
  }

  #middle(cluster: number): Float32Array {
    let middle = this.#middles.get(cluster);
    if (middle === undefined) {
      const next = random(mix(this.#seed, cluster, 11));
      middle = Float32Array.from({ length: this.#column.type.dimensions }, () => normal(next));
      this.#middles.set(cluster, middle);
    }
    return middle;
  }

  /** Rows of a cluster draw their elements from one pool, so that they have some in common. */
  #writeSparse(cluster: number, next: () => number, view: DataView, at: number): void {
    const { dimensions } = this.#column.type;
    const wanted = this.#column.nonZero;
    const pool = random(mix(this.#seed, cluster, 13));
    const offset = Math.floor(pool() * dimensions);
    const width = Math.min(dimensions, wanted * 3);
    const chosen = new Set<number>();
    while (chosen.size < wanted) {
      chosen.add((offset + Math.floor(next() * width)) % dimensions);
    }
    const indices = [...chosen].sort((a, b) => a - b);
    view.setInt32(at, dimensions);
    view.setInt32(at + 4, wanted);
    view.setInt32(at + 8, 0);
    for (const [k, index] of indices.entries()) {
      view.setInt32(at + 12 + 4 * k, index);
      view.setFloat32(at + 12 + 4 * wanted + 4 * k, 0.1 + next());
    }
  }
}

const scratch = new DataView(new ArrayBuffer(4));

/** A float of 16 bits; what is too small becomes 0, and nothing here is too large. */
function half(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const sign = (bits >>> 16) & 0x8000;
  return exponent <= 0 ? sign : sign | (exponent << 10) | ((bits >>> 13) & 0x3ff);
}
