//! Runs a rehearsal in node, on the same WebAssembly as in the browser.

import { readFileSync } from "node:fs";

import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";

import type { PlanDocument, Spec } from "../../../src/core/index.ts";
import * as full from "../../../src/core/generated/full.js";
import { jobOf, sampleSpec, tablesOf } from "../../../src/rehearse/job.ts";
import type { Job, Report } from "../../../src/rehearse/protocol.ts";
import { rehearse } from "../../../src/rehearse/run.ts";

const wasm = new URL("../../../src/core/generated/full_bg.wasm", import.meta.url);
full.initSync({ module: readFileSync(wasm) });

/** The plan of a request that has nothing wrong with it. */
export function planOf(spec: Spec): PlanDocument {
  const plan = full.plan(spec);
  if ("errors" in plan) {
    throw new Error(JSON.stringify(plan.errors));
  }
  return plan;
}

/** The job for a request, with the tables that are guessed for it. */
export function jobFor(spec: Spec, rows: number, ddl?: string): Job {
  const sample = sampleSpec(spec, rows, null);
  const plan = planOf(sample);
  const tables = tablesOf(sample, plan);
  const operators = new Map(full.parameters().metrics.map((it) => [it.id, it.operator]));
  return jobOf(sample, plan, tables, { ddl: ddl ?? tables.ddl, rows, operators });
}

/** The size that is estimated for the indexes of a request with other numbers of rows. */
export function estimated(spec: Spec, rows: number[]): number[] {
  const index = (spec.index ?? []).map((it, at) => ({ ...it, rows: rows[at] ?? 0 }));
  const answer = full.estimate({ ...spec, index });
  return "errors" in answer ? [] : answer.indexes.map((it) => it.index_bytes);
}

/** Runs a job to its end. */
export async function reports(job: Job): Promise<Report[]> {
  const found: Report[] = [];
  let server: PGlite | undefined;
  const host = {
    fetch: () => Promise.resolve(undefined),
    open: async (): Promise<PGlite> => {
      server = await PGlite.create({ extensions: { vector } });
      return server;
    },
  };
  await rehearse(host, job, (it) => found.push(structuredClone(it)));
  await server?.close();
  return found;
}
