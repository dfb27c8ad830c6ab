//! Finds embedding models, and says what choosing one fills in.

import type { ModelEntry } from "../core/index.ts";
import type { IndexDraft, IndexKey } from "../state/draft.ts";
import { hasWords } from "./combobox.tsx";

/** Models whose name, provider or dimensions have every word of `text` in them. */
export function filterModels(models: ModelEntry[], text: string): ModelEntry[] {
  return models.filter((it) => hasWords(`${it.provider} ${it.name} ${it.dimensions}`, text));
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
