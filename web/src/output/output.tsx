//! The migration: a tab for each thing that one takes away from the page.

import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { ZipButton } from "./actions.tsx";
import { Monitors } from "./monitors.tsx";
import { PieceView } from "./piece.tsx";
import { pieces } from "./pieces.ts";
import { Runbook } from "./runbook.tsx";
import { SourceContext } from "./source.ts";
import { Steps } from "./steps.tsx";
import { TABS, type OutputAnswer, type Tab } from "./types.ts";
import "./output.css";

interface OutputProps {
  /** The last good answer. */
  answer: OutputAnswer;
  /** Whether the form has something wrong, so that the answer is of an earlier state. */
  stale: boolean;
  /**
   * The answer for the form as it is now; rejects when the form has something wrong. After
   * `onNeed` for a tab, it has what that tab shows.
   */
  current: () => Promise<OutputAnswer>;
  /** Called when a tab is opened whose text is not there yet. */
  onNeed: (tab: Tab) => void;
  /** Called when another runbook is chosen; `current` has it afterwards. */
  onRunbook: (id: string) => void;
}

/** The tabs, and everything as a zip. */
export function Output(props: OutputProps) {
  const { answer, stale, current, onNeed } = props;
  const id = useId();
  const [tab, setTab] = useState<Tab>("forward");
  const [said, setSaid] = useState("");
  const lacks = isLacking(answer, tab);
  useEffect(() => {
    if (lacks) {
      onNeed(tab);
    }
  }, [lacks, tab]);
  const source = useMemo(() => ({ current, say: setSaid }), [current]);
  return (
    <SourceContext.Provider value={source}>
      <div class="output">
        <div class="output-bar">
          <TabList id={id} tab={tab} onTab={setTab} />
          <ZipButton
            need={() => {
              onNeed("monitor");
              onNeed("runbook");
            }}
          />
        </div>
        {stale ? <p class="output-stale">The form has something wrong: this is of its last good state, and is not copied.</p> : null}
        <div
          class={stale ? "output-panel output-panel-stale" : "output-panel"}
          role="tabpanel"
          id={`${id}-panel`}
          aria-labelledby={`${id}-${tab}`}
          aria-busy={lacks}
          key={tab}
        >
          {lacks ? <p class="output-lead">Being written…</p> : <Panel answer={answer} tab={tab} onRunbook={props.onRunbook} />}
        </div>
        <p class="hidden" role="status">
          {said}
        </p>
      </div>
    </SourceContext.Provider>
  );
}

/** Whether what the tab shows is not there yet: a larger build writes it. */
function isLacking(answer: OutputAnswer, tab: Tab): boolean {
  switch (tab) {
    case "monitor":
      return answer.monitor === null;
    case "runbook":
      return answer.runbook === null;
    case "toml":
      return answer.toml === null;
    case "command":
      return answer.commandLine === null;
    default:
      return false;
  }
}

/** The tabs pattern of WAI-ARIA: one of them is in the tab order, arrows move and choose. */
function TabList(props: { id: string; tab: Tab; onTab: (tab: Tab) => void }) {
  const list = useRef<HTMLDivElement>(null);
  const go = (at: number): void => {
    const to = TABS[(at + TABS.length) % TABS.length];
    if (to !== undefined) {
      props.onTab(to[0]);
      list.current?.querySelector<HTMLElement>(`[data-tab="${to[0]}"]`)?.focus();
    }
  };
  return (
    <div class="output-tabs" role="tablist" aria-label="The migration" ref={list}>
      {TABS.map(([tab, title], at) => (
        <button
          key={tab}
          type="button"
          role="tab"
          class="output-tab"
          id={`${props.id}-${tab}`}
          data-tab={tab}
          aria-selected={tab === props.tab}
          aria-controls={tab === props.tab ? `${props.id}-panel` : undefined}
          tabIndex={tab === props.tab ? 0 : -1}
          onClick={() => props.onTab(tab)}
          onKeyDown={(event) => {
            const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 }[event.key];
            if (to !== undefined) {
              event.preventDefault();
              go(to);
            }
          }}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

function Panel(props: { answer: OutputAnswer; tab: Tab; onRunbook: (id: string) => void }) {
  const { answer, tab } = props;
  switch (tab) {
    case "monitor":
      return <Monitors answer={answer} />;
    case "runbook":
      return <Runbook answer={answer} onChoose={props.onRunbook} />;
    case "plan":
      return <Steps answer={answer} />;
    default:
      return (
        <>
          {pieces(answer, tab).map((it, at) => (
            <PieceView key={at} piece={it} tab={tab} at={at} />
          ))}
        </>
      );
  }
}
