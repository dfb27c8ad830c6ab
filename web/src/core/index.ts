//! The core as WebAssembly: the smallest build at once, larger ones when they are needed.

import * as core from "./generated/core.js";
import coreUrl from "./generated/core_bg.wasm?url";
import { guarded } from "./guarded.ts";

export type * from "./generated/full.js";

type Calls<T> = Omit<T, "default" | "initSync" | "__wbg_reset_state">;
export type Core = Calls<typeof import("./generated/core.js")>;
export type Text = Calls<typeof import("./generated/text.js")>;
export type Full = Calls<typeof import("./generated/full.js")>;
export type Lint = Calls<typeof import("./generated/lint.js")>;

let compiling: Promise<WebAssembly.Module> | undefined;
let loading: Promise<Core> | undefined;
let loadingText: Promise<Text> | undefined;
let loadingFull: Promise<Full> | undefined;
let loadingLint: Promise<Lint> | undefined;

/** What the page needs at once: plan, generate, estimate, picture, formats, parameters. */
export function loadCore(): Promise<Core> {
  loading ??= coreModule()
    .then((module) => core.default({ module_or_path: module }))
    .then(() => guarded<Core>(core))
    .catch(forget(() => (loading = undefined)));
  return loading;
}

/** The same build, compiled: a worker that is given it need not fetch or compile it again. */
export function coreModule(): Promise<WebAssembly.Module> {
  compiling ??= compile(coreUrl).catch(forget(() => (compiling = undefined)));
  return compiling;
}

/** As `loadCore`, from a module that another thread compiled. */
export function startCore(module: WebAssembly.Module): Promise<Core> {
  compiling = Promise.resolve(module);
  return loadCore();
}

/** The same, and monitors, runbook, explanations. */
export function loadText(): Promise<Text> {
  loadingText ??= Promise.all([
    import("./generated/text.js"),
    import("./generated/text_bg.wasm?url"),
  ])
    .then(async ([module, { default: url }]) => {
      await module.default({ module_or_path: await compile(url) });
      return guarded<Text>(module);
    })
    .catch(forget(() => (loadingText = undefined)));
  return loadingText;
}

/** The same, and what reads SQL and TOML: predicates, expressions, import. */
export function loadFull(): Promise<Full> {
  loadingFull ??= Promise.all([
    import("./generated/full.js"),
    import("./generated/full_bg.wasm?url"),
  ])
    .then(async ([module, { default: url }]) => {
      await module.default({ module_or_path: await compile(url) });
      return guarded<Full>(module);
    })
    .catch(forget(() => (loadingFull = undefined)));
  return loadingFull;
}

/** What judges SQL, and nothing else. */
export function loadLint(): Promise<Lint> {
  loadingLint ??= Promise.all([
    import("./generated/lint.js"),
    import("./generated/lint_bg.wasm?url"),
  ])
    .then(async ([module, { default: url }]) => {
      await module.default({ module_or_path: await compile(url) });
      return guarded<Lint>(module);
    })
    .catch(forget(() => (loadingLint = undefined)));
  return loadingLint;
}

async function compile(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(url, { credentials: "same-origin" });
  if (!response.ok) {
    throw new Error(`${response.status} for ${url}`);
  }
  // A static host that does not know the type of wasm must not stop the page.
  return response.headers.get("Content-Type") === "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

/** Lets the next call try again: offline now need not be offline later. */
function forget(reset: () => void): (error: unknown) => never {
  return (error) => {
    reset();
    throw error;
  };
}
