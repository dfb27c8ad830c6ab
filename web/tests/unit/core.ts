//! The core in node, for tests of what shows its documents.

import { readFileSync } from "node:fs";

import * as full from "../../src/core/generated/full.js";
import * as lint from "../../src/core/generated/lint.js";

let isStarted = false;
let isJudging = false;

/** The largest build. */
export function core(): typeof full {
  if (!isStarted) {
    full.initSync({ module: readFileSync(new URL("../../src/core/generated/full_bg.wasm", import.meta.url)) });
    isStarted = true;
  }
  return full;
}

/** The build that judges SQL. */
export function judge(): typeof lint {
  if (!isJudging) {
    lint.initSync({ module: readFileSync(new URL("../../src/core/generated/lint_bg.wasm", import.meta.url)) });
    isJudging = true;
  }
  return lint;
}
