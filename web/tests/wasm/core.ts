//! The builds of the core, loaded in node.

import { readFileSync } from "node:fs";
import type * as Full from "../../src/core/generated/full.js";

const folder = new URL("../../src/core/generated/", import.meta.url);

/** One of the builds: `core`, `text` or `full`. */
export async function load(name: "core" | "text" | "full"): Promise<typeof Full> {
  const module = (await import(new URL(`${name}.js`, folder).href)) as typeof Full;
  module.initSync({ module: readFileSync(new URL(`${name}_bg.wasm`, folder)) });
  return module;
}
