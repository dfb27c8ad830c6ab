//! The core in node, for tests of what shows its documents.

import { readFileSync } from "node:fs";

import * as full from "../../src/core/generated/full.js";

let isStarted = false;

/** The largest build. */
export function core(): typeof full {
  if (!isStarted) {
    full.initSync({ module: readFileSync(new URL("../../src/core/generated/full_bg.wasm", import.meta.url)) });
    isStarted = true;
  }
  return full;
}
