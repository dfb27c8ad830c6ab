//! The core as WebAssembly: the smallest build at once, larger ones when they are needed.

import * as core from "./generated/core.js";
import coreUrl from "./generated/core_bg.wasm?url";

export type * from "./generated/full.js";

export type Core = Omit<typeof import("./generated/core.js"), "default" | "initSync">;
export type Text = Omit<typeof import("./generated/text.js"), "default" | "initSync">;
export type Full = Omit<typeof import("./generated/full.js"), "default" | "initSync">;

let loading: Promise<Core> | undefined;
let loadingText: Promise<Text> | undefined;
let loadingFull: Promise<Full> | undefined;

/** What the page needs at once: plan, generate, estimate, picture, formats, parameters. */
export function loadCore(): Promise<Core> {
  loading ??= core.default({ module_or_path: coreUrl }).then(() => core);
  return loading;
}

/** The same, and monitors, runbook, explanations. */
export function loadText(): Promise<Text> {
  loadingText ??= Promise.all([
    import("./generated/text.js"),
    import("./generated/text_bg.wasm?url"),
  ]).then(async ([module, { default: url }]) => {
    await module.default({ module_or_path: url });
    return module;
  });
  return loadingText;
}

/** The same, and what reads SQL and TOML: predicates, expressions, import. */
export function loadFull(): Promise<Full> {
  loadingFull ??= Promise.all([
    import("./generated/full.js"),
    import("./generated/full_bg.wasm?url"),
  ]).then(async ([module, { default: url }]) => {
    await module.default({ module_or_path: url });
    return module;
  });
  return loadingFull;
}
