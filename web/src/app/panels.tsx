//! Import, check, decode and rehearse as dialogs, each of which is loaded when it is opened.

import { effect, signal } from "@preact/signals";
import type { ComponentType, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Spec } from "../core/index.ts";
import { linkedText } from "../state/checked.ts";
import { toSpec } from "../state/spec.ts";
import { draft } from "../state/signals.ts";
import { replaceWith } from "../state/store.ts";
import { Icon } from "./icon.tsx";
import { without } from "./notices.tsx";

export type PanelName = "import" | "check" | "decode" | "rehearse";

const TITLES: Record<PanelName, string> = {
  import: "Import a schema",
  check: "Check SQL",
  decode: "Decode a message",
  rehearse: "Rehearse here",
};

const open = signal<PanelName | null>(null);
const loaded = signal<ComponentType | null>(null);
const failure = signal<string | null>(null);

/** Opens a panel; its code is fetched now. */
export function openPanel(name: PanelName): void {
  open.value = name;
  loaded.value = null;
  failure.value = null;
  LOADERS[name]().then(
    (it) => {
      if (open.peek() === name) {
        loaded.value = it;
      }
    },
    (error: unknown) => {
      failure.value = error instanceof Error ? error.message : String(error);
    },
  );
}

function close(): void {
  open.value = null;
  loaded.value = null;
}

const LOADERS: Record<PanelName, () => Promise<ComponentType>> = {
  import: async () => {
    const { ImportPanel, fromSpec } = await import("../import/index.ts");
    const apply = (spec: Spec, it: string | null): void => {
      without.value = it;
      replaceWith(fromSpec(spec, draft()));
      close();
    };
    return () => <ImportPanel onApply={apply} />;
  },
  check: async () => {
    const { CheckPanel } = await import("../check/index.ts");
    const spec = toSpec(draft());
    return () => <CheckPanel spec={spec} />;
  },
  decode: async () => {
    const { DecodePanel } = await import("../decode/index.ts");
    // With the form, a build that spilled tells which memory was in force.
    const spec = toSpec(draft());
    return () => <DecodePanel spec={spec} />;
  },
  rehearse: async () => {
    const { RehearsePanel } = await import("../rehearse/index.ts");
    // The form as it was when the panel was opened: a run must not change under one's eyes.
    const spec = toSpec(draft());
    return () => <RehearsePanel spec={spec} />;
  },
};

// A link with a text opens the panel that the text is for.
effect(() => {
  if (linkedText.value !== null) {
    openPanel("check");
  }
});

export function Panels(): VNode | null {
  const name = open.value;
  return name === null ? null : <Dialog key={name} name={name} />;
}

function Dialog({ name }: { name: PanelName }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const Panel = loaded.value;
  return (
    <dialog class="panel" ref={dialog} aria-labelledby="panel-title" onClose={close}>
      <header class="panel-head">
        <h2 id="panel-title">{TITLES[name]}</h2>
        <button type="button" class="tool" aria-label="Close" onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </button>
      </header>
      <div class="panel-body">
        {failure.value !== null ? (
          <p>This part could not be loaded: {failure.value}. Check the connection and open it again.</p>
        ) : Panel === null ? (
          <p class="panel-wait">Loading…</p>
        ) : (
          <Panel />
        )}
      </div>
    </dialog>
  );
}
