//! What the numbers of one index cost in WebAssembly: the call of each keystroke, and all numbers.
//!
//! `npx vitest run --project bench core` after `cargo xtask wasm`. Node has the engine of Chromium.

import { expect, test } from "vitest";
import { load } from "../tests/wasm/core.ts";

const CALLS = 400;
const ROUNDS = 40;

type Spec = Parameters<Awaited<ReturnType<typeof load>>["estimate"]>[0];

/** One index, each time with a layout and a size of its own. */
function spec(n: number, more: object = {}): Spec {
  const type = `vector(${64 + (5 * n) % 1_900})`;
  const m = 8 + (n % 40);
  const index = { table: "messages", column: "embedding", type, metric: "cosine", rows: 1_000 + 97 * n };
  return { target: { pgvector: "0.8.0" }, index: [{ ...index, m, ef_construction: 200 }], ...more };
}

/** Microseconds a call: the best round, as all else only slows it down. */
function best(call: (n: number) => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    for (let n = 0; n < CALLS; n++) {
      call(n);
    }
    least = Math.min(least, performance.now() - from);
  }
  return (1_000 * least) / CALLS;
}

test("the numbers of one index", async () => {
  // As the page does: reading a spec throws within, and stacks of errors cost time.
  Error.stackTraceLimit = 0;
  const [core, text] = [await load("core"), await load("text")];
  const query = { query: { limit: 10, selectivity: 0.1 } };
  for (const [what, call] of [
    ["of a keystroke", (n: number) => core.estimate(spec(n))],
    ["reading a spec alone", (n: number) => core.estimate({ ...spec(n), index: [] })],
    ["all of the operation", (n: number) => text.estimate(spec(n))],
    ["all of the operation, and a search", (n: number) => text.estimate(spec(n, query))],
  ] as const) {
    expect(call(1)).toBeTypeOf("object");
    console.log(`numbers of an index, ${what}: ${best(call).toFixed(1)} µs`);
  }
}, 120_000);
