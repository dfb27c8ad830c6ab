//! Judges SQL beside the page: a long text takes longer than a frame.

import { isError } from "../core/answer.ts";
import { Defect } from "../core/guarded.ts";
import { loadLint } from "../core/index.ts";
import type { Question, Reply } from "./protocol.ts";

self.addEventListener("message", (event: MessageEvent<Question>) => {
  void answer(event.data).then((it) => self.postMessage(it));
});

async function answer({ id, text, spec }: Question): Promise<Reply> {
  try {
    const { lintSql } = await loadLint();
    const judged = lintSql(text, spec);
    if (!isError(judged)) {
      return { id, document: judged, problems: [] };
    }
    // What is wrong with the form is said; the text can be judged all the same.
    const without = lintSql(text, {});
    return isError(without)
      ? { id, failed: without.errors.map((it) => it.message).join("; ") }
      : { id, document: without, problems: judged.errors };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof Defect ? { id, defect: message } : { id, failed: message };
  }
}
