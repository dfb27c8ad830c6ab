//! What the core says about two indexes, as the output gets it.

import type { OutputAnswer } from "../../../src/output/index.ts";
import { core } from "../core.ts";

/** The answer for a format. */
export function answer(format: string, tables: string[] = ["messages", "atoms"]): OutputAnswer {
  const index = tables.map((table) => ({ table, column: "embedding", type: "vector(1536)", metric: "cosine", rows: "10k" }));
  const spec = { migration: { format }, index };
  const plan = core().generate(spec);
  const monitor = core().monitor(spec);
  const runbook = core().runbook(spec);
  if ("errors" in plan || "errors" in monitor || "errors" in runbook) {
    throw new Error("the core refuses the example");
  }
  const toml = core().writeToml(spec);
  const commandLine = core().commandLine(spec);
  return { files: plan.files, plan, monitor, runbook, toml, commandLine, numbers: null };
}
