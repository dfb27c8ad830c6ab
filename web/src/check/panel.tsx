//! The panel: a text beside what is wrong with it.

import "./check.css";

import type { VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { count } from "../core/format.ts";
import type { LintFinding, Spec } from "../core/index.ts";
import { type Diagnostic, type EditorHandle, SqlEditor } from "../editor/index.ts";
import { linkedText } from "../state/checked.ts";
import { link } from "../state/history.ts";
import { editsOf, editsOfAll, move, moveAll, safeFixes } from "./edits.ts";
import { EXAMPLE } from "./example.ts";
import { Findings } from "./findings.tsx";
import { type Judge, judge } from "./judge.ts";
import type { Judgment } from "./protocol.ts";
import { Share } from "./share.tsx";
import { summary, toldOf, words } from "./told.ts";

/** So long a pause in typing is waited for, in milliseconds. */
const PAUSE = 120;
/** What an editor in a page can be asked to hold; the command has no such limit. */
const MOST_BYTES = 4 * 2 ** 20;

const HINT = `Paste a migration, a dump, or the queries
that are to use the index.`;

export interface CheckPanelProps {
  /** The form: which server it is for, and how many rows the tables have. */
  spec: Spec;
}

/** What was written last: closing the panel loses nothing. */
let kept = "";

export function CheckPanel({ spec }: CheckPanelProps): VNode {
  const [text, setWritten] = useState(() => {
    kept = linkedText.peek() ?? kept;
    return kept;
  });
  const setText = (it: string): void => {
    kept = it;
    setWritten(it);
  };
  const [judgment, setJudgment] = useState<Judgment | null>(null);
  const [failure, setFailure] = useState("");
  const [dropping, setDropping] = useState(false);
  const editor = useRef<EditorHandle | null>(null);
  const it = useRef<Judge | null>(null);
  const latest = useRef(text);
  latest.current = text;
  const told = useMemo(() => toldOf(spec), [spec]);

  useEffect(() => {
    linkedText.value = null;
    it.current = judge((found, why) => {
      setFailure(why);
      setJudgment(found);
    });
    return () => {
      it.current?.stop();
      if (/[#&]check=/.test(location.hash)) {
        // The panel was closed, so a reload must not open it again.
        history.replaceState(null, "", link());
      }
    };
  }, []);
  const isEmpty = text.trim() === "";
  useEffect(() => {
    if (isEmpty) {
      setJudgment(null);
      return undefined;
    }
    // What was found in no text at all is old by now: the first answer need not wait.
    const timer = setTimeout(() => it.current?.ask(text, told), judgment === null ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [text, told]);

  const open = async (file: File | undefined): Promise<void> => {
    if (file === undefined) {
      return;
    }
    if (MOST_BYTES < file.size) {
      const size = (file.size / 2 ** 20).toFixed(1);
      setFailure(
        `${file.name} has ${size} MiB, more than the 4 MiB that are read here. ` +
          "The command reads files of any size: hnswkit lint FILE",
      );
      return;
    }
    try {
      const content = await file.text();
      setFailure("");
      setText(content);
    } catch (error) {
      setFailure(`${file.name} could not be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  const shown = isEmpty ? null : judgment;
  const diagnostics = useMemo(() => diagnosticsOf(shown), [shown]);
  // Typing goes on while findings are of the text before: the list is made anew only with them.
  const findings = useMemo(() => {
    if (shown === null) {
      return null;
    }
    const go = ({ start, end }: LintFinding): void => {
      const place = move({ from: start.byte, to: end.byte }, shown.text, latest.current);
      editor.current?.select(place?.from ?? start.byte, place?.to ?? start.byte);
    };
    const edit = (edits: ReturnType<typeof editsOf>): void => {
      const moved = moveAll(edits, shown.text, latest.current);
      if (moved !== null) {
        editor.current?.edit(moved);
      }
    };
    return (
      <Findings
        judgment={shown}
        go={go}
        fix={(one) => edit(editsOf(one))}
        fixAll={() => edit(editsOfAll(safeFixes(shown.document.findings)))}
      />
    );
  }, [shown]);

  return (
    <div
      class={dropping ? "check check-dropping" : "check"}
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDropCapture={(event) => {
        setDropping(false);
        const file = event.dataTransfer?.files[0];
        if (file !== undefined) {
          // The editor would put the file into the text at the place of the pointer.
          event.preventDefault();
          event.stopPropagation();
          void open(file);
        }
      }}
    >
      <div class="check-bar">
        <label class="button check-file">
          Open a file
          <input
            type="file"
            class="hidden"
            accept=".sql,.ddl,.txt,text/plain,application/sql"
            onChange={(event) => {
              const input = event.currentTarget;
              void open(input.files?.[0]).then(() => {
                // The same file again is a change, too.
                input.value = "";
              });
            }}
          />
        </label>
        <button type="button" class="button" onClick={() => setText(EXAMPLE)}>
          Example
        </button>
        <Share text={text} />
      </div>
      {failure === "" ? null : (
        <p class="check-failure" role="alert">
          {failure}
        </p>
      )}
      <p class="hidden" role="status">
        {shown === null ? "" : summary(shown.document.counts)}
      </p>
      <div class="check-parts">
        <div class="check-text">
          <SqlEditor
            label="SQL to check"
            hideLabel
            value={text}
            onChange={setText}
            diagnostics={diagnostics}
            placeholder={HINT}
            lines={16}
            handle={(handle) => {
              editor.current = handle;
            }}
          />
          <p class="check-hint">
            {isEmpty ? "" : `${lines(text)}. `}Checked in this tab and sent nowhere, for what the form says:{" "}
            {words(spec) || "nothing about the server"}.
          </p>
        </div>
        <div class="check-found">
          {findings ?? (
            <p class="check-hint">
              {isEmpty
                ? "What the server will refuse, what will block, and what will never use its index appears here, with the cure. SQL that has nothing to do with pgvector is left alone."
                : failure === ""
                  ? "Checking…"
                  : ""}
            </p>
          )}
        </div>
      </div>
    </div>
  );
}

function lines(text: string): string {
  const n = text.trimEnd().split("\n").length;
  return n === 1 ? "1 line" : `${count(n)} lines`;
}

const MARKS: Record<string, Diagnostic["severity"]> = { error: "error", warning: "warning", hint: "info" };

function diagnosticsOf(judgment: Judgment | null): Diagnostic[] {
  return (judgment?.document.findings ?? []).map((it) => ({
    from: it.start.byte,
    to: it.end.byte,
    severity: MARKS[it.severity] ?? "info",
    message: `${it.severity}: ${it.message}`,
  }));
}
