//! Picks an embedding model, which fills type, dimensions and metric.

import { useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import type { ModelEntry } from "../core/index.ts";
import { count } from "../core/format.ts";
import { offer } from "../state/offer.ts";
import { editIndex } from "../state/store.ts";
import { filterModels, grouped, modelChange } from "./models.ts";

interface Props {
  /** The model that the fields agree with, if it was picked. */
  picked: ModelEntry | null;
  onPick: (it: ModelEntry) => void;
}

/** A combobox with a list, as the ARIA practices describe it. */
export function ModelPicker({ picked, onPick }: Props): VNode {
  const text = useSignal<string | null>(null);
  const isOpen = useSignal(false);
  const active = useSignal(0);
  const input = useRef<HTMLInputElement>(null);
  const models = useComputed(() => filterModels(offer.value?.models ?? [], text.value ?? ""));
  const found = models.value;
  const id = "field-model";

  const close = (): void => {
    isOpen.value = false;
    text.value = null;
    active.value = 0;
  };
  const pick = (it: ModelEntry | undefined): void => {
    if (it !== undefined) {
      onPick(it);
      editIndex(modelChange(it));
    }
    close();
  };
  const move = (by: number): void => {
    isOpen.value = true;
    active.value = (active.value + by + found.length) % Math.max(found.length, 1);
    document.getElementById(`${id}-${active.value}`)?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    switch (event.key) {
      case "ArrowDown":
        move(isOpen.value ? 1 : 0);
        break;
      case "ArrowUp":
        move(-1);
        break;
      case "Enter":
        if (!isOpen.value) {
          return;
        }
        pick(found[active.value]);
        break;
      case "Escape":
        if (!isOpen.value) {
          return;
        }
        close();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <div class="model">
      <input
        ref={input}
        id={id}
        class="text"
        type="text"
        role="combobox"
        aria-expanded={isOpen.value}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen.value && 0 < found.length ? `${id}-${active.value}` : undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder={`search ${offer.value?.models.length ?? 0} models`}
        value={text.value ?? picked?.name ?? ""}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          active.value = 0;
          isOpen.value = true;
        }}
        onClick={() => (isOpen.value = true)}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <div class="model-list" id={`${id}-list`} role="listbox" aria-label="Embedding models" hidden={!isOpen.value}>
        {isOpen.value && <Groups id={id} models={found} active={active.value} onPick={pick} />}
        {isOpen.value && found.length === 0 && <p class="model-none">no model of that name</p>}
      </div>
    </div>
  );
}

interface GroupsProps {
  id: string;
  models: ModelEntry[];
  active: number;
  onPick: (it: ModelEntry) => void;
}

function Groups({ id, models, active, onPick }: GroupsProps): VNode {
  let n = 0;
  return (
    <>
      {grouped(models).map(([provider, list]) => (
        <div role="group" aria-label={provider} key={provider}>
          <p class="model-provider" aria-hidden="true">{provider}</p>
          {list.map((it) => {
            const at = n++;
            return (
              <div
                key={it.name}
                id={`${id}-${at}`}
                class={at === active ? "model-one model-active" : "model-one"}
                role="option"
                aria-selected={at === active}
                // The field keeps the focus, so that its blur does not close the list first.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onPick(it)}
              >
                <span class="model-name">{it.name}</span>
                <span class="model-dimensions">{count(it.dimensions)}</span>
              </div>
            );
          })}
        </div>
      ))}
    </>
  );
}
