//! The buttons that copy and save; both wait for the text of the form as it is now.

import { useEffect, useRef, useState } from "preact/hooks";
import { copy, save } from "./copy.ts";
import { useSource } from "./source.ts";
import type { OutputAnswer } from "./types.ts";

/** So long a button shows how it went, in milliseconds. */
const FEEDBACK = 2_000;

/** A word that stands on a button for a while; screen readers are told the longer text. */
function useFeedback(): [string | null, (word: string, told: string) => void] {
  const { say } = useSource();
  const [word, setWord] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const show = (now: string, told: string): void => {
    say(told);
    setWord(now);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setWord(null), FEEDBACK);
  };
  return [word, show];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

interface Action {
  /** What it is about, for screen readers: there are several such buttons. */
  what: string;
  /** The text, found in the answer. */
  text: (answer: OutputAnswer) => string | undefined;
}

async function textNow(current: () => Promise<OutputAnswer>, text: Action["text"]): Promise<string> {
  const it = text(await current());
  if (it === undefined) {
    throw new Error("the form has changed: this text is no more");
  }
  return it;
}

/** Copies; when the browser refuses, selects what `shown` finds. */
export function CopyButton(props: Action & { shown?: (() => Element | null) | undefined; label?: string }) {
  const { current } = useSource();
  const [word, show] = useFeedback();
  const run = async (): Promise<void> => {
    try {
      const how = await copy(textNow(current, props.text), props.shown?.() ?? null);
      if (how === "copied") {
        show("Copied", `Copied: ${props.what}`);
      } else {
        show("Press Ctrl+C", "The browser refuses the clipboard. The text is selected: press Control and C.");
      }
    } catch (error) {
      show("Not copied", `Not copied: ${messageOf(error)}`);
    }
  };
  return (
    <button type="button" class="button-small output-action" aria-label={`Copy ${props.what}`} onClick={() => void run()}>
      {word ?? props.label ?? "Copy"}
    </button>
  );
}

/** Saves under a name. */
export function SaveButton(props: Action & { file: (answer: OutputAnswer) => string | undefined }) {
  const { current } = useSource();
  const [word, show] = useFeedback();
  const run = async (): Promise<void> => {
    try {
      const answer = await current();
      const text = props.text(answer);
      const file = props.file(answer);
      if (text === undefined || file === undefined) {
        throw new Error("the form has changed: this file is no more");
      }
      save(text, file, "text/plain;charset=utf-8");
      show("Saved", `Saved: ${file}`);
    } catch (error) {
      show("Not saved", `Not saved: ${messageOf(error)}`);
    }
  };
  return (
    <button type="button" class="button-small output-action" aria-label={`Download ${props.what}`} onClick={() => void run()}>
      {word ?? "Download"}
    </button>
  );
}

/** Saves everything as a zip; `need` asks for the texts that may not be there yet. */
export function ZipButton(props: { need: () => void }) {
  const { current } = useSource();
  const [word, show] = useFeedback();
  const run = async (): Promise<void> => {
    try {
      props.need();
      const [answer, { zip, zipName }] = await Promise.all([current(), import("./zip.ts")]);
      const name = zipName(answer);
      save(await zip(answer), name, "application/zip");
      const lacks = answer.runbook === null || answer.monitor === null;
      show("Saved", lacks ? `Saved without runbook and monitors: ${name}` : `Saved: ${name}`);
    } catch (error) {
      show("Not saved", `Not saved: ${messageOf(error)}`);
    }
  };
  return (
    <button type="button" class="button-small output-action output-zip" onClick={() => void run()}>
      {word ?? "Download all as zip"}
    </button>
  );
}
