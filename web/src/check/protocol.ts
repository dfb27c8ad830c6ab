//! What the panel and its worker say to each other.

import type { LintDocument, Problem, Spec } from "../core/index.ts";

/** A text to judge; the answer has the same `id`. */
export interface Question {
  id: number;
  text: string;
  /** What the form says of the server and of the tables. */
  spec: Spec;
}

/** What was found in a text. */
export interface Judgment {
  /** The text that the places are of. */
  text: string;
  document: LintDocument;
  /** Why the form was left out; empty when it was not. */
  problems: Problem[];
}

export type Reply =
  | { id: number; document: LintDocument; problems: Problem[] }
  /** The core trapped. */
  | { id: number; defect: string }
  /** The build could not be loaded. */
  | { id: number; failed: string };
