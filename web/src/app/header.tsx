//! The top of the page: what it is, and what else it can do.

import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { link } from "../state/history.ts";
import { Icon } from "./icon.tsx";
import { openPanel, type PanelName } from "./panels.tsx";
import { chooseTheme, type Theme, theme } from "./theme.ts";

export function Header(): VNode {
  return (
    <header class="top">
      <div class="top-name">
        <h1>hnswkit</h1>
        <p>Plans HNSW indexes for pgvector, in your browser: nothing leaves it.</p>
      </div>
      <nav class="top-nav" aria-label="Tools">
        <PanelButton name="import" text="Import" />
        <PanelButton name="check" text="Check SQL" />
        <PanelButton name="decode" text="Decode" />
        <PanelButton name="rehearse" text="Rehearse" />
        <CopyLink />
        <a class="top-link" href="../index.html">Docs</a>
        <ThemeSwitch />
      </nav>
    </header>
  );
}

function PanelButton({ name, text }: { name: PanelName; text: string }): VNode {
  return (
    <button type="button" class="button" aria-haspopup="dialog" onClick={() => openPanel(name)}>
      {text}
    </button>
  );
}

/** So long "Copied" stays, in milliseconds. */
const FEEDBACK = 2_000;

function CopyLink(): VNode {
  const said = useSignal("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link());
      said.value = "Link copied";
    } catch {
      // The link is in the address bar in any case.
      said.value = "Copy it from the address bar";
    }
    setTimeout(() => (said.value = ""), FEEDBACK);
  };
  return (
    <>
      <button type="button" class="button" onClick={() => void copy()}>
        <Icon name="link" />
        {said.value === "" ? "Copy link" : said.value}
      </button>
      <span class="hidden" role="status">{said.value}</span>
    </>
  );
}

const THEMES: Theme[] = ["system", "light", "dark"];

function ThemeSwitch(): VNode {
  return (
    <fieldset class="theme">
      <legend class="hidden">Theme</legend>
      {THEMES.map((it) => (
        <label class="theme-one" key={it} title={it}>
          <input
            type="radio"
            name="theme"
            value={it}
            checked={theme.value === it}
            onInput={() => chooseTheme(it)}
          />
          <span class="hidden">{it}</span>
          <Icon name={it as "system" | "light" | "dark"} />
        </label>
      ))}
    </fieldset>
  );
}
