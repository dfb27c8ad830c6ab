//! Keeps the whole plan up to date, behind the numbers: asks the worker, the latest request wins.

import { effect, signal } from "@preact/signals";
import { Defect, reportDefect } from "../core/guarded.ts";
import { coreModule, type Problem } from "../core/index.ts";
import { afterPaint } from "./frame.ts";
import type { OutputAnswer, PlanQuestion, PlanReply } from "./protocol.ts";
import { corrected } from "./numbers.ts";
import { draft, indexes, revision } from "./signals.ts";
import { toSpec } from "./spec.ts";

/** The last good plan; null until there was one. */
export const planned = signal<OutputAnswer | null>(null);
/** What is wrong with the request as a whole, in the words of the core. */
export const planProblems = signal<Problem[]>([]);
/** Whether `planned` is of an older form than the one on the screen. */
export const isStale = signal(false);
/** Why there is no answer, when it is not the request's fault. */
export const planFailure = signal<string | null>(null);

/** From so many indexes on, a plan is so long that typing goes first. */
const MANY = 12;
const PAUSE_FEW = 0;
const PAUSE_MANY = 250;

let worker: Worker | null = null;
let asked = 0;
let askedRevision = -1;
let isBusy = false;
let withTexts = false;
let withNumbers = false;
let runbook: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
/** The form changed while the worker was busy, and the pause is over. */
let isWanted = false;
let waiting: { resolve: (it: OutputAnswer) => void; reject: (error: Error) => void }[] = [];

/** Begins to follow the form. */
export function followPlan(): void {
  effect(() => {
    // The only thing that is subscribed to: every edit counts it up.
    void revision.value;
    isStale.value = true;
    clearTimeout(timer);
    const pause = indexes.peek().length < MANY ? PAUSE_FEW : PAUSE_MANY;
    timer = setTimeout(() => afterPaint(ask), pause);
  });
}

/** Monitors and runbook are on the screen from now on. */
export function needTexts(): void {
  if (!withTexts) {
    withTexts = true;
    askAgain();
  }
}

/** The numbers around the indexes are on the screen from now on, or no longer. */
export function needNumbers(are: boolean): void {
  const isNew = are && !withNumbers;
  withNumbers = are;
  if (isNew) {
    askAgain();
  }
}

/** Another runbook is to be read. */
export function chooseRunbook(id: string): void {
  if (id !== runbook) {
    runbook = id;
    askAgain();
  }
}

/** The form is the same, and more is wanted of it. */
function askAgain(): void {
  askedRevision = -1;
  isStale.value = true;
  ask();
}

/** The plan of the form as it is now, for the copy button; rejects when the form has problems. */
export function currentPlan(): Promise<OutputAnswer> {
  const now = planned.peek();
  if (now !== null && !isStale.peek()) {
    return Promise.resolve(now);
  }
  return new Promise((resolve, reject) => {
    waiting.push({ resolve, reject });
    clearTimeout(timer);
    ask();
  });
}

function ask(): void {
  if (isBusy) {
    isWanted = true;
    return;
  }
  isWanted = false;
  const start = worker ?? startWorker();
  isBusy = true;
  asked += 1;
  askedRevision = revision.peek();
  const question: PlanQuestion = { id: asked, spec: toSpec(draft()), texts: withTexts, numbers: withNumbers, runbook };
  start.postMessage(question);
}

function startWorker(): Worker {
  const it = new Worker(new URL("./plan.worker.ts", import.meta.url), { type: "module" });
  it.addEventListener("message", (event: MessageEvent<PlanReply>) => take(event.data));
  it.addEventListener("error", (event) => {
    event.preventDefault();
    take({ id: asked, failed: event.message || "the planner could not be loaded" });
  });
  void coreModule().then((module) => it.postMessage(module));
  worker = it;
  return it;
}

function take(reply: PlanReply): void {
  isBusy = false;
  const isCurrent = askedRevision === revision.peek();
  if ("answer" in reply) {
    planned.value = reply.answer;
    if (isCurrent) {
      corrected(reply.answer.plan.indexes);
    }
    planProblems.value = [];
    planFailure.value = null;
  } else if ("problems" in reply) {
    planProblems.value = reply.problems;
    corrected([]);
    planFailure.value = null;
  } else {
    // Whatever state the worker is in, the next question gets a new one.
    worker?.terminate();
    worker = null;
    if ("defect" in reply) {
      reportDefect(new Defect("plan", reply.defect));
    } else {
      planFailure.value = reply.failed;
    }
  }
  if (isCurrent) {
    isStale.value = !("answer" in reply);
    settle(reply);
  }
  if (isWanted) {
    ask();
  }
}

function settle(reply: PlanReply): void {
  const done = waiting;
  waiting = [];
  for (const it of done) {
    if ("answer" in reply) {
      it.resolve(reply.answer);
    } else {
      it.reject(new Error("the form has something wrong; nothing was copied"));
    }
  }
}
