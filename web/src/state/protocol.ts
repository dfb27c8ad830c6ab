//! What the page and the planner's worker say to each other.

import type { MonitorDocument, PlanDocument, PlanFile, Problem, RunbookDocument, Spec } from "../core/index.ts";

/** The whole request; the answer has the same `id`. */
export interface PlanQuestion {
  id: number;
  spec: Spec;
  /** Whether monitors and runbook are wanted, for which a larger build is loaded. */
  texts: boolean;
  /** Which runbook; null is that of the plan's own mode. */
  runbook: string | null;
}

/** Everything that can be copied from the page. */
export interface OutputAnswer {
  files: PlanFile[];
  plan: PlanDocument;
  /** Null until it is asked for. */
  monitor: MonitorDocument | null;
  /** The runbook that is chosen; null until it is asked for. */
  runbook: RunbookDocument | null;
  toml: string;
  commandLine: string;
}

export type PlanReply =
  | { id: number; answer: OutputAnswer }
  | { id: number; problems: Problem[] }
  /** The core trapped. */
  | { id: number; defect: string }
  /** A build could not be loaded. */
  | { id: number; failed: string };
