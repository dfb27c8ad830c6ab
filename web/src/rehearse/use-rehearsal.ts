//! Starts the worker of a rehearsal, listens to it, and ends it.

import { useEffect, useRef, useState } from "preact/hooks";

import type { Job, Report } from "./protocol.ts";
import { advance, BEGUN, type View } from "./view.ts";

/** A rehearsal that can be run, and run again. */
export interface Rehearsal {
  /** Null before the first run. */
  view: View | null;
  job: Job | null;
  /** Seconds since it began. */
  elapsed: number;
  start(job: Job): void;
  cancel(): void;
}

/** How often the clock moves while nothing is reported. */
const TICK = 200;

export function useRehearsal(): Rehearsal {
  const [view, setView] = useState<View | null>(null);
  const [job, setJob] = useState<Job | null>(null);
  const [elapsed, setElapsed] = useState(0);
  const worker = useRef<Worker | null>(null);
  const running = view?.state === "running";

  const end = (): void => {
    worker.current?.terminate();
    worker.current = null;
  };
  useEffect(() => end, []);
  useEffect(() => {
    if (!running) {
      return undefined;
    }
    const begun = performance.now();
    const tick = (): void => setElapsed((performance.now() - begun) / 1000);
    tick();
    const timer = setInterval(tick, TICK);
    return () => {
      clearInterval(timer);
      tick();
    };
  }, [running, job]);

  return {
    view,
    job,
    elapsed,
    start(next) {
      end();
      const own = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
      worker.current = own;
      const hear = (report: Report): void => {
        // What a worker sent before it was ended may still arrive.
        if (worker.current !== own) {
          return;
        }
        setView((before) => advance(before ?? BEGUN, report));
        if (report.kind === "done" || report.kind === "failed") {
          // Its memory is worth more than its server.
          end();
        }
      };
      own.onmessage = (event: MessageEvent<Report>) => hear(event.data);
      own.onerror = (event) => {
        event.preventDefault();
        const message = event.message === "" ? "the worker could not be loaded" : event.message;
        hear({ kind: "failed", message });
      };
      setJob(next);
      setView(BEGUN);
      own.postMessage(next);
    },
    cancel() {
      end();
      setView((before) => (before === null ? null : { ...before, state: "canceled" }));
    },
  };
}
