//! A button that copies a link to the text.

import type { VNode } from "preact";
import { useState } from "preact/hooks";

import { count } from "../core/format.ts";
import { copy } from "../output/copy.ts";
import { MOST, withText } from "../state/checked.ts";
import { link } from "../state/history.ts";

/** So long "Link copied" stays, in milliseconds. */
const FEEDBACK = 2_000;

const WORD = "Copy as link";

export function Share({ text }: { text: string }): VNode {
  const [said, setSaid] = useState("");
  const [refused, setRefused] = useState("");
  const run = async (): Promise<void> => {
    const it = withText(link(), text);
    if (typeof it === "number") {
      setRefused(
        `The text is too long for a link: ${count(it)} characters as an address, of at most ${count(MOST)}.`,
      );
      return;
    }
    setRefused("");
    const how = await copy(Promise.resolve(it), null);
    if (how === "selected") {
      history.replaceState(null, "", it);
    }
    setSaid(how === "copied" ? "Link copied" : "Copy it from the address bar");
    setTimeout(() => setSaid(""), FEEDBACK);
  };
  return (
    <>
      <button type="button" class="button" disabled={text.trim() === ""} onClick={() => void run()}>
        {said === "" ? WORD : said}
      </button>
      <span class={refused === "" ? "hidden" : "check-refused"} role="status">
        {refused === "" ? said : refused}
      </span>
    </>
  );
}
