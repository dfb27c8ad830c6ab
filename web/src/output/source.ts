//! What the parts of the output need to know: where the current texts come from, and how to tell people.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { OutputAnswer } from "./types.ts";

export interface Source {
  /** The answer for the form as it is now, once it is there. */
  current: () => Promise<OutputAnswer>;
  /** Tells screen readers. */
  say: (text: string) => void;
}

export const SourceContext = createContext<Source | null>(null);

/** The source of the output around; there is one wherever its parts are shown. */
export function useSource(): Source {
  const source = useContext(SourceContext);
  if (source === null) {
    throw new Error("a part of the output stands outside of it");
  }
  return source;
}
