//! What a spec says and the form cannot: it is named, never dropped in silence.

import type { Spec } from "../core/index.ts";
import { MIGRATION_DEFAULTS, TARGET_DEFAULTS } from "../state/draft.ts";
import { fromSpec } from "../state/from_spec.ts";
import { toSpec } from "../state/spec.ts";

/** Sections of which a file has several. */
const SEVERAL = new Set(["index", "setting"]);

/** The sections and keys that the form has no place for, as they are written in a file. */
export function leftOut(spec: Spec): string[] {
  const kept = toSpec(fromSpec(spec, { target: TARGET_DEFAULTS, migration: MIGRATION_DEFAULTS, index: [], around: {} }));
  const out: string[] = [];
  for (const [name, section] of Object.entries(spec)) {
    if (name === "index") {
      for (const [at, index] of (spec.index ?? []).entries()) {
        const of = (spec.index ?? []).length === 1 ? "" : ` of ${String(index.name ?? index.table ?? `index ${at + 1}`)}`;
        out.push(...missing(index, kept.index?.[at]).map((key) => `\`${key}\`${of}`));
      }
    } else if (name === "target" || name === "migration") {
      out.push(...missing(section, kept[name]).map((key) => `\`${key}\` of [${name}]`));
    } else if (!isEmpty(section) && !(name in kept)) {
      out.push(SEVERAL.has(name) ? `[[${name}]]` : `[${name}]`);
    }
  }
  return out;
}

/** The same as a sentence, with the way to have them; null when nothing is left out. */
export function leftOutSentence(spec: Spec): string | null {
  const names = leftOut(spec);
  if (names.length === 0) {
    return null;
  }
  const all = names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return (
    `This form cannot hold ${all}: the plan, the files and the hnswkit.toml of this page are made without. ` +
    "The command line reads the whole file: `hnswkit generate --spec hnswkit.toml`."
  );
}

function missing(section: object, kept: object = {}): string[] {
  return Object.entries(section).flatMap(([key, value]) =>
    // What is not said at all is `create`.
    key in kept || value === undefined || (key === "operation" && value === "create") ? [] : [key],
  );
}

function isEmpty(section: unknown): boolean {
  return section === undefined || section === null || Object.keys(section).length === 0;
}
