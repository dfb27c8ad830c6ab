//! Builds that were timed on the server, one below the other.

import { signal } from "@preact/signals";
import type { VNode } from "preact";
import { Icon } from "../app/icon.tsx";
import type { FieldEntry } from "../core/index.ts";
import type { AroundDraft } from "../state/draft.ts";
import { around } from "../state/signals.ts";
import { editAround } from "../state/store.ts";
import { More, Pairs } from "./fields.tsx";

/** What every build has; the rest is as in the first index, unless it is said. */
const ALWAYS = new Set(["rows", "seconds"]);

/** A link has no room for more. */
const MOST = 100;

/** So many are shown besides those that have something in them. */
const shown = signal(1);

/** How many builds the form has. */
export function buildsIn(draft: AroundDraft): number {
  const numbers = Object.keys(draft).map((it) => /^calibration\.(\d+)\./.exec(it)?.[1]);
  return Math.max(0, ...numbers.map((it) => (it === undefined ? 0 : Number(it) + 1)));
}

/** The edit that takes a build out: those behind it move up. */
export function without(draft: AroundDraft, at: number): Record<string, string> {
  const out: Record<string, string> = {};
  for (const key of Object.keys(draft)) {
    const [, number, rest] = /^calibration\.(\d+)\.(.*)$/.exec(key) ?? [];
    if (number !== undefined && at <= Number(number)) {
      out[key] ??= "";
      if (at < Number(number)) {
        out[`calibration.${Number(number) - 1}.${rest}`] = draft[key] ?? "";
      }
    }
  }
  return out;
}

export function Builds({ keys }: { keys: FieldEntry[] }): VNode {
  const builds = Math.max(buildsIn(around.value), shown.value);
  const remove = (at: number): void => {
    shown.value = Math.max(1, builds - 1);
    editAround(without(around.value, at));
  };
  const few = keys.filter((it) => ALWAYS.has(it.key));
  const others = keys.filter((it) => !ALWAYS.has(it.key));
  return (
    <>
      {Array.from({ length: builds }, (_, at) => {
        const set = others.filter((it) => `calibration.${at}.${it.key}` in around.value).length;
        return (
          <div class="around-build" role="group" aria-label={`Build ${at + 1}`} key={at}>
            <div class="around-build-head">
              <span class="field-label">Build {at + 1}</span>
              <button type="button" class="tool" aria-label={`Remove build ${at + 1}`} onClick={() => remove(at)}>
                <Icon name="remove" />
              </button>
            </div>
            <Pairs section="calibration" keys={few} at={at} />
            <More title="It was not built like the first index" set={set}>
              <Pairs section="calibration" keys={others} at={at} />
            </More>
          </div>
        );
      })}
      <p>
        <button
          type="button"
          class="button-small"
          disabled={MOST <= builds}
          onClick={() => (shown.value = builds + 1)}
        >
          <Icon name="add" />
          Add a build
        </button>
      </p>
    </>
  );
}
