//! Asks the worker, one question at a time; the latest text wins.

import { Defect, reportDefect } from "../core/guarded.ts";
import type { Spec } from "../core/index.ts";
import type { Judgment, Question, Reply } from "./protocol.ts";

/** Is told what was found, or why nothing could be. */
export type Listener = (judgment: Judgment | null, failure: string) => void;

/** A judge who is busy with one text at most. */
export interface Judge {
  ask(text: string, spec: Spec): void;
  /** Ends the worker. */
  stop(): void;
}

/** The judge; the worker, and with it the build, is loaded now. */
export function judge(listener: Listener): Judge {
  let worker: Worker | null = null;
  let busy: Question | null = null;
  let next: Question | null = null;
  let asked = 0;
  let isStopped = false;

  const start = (): Worker => {
    const it = new Worker(new URL("./check.worker.ts", import.meta.url), { type: "module" });
    it.addEventListener("message", (event: MessageEvent<Reply>) => take(event.data));
    it.addEventListener("error", (event) => {
      event.preventDefault();
      take({ id: busy?.id ?? 0, failed: event.message || "the worker could not be loaded" });
    });
    worker = it;
    return it;
  };
  const send = (question: Question): void => {
    busy = question;
    (worker ?? start()).postMessage(question);
  };
  const take = (reply: Reply): void => {
    const question = busy;
    if (isStopped || question === null || reply.id !== question.id) {
      return;
    }
    busy = null;
    if ("document" in reply) {
      listener({ text: question.text, document: reply.document, problems: reply.problems }, "");
    } else {
      // Whatever state the worker is in, the next question gets a new one.
      worker?.terminate();
      worker = null;
      if ("defect" in reply) {
        reportDefect(new Defect("lintSql", reply.defect));
        listener(null, `This is a defect in hnswkit (${reply.defect}). Please report it with the text.`);
      } else {
        listener(null, `The text could not be checked: ${reply.failed}`);
      }
    }
    if (next !== null) {
      const waiting = next;
      next = null;
      send(waiting);
    }
  };

  start();
  return {
    ask(text, spec) {
      asked += 1;
      const question: Question = { id: asked, text, spec };
      if (busy === null) {
        send(question);
      } else {
        next = question;
      }
    },
    stop() {
      isStopped = true;
      worker?.terminate();
    },
  };
}
