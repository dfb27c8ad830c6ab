//! Finds embedding models, and says what choosing one fills in.

import type { ModelEntry } from "../core/index.ts";
import type { IndexDraft, IndexKey } from "../state/draft.ts";

/** Models whose name, provider or dimensions have every word of `text` in them. */
export function filterModels(models: ModelEntry[], text: string): ModelEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter((it) => it !== "");
  return models.filter((it) => {
    const all = `${it.provider} ${it.name} ${it.dimensions}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** By provider, in the order of the table. */
export function grouped(models: ModelEntry[]): [string, ModelEntry[]][] {
  const out = new Map<string, ModelEntry[]>();
  for (const it of models) {
    out.set(it.provider, [...(out.get(it.provider) ?? []), it]);
  }
  return [...out];
}

/**
 * What a model fills in. The column is taken to be a `vector`; where an index cannot hold as many
 * dimensions of it, the index is of another type.
 */
export function modelChange(it: ModelEntry): Partial<Record<IndexKey, string>> {
  const isHalf = it.type.startsWith("halfvec");
  return {
    type: "vector",
    dimensions: String(it.dimensions),
    metric: it.metric,
    store: isHalf ? "halfvec" : "",
    expression: "",
  };
}

/** Whether the fields still say what the model filled in. */
export function agrees(it: ModelEntry, draft: IndexDraft): boolean {
  return draft.dimensions === String(it.dimensions);
}
