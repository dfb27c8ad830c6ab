//! A field that searches a list: a combobox with groups, as the ARIA practices describe it.

import { useSignal } from "@preact/signals";
import type { VNode } from "preact";

/** What is shown of a thing to choose. */
export interface Row {
  key: string;
  /** Things of one group stand together. */
  group: string;
  name: string;
  /** A few words beside the name. */
  aside: string;
}

interface Props<T> {
  id: string;
  "aria-invalid"?: boolean;
  "aria-describedby"?: string | undefined;
  /** What the list is called. */
  label: string;
  placeholder: string;
  /** What is chosen, as text. */
  shown: string;
  /** The key of what is chosen. */
  chosen: string;
  /** The things that a text finds; all for none. */
  find: (text: string) => T[];
  row: (it: T) => Row;
  /** Said when nothing is found. */
  none: string;
  onPick: (it: T) => void;
  /** Somebody is about to look at the list. */
  onOpen?: () => void;
}

/** By group, in the order in which the groups come first. */
export function grouped<T>(all: T[], group: (it: T) => string): [string, T[]][] {
  const out = new Map<string, T[]>();
  for (const it of all) {
    const key = group(it);
    out.set(key, [...(out.get(key) ?? []), it]);
  }
  return [...out];
}

/** Whether a text has every one of the words in it. */
export function hasWords(text: string, words: string): boolean {
  const all = text.toLowerCase();
  return words.toLowerCase().split(/\s+/).every((it) => all.includes(it));
}

export function Combobox<T>(props: Props<T>): VNode {
  const { id, row, find, onPick } = props;
  const text = useSignal<string | null>(null);
  const isOpen = useSignal(false);
  const active = useSignal(0);
  const groups = isOpen.value ? grouped(find(text.value ?? ""), (it) => row(it).group) : [];
  const found = groups.flatMap(([, list]) => list);
  const list = `${id}-list`;
  const one = (at: number): string => `${id}-${at}`;

  const close = (): void => {
    isOpen.value = false;
    text.value = null;
  };
  const show = (at: number): void => {
    active.value = at;
    // After it is drawn.
    requestAnimationFrame(() => document.getElementById(one(at))?.scrollIntoView({ block: "nearest" }));
  };
  const open = (): void => {
    if (!isOpen.value) {
      isOpen.value = true;
      const all = grouped(find(""), (it) => row(it).group).flatMap(([, them]) => them);
      show(Math.max(0, all.findIndex((it) => row(it).key === props.chosen)));
    }
  };
  const pick = (it: T | undefined): void => {
    if (it !== undefined) {
      onPick(it);
    }
    close();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    if (!isOpen.value) {
      if (key !== "ArrowDown" && key !== "ArrowUp") {
        return;
      }
      open();
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      const by = key === "ArrowDown" ? 1 : found.length - 1;
      show((active.value + by) % Math.max(found.length, 1));
    } else if (key === "Enter") {
      pick(found[active.value]);
    } else if (key === "Escape") {
      close();
    } else {
      return;
    }
    event.preventDefault();
  };

  let n = 0;
  return (
    <div class="combo">
      <input
        id={id}
        aria-invalid={props["aria-invalid"]}
        aria-describedby={props["aria-describedby"]}
        class="text"
        type="text"
        role="combobox"
        aria-expanded={isOpen.value}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={0 < found.length ? one(active.value) : undefined}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        placeholder={props.placeholder}
        value={text.value ?? props.shown}
        onInput={(event) => {
          isOpen.value = true;
          text.value = event.currentTarget.value;
          show(0);
        }}
        onClick={(event) => {
          if (!isOpen.value) {
            // What one types takes the place of what was chosen.
            event.currentTarget.select();
            open();
          }
        }}
        onKeyDown={onKeyDown}
        onFocus={props.onOpen}
        onBlur={close}
      />
      <div class="combo-list" id={list} role="listbox" aria-label={props.label} hidden={!isOpen.value}>
        {groups.map(([name, them]) => (
          <div role="group" aria-label={name} key={name}>
            <p class="combo-group" aria-hidden="true">{name}</p>
            {them.map((it) => {
              const at = n++;
              const { key, name: title, aside } = row(it);
              return (
                <div
                  key={key}
                  id={one(at)}
                  data-key={key}
                  class={at === active.value ? "combo-one combo-active" : "combo-one"}
                  role="option"
                  aria-selected={at === active.value}
                  // The field keeps the focus, so that its blur does not close the list first.
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => pick(it)}
                >
                  <span class="combo-name">{title}</span>
                  <span class="combo-aside">{aside}</span>
                </div>
              );
            })}
          </div>
        ))}
        {isOpen.value && found.length === 0 && <p class="combo-none">{props.none}</p>}
      </div>
    </div>
  );
}
