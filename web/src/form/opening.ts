//! A part that opens when something is in it; that one empties it does not close it.

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** For the details of the part. */
export function useOpening(isUsed: boolean): RefObject<HTMLDetailsElement | null> {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (isUsed && details.current !== null) {
      details.current.open = true;
    }
  }, [isUsed]);
  return details;
}
