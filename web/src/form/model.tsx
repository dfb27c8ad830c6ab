//! Picks an embedding model, which fills type, dimensions and metric.

import type { VNode } from "preact";
import type { ModelEntry } from "../core/index.ts";
import { count } from "../core/format.ts";
import { needKeys, offer } from "../state/offer.ts";
import { editIndex } from "../state/store.ts";
import { Combobox } from "./combobox.tsx";
import { filterModels, modelChange } from "./models.ts";

interface Props {
  /** The model that the fields agree with, if it was picked. */
  picked: ModelEntry | null;
  onPick: (it: ModelEntry) => void;
}

export function ModelPicker({ picked, onPick }: Props): VNode {
  const models = offer.value?.models ?? [];
  return (
    <Combobox
      id="field-model"
      label="Embedding models"
      placeholder="search embedding models"
      shown={picked?.name ?? ""}
      chosen={picked?.name ?? ""}
      find={(text) => filterModels(models, text)}
      row={(it) => ({ key: it.name, group: it.provider, name: it.name, aside: count(it.dimensions) })}
      none={models.length === 0 ? "loading the models" : "no model of that name"}
      onOpen={needKeys}
      onPick={(it) => {
        onPick(it);
        editIndex(modelChange(it));
      }}
    />
  );
}
