//! What has to be said about the page itself: a link it cannot read, a defect, a plan that is missing.

import { signal } from "@preact/signals";
import type { VNode } from "preact";
import type { Defect } from "../core/guarded.ts";
import { Prose } from "../form/prose.tsx";
import { link, linkNotice } from "../state/history.ts";
import { planFailure } from "../state/planner.ts";
import { Icon } from "./icon.tsx";

export const defect = signal<Defect | null>(null);
/** What an imported file says and the form cannot. */
export const without = signal<string | null>(null);

export function Notices(): VNode {
  return (
    <div class="notices" role="status">
      {linkNotice.value !== null && (
        <Notice kind="hint" text={linkNotice.value} onClose={() => (linkNotice.value = null)} />
      )}
      {without.value !== null && (
        <Notice kind="warning" text={without.value} onClose={() => (without.value = null)} />
      )}
      {planFailure.value !== null && (
        <Notice
          kind="warning"
          text={`The plan could not be made: ${planFailure.value}. The numbers are right; the files follow with the next change of the form.`}
          onClose={() => (planFailure.value = null)}
        />
      )}
      {defect.value !== null && (
        <Notice
          kind="warning"
          text={`This is a defect in hnswkit (${defect.value.message}). The page goes on. Please report it with this link, which holds the form:`}
          link={link()}
          onClose={() => (defect.value = null)}
        />
      )}
    </div>
  );
}

interface NoticeProps {
  kind: "hint" | "warning";
  text: string;
  link?: string;
  onClose: () => void;
}

function Notice({ kind, text, link, onClose }: NoticeProps): VNode {
  return (
    <div class={`notice notice-${kind}`}>
      <p>
        <Prose text={text} />
        {link !== undefined && <code class="notice-link">{link}</code>}
      </p>
      <button type="button" class="tool" aria-label="Close the notice" onClick={onClose}>
        <Icon name="close" />
      </button>
    </div>
  );
}
