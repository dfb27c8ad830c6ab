//! Plans the whole request beside the page, with the smallest build that can.

import { isError } from "../core/answer.ts";
import { Defect } from "../core/guarded.ts";
import { type Core, loadFull, loadText, startCore } from "../core/index.ts";
import type { PlanQuestion, PlanReply } from "./protocol.ts";

let begin: (it: Promise<Core>) => void = () => {};
// A question may come before the build does.
const core = new Promise<Core>((resolve) => {
  begin = resolve;
});

self.addEventListener("message", (event: MessageEvent<WebAssembly.Module | PlanQuestion>) => {
  if (event.data instanceof WebAssembly.Module) {
    begin(startCore(event.data));
  } else {
    void reply(event.data);
  }
});

/** Keys whose values are SQL. */
const SQL = ["where", "expression", "previous_where", "previous_expression"] as const;

/** Sections of which the smallest build knows keys: target, migration, index. */
const SMALL = 3;

async function reply(question: PlanQuestion): Promise<void> {
  self.postMessage(await answer(question));
}

async function answer(question: PlanQuestion): Promise<PlanReply> {
  const { id, spec, texts, numbers } = question;
  try {
    const small = await core;
    // Only the large build reads SQL, the smallest writes for few tools and knows one operation, and each has what the
    // smaller one has.
    const format = spec.migration?.format;
    const few = format === undefined || small.formats().formats.some((it) => it.id === format);
    const reads = spec.index?.some((it) => SQL.some((key) => it[key] !== undefined));
    const known = new Set(small.parameters().fields.map((it) => it.key));
    const changes = spec.index?.some(
      (it) => it.operation !== undefined || Object.keys(it).some((key) => !known.has(key)),
    );
    // What it says of the server, the smallest has no words for.
    const server = Object.entries(spec.target ?? {}).some(
      ([key, value]) => !known.has(key) || (key === "platform" && value !== "self-hosted"),
    );
    // Builds that were timed, a search and the rest stand in sections of their own.
    const others = SMALL < Object.keys(spec).length;
    const larger = texts || numbers || server || others || !few || changes === true;
    const text = reads === true ? await loadFull() : larger ? await loadText() : null;
    const calls = text ?? small;
    const plan = calls.generate(spec);
    if (isError(plan)) {
      return { id, problems: plan.errors };
    }
    const monitor = texts && text !== null ? text.monitor(spec) : null;
    const runbook = texts && text !== null ? text.runbook(spec, question.runbook) : null;
    const every = numbers && text !== null ? text.estimate(spec) : null;
    return {
      id,
      answer: {
        files: plan.files,
        plan,
        monitor: monitor === null || isError(monitor) ? null : monitor,
        runbook: runbook === null || isError(runbook) ? null : runbook,
        toml: text?.writeToml(spec) ?? null,
        commandLine: text?.commandLine(spec) ?? null,
        numbers: every === null || isError(every) ? null : every,
      },
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof Defect ? { id, defect: message } : { id, failed: message };
  }
}
