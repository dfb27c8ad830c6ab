//! The page: puts its parts together.

import { render } from "preact";
import "./style/tokens.css";
import "./style/base.css";
import { App } from "./app/app.tsx";
import { defect } from "./app/notices.tsx";
import { goOffline } from "./app/offline.ts";
import { Defect, onDefect } from "./core/guarded.ts";
import { type Core, loadCore } from "./core/index.ts";
import { followForm } from "./state/history.ts";
import { measureKeystrokes } from "./state/keystroke.ts";
import { formats, offer } from "./state/offer.ts";
import { followPlan } from "./state/planner.ts";
import { start } from "./state/store.ts";

const root = document.getElementById("app");

async function main(into: HTMLElement): Promise<void> {
  const core = await loadCore().catch((error: unknown) => failed(into, error));
  if (core === null) {
    return;
  }
  onDefect((it) => (defect.value = it));
  if (!offerAll(core)) {
    failed(into, defect.peek());
    return;
  }
  followForm();
  start(core);
  measureKeystrokes();
  into.textContent = "";
  render(<App />, into);
  performance.mark("hnswkit:first-result");
  followPlan();
  goOffline();
}

function offerAll(core: Core): boolean {
  try {
    offer.value = core.parameters();
    formats.value = core.formats().formats;
    return true;
  } catch (error) {
    if (error instanceof Defect) {
      return false;
    }
    throw error;
  }
}

function failed(into: HTMLElement, error: unknown): null {
  const why = error instanceof Error ? error.message : String(error);
  const text = document.createElement("p");
  text.className = "failed";
  text.setAttribute("role", "alert");
  text.textContent =
    `hnswkit could not start: ${why}. It needs WebAssembly; reload the page, or use the command hnswkit.`;
  into.replaceChildren(text);
  return null;
}

if (root !== null) {
  void main(root);
}
