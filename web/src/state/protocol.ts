//! What the page and the planner's worker say to each other.

import type {
  EstimateDocument,
  MonitorDocument,
  PlanDocument,
  PlanFile,
  Problem,
  RunbookDocument,
  Spec,
} from "../core/index.ts";

/** The whole request; the answer has the same `id`. */
export interface PlanQuestion {
  id: number;
  spec: Spec;
  /** Whether monitors, runbook, spec and command line are wanted, for which a larger build is loaded. */
  texts: boolean;
  /** Whether the numbers around the indexes are wanted, for which a larger build is loaded, too. */
  numbers: boolean;
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
  /** The request as a `hnswkit.toml`; null until it is asked for. */
  toml: string | null;
  /** The command line that says the same; null until it is asked for. */
  commandLine: string | null;
  /** Every number of the operation; null until it is asked for. */
  numbers: EstimateDocument | null;
}

export type PlanReply =
  | { id: number; answer: OutputAnswer }
  | { id: number; problems: Problem[] }
  /** The core trapped. */
  | { id: number; defect: string }
  /** A build could not be loaded. */
  | { id: number; failed: string };
