//! Picks the migration tool, and says how we know that its files are right.

import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { FormatEntry } from "../core/index.ts";
import { formats, hasEveryFormat, needFormats } from "../state/offer.ts";
import { editMigration } from "../state/store.ts";
import { Combobox, hasWords } from "./combobox.tsx";
import type { ControlProps } from "./field.tsx";
import { Prose } from "./prose.tsx";

/** Tools whose name, id or world has every word of `text` in it. */
export function filterTools(all: FormatEntry[], text: string): FormatEntry[] {
  return all.filter((it) => hasWords(`${it.title} ${it.id} ${it.family}`, text));
}

export function ToolPicker({ control, value }: { control: ControlProps; value: string }): VNode {
  const known = formats.value.find((it) => it.id === value);
  useEffect(() => {
    // A link, or the last visit, may name one of the others.
    if (value !== "" && known === undefined) {
      needFormats();
    }
  }, [value, known]);
  return (
    <Combobox
      {...control}
      label="Migration tools"
      placeholder="search migration tools"
      // A link may name what is not offered; it is shown, and the core says what is wrong with it.
      shown={known?.title ?? value}
      chosen={value}
      find={(text) => filterTools(formats.value, text)}
      row={(it) => ({ key: it.id, group: it.family, name: it.title, aside: it.proof })}
      none={hasEveryFormat.value ? "no tool of that name; SQL files fit any" : "loading the other tools"}
      onPick={(it) => editMigration("format", it.id)}
      onOpen={needFormats}
    />
  );
}

/** What the tool gets, and how that was proven. */
export function ToolNote({ it }: { it: FormatEntry }): VNode {
  const proof = it.proof_text.replace(/^./, (first) => first.toUpperCase());
  return <><Prose text={it.about} /> {proof}.</>;
}
