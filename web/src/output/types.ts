//! What the output shows, and the names of its tabs.

import type { OutputAnswer } from "../state/protocol.ts";
import type { Language } from "./languages.ts";

export type { OutputAnswer };

/** The tabs, in their order. */
export const TABS = [
  ["forward", "Forward"],
  ["rollback", "Rollback"],
  ["verify", "Verify"],
  ["monitor", "Monitor"],
  ["runbook", "Runbook"],
  ["plan", "Plan"],
  ["toml", "hnswkit.toml"],
  ["command", "Command line"],
] as const;

export type Tab = (typeof TABS)[number][0];

/** A text that can be copied and saved. */
export interface Piece {
  /** Unique within the tab, and the same after each keystroke. */
  key: string;
  /** The path of a file, or what the text is. */
  title: string;
  /** What one should know before one runs it; Markdown code spans are understood. */
  note: string | null;
  /** Shown above the title of the piece, when it is not the file itself. */
  text: string;
  language: Language;
  /** The name to save it under; null for a text that is no file. */
  file: string | null;
  /** Not what one came for: closed at first. */
  isAside: boolean;
}
