//! The panel: a text on top, what it holds below, and a button that fills the form.

import "./import.css";

import type { VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { count } from "../core/format.ts";
import { type Full, loadFull, type Spec } from "../core/index.ts";
import { type Diagnostic, type EditorHandle, SqlEditor } from "../editor/index.ts";
import { Prose } from "../form/prose.tsx";
import { EXAMPLE } from "./example.ts";
import { Found } from "./found.tsx";
import { leftOutSentence } from "./left_out.ts";
import {
  type Candidate,
  chosenSpec,
  type Kind,
  kindOf,
  type Place,
  type Reading,
  readingOfSchema,
  readingOfSpec,
} from "./model.ts";

/** A dump with its data can be of any size; a schema is not. */
const MOST_BYTES = 8 * 2 ** 20;
const KINDS: Record<Kind, string> = { sql: "SQL", toml: "hnswkit.toml" };
const AUTO = "what it looks like";

/** So long a pause in typing is waited for, in milliseconds. */
const PAUSE = 150;

const HINT = `Paste CREATE TABLE statements, the output of
  pg_dump --schema-only
or of \\d in psql, or an hnswkit.toml.`;

export interface ImportPanelProps {
  /** Takes what was ticked into the form; `without` says what the form cannot hold of it. */
  onApply: (spec: Spec, without: string | null) => void;
}

/** What was pasted last: closing the panel loses nothing. */
let kept = "";

export function ImportPanel({ onApply }: ImportPanelProps): VNode {
  const [text, setPasted] = useState(kept);
  const setText = (it: string): void => {
    kept = it;
    setPasted(it);
  };
  const [wish, setWish] = useState<Kind | "auto">("auto");
  const [full, setFull] = useState<Full | null>(null);
  const [reading, setReading] = useState<Reading | null>(null);
  const [failure, setFailure] = useState("");
  const [answers, setAnswers] = useState(new Map<string, boolean>());
  const [dropping, setDropping] = useState(false);
  const editor = useRef<EditorHandle | null>(null);
  const kind = wish === "auto" ? kindOf(text) : wish;

  useEffect(() => {
    loadFull().then(setFull, (error: unknown) => setFailure(said(error)));
  }, []);
  useEffect(() => {
    if (full === null || text.trim() === "") {
      setReading(null);
      return undefined;
    }
    const timer = setTimeout(() => {
      try {
        const read = kind === "toml" ? readingOfSpec(full.readToml(text)) : readingOfSchema(full.importSql(text));
        setReading(read);
        setFailure("");
      } catch (error) {
        setFailure(said(error));
      }
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [full, text, kind]);

  const take = (next: string): void => {
    setText(next);
    setWish("auto");
    setAnswers(new Map());
  };
  const open = async (file: File | undefined): Promise<void> => {
    if (file === undefined) {
      return;
    }
    if (file.size > MOST_BYTES) {
      const size = Math.round(file.size / 2 ** 20);
      setFailure(
        `${file.name} has ${size} MiB, more than the 8 MiB that are read here. ` +
          "Give the schema without its data: pg_dump --schema-only",
      );
      return;
    }
    try {
      setFailure("");
      take(await file.text());
    } catch (error) {
      setFailure(said(error));
    }
  };

  const isChosen = (it: Candidate): boolean => it.spec !== null && (answers.get(it.key) ?? it.wanted);
  const spec = reading === null ? null : chosenSpec(reading, isChosen);
  const chosen = spec?.index?.length ?? 0;
  const without = spec === null ? null : leftOutSentence(spec);
  const diagnostics = useMemo(() => diagnosticsOf(reading), [reading]);
  const go = (place: Place): void => editor.current?.select(place.from, place.to);

  return (
    <div
      class={dropping ? "import import-dropping" : "import"}
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={(event) => {
        event.preventDefault();
        setDropping(false);
        void open(event.dataTransfer?.files[0]);
      }}
    >
      <div class="import-bar">
        <label class="button import-file">
          Open a file
          <input
            type="file"
            class="hidden"
            accept=".sql,.txt,.toml,text/plain"
            onChange={(event) => {
              const input = event.currentTarget;
              void open(input.files?.[0]).then(() => {
                // The same file again is a change, too.
                input.value = "";
              });
            }}
          />
        </label>
        <button type="button" class="button" onClick={() => take(EXAMPLE)}>
          Example
        </button>
        <label class="import-kind">
          Read as
          <select
            class="import-select"
            value={wish}
            onChange={(event) => setWish(event.currentTarget.value as Kind | "auto")}
          >
            <option value="auto">{text.trim() === "" ? AUTO : `${AUTO} (${KINDS[kind]})`}</option>
            <option value="sql">SQL</option>
            <option value="toml">hnswkit.toml</option>
          </select>
        </label>
      </div>
      <SqlEditor
        label="Schema or hnswkit.toml"
        hideLabel
        value={text}
        onChange={setText}
        language={kind}
        diagnostics={diagnostics}
        placeholder={HINT}
        lines={9}
        handle={(it) => {
          editor.current = it;
        }}
      />
      {failure === "" ? null : (
        <p class="import-failure" role="alert">
          {failure}
        </p>
      )}
      {reading === null ? (
        <p class="import-hint">
          The text is read in this tab; it is sent nowhere. Vector columns and their indexes appear
          here.
        </p>
      ) : (
        <Found
          reading={reading}
          isChosen={isChosen}
          choose={(list, on) => setAnswers(new Map([...answers, ...list.map((it) => [it.key, on] as const)]))}
          go={go}
        />
      )}
      {without === null ? null : (
        <p class="import-failure" role="alert">
          <Prose text={without} />
        </p>
      )}
      <div class="import-foot">
        <button
          type="button"
          class="button button-main"
          disabled={spec === null || chosen === 0}
          onClick={() => spec !== null && onApply(spec, without)}
        >
          {chosen === 0 ? "Fill the form" : `Fill the form with ${chosen === 1 ? "1 index" : `${count(chosen)} indexes`}`}
        </button>
        <p class="import-hint">The indexes that are in the form now are replaced.</p>
      </div>
    </div>
  );
}

function diagnosticsOf(reading: Reading | null): Diagnostic[] {
  if (reading === null) {
    return [];
  }
  const found = [...reading.columns, ...reading.indexes].flatMap((it): Diagnostic[] =>
    it.place === null ? [] : [{ ...it.place, severity: "info", message: `${it.title} ${it.type}` }],
  );
  const notes = reading.notes.flatMap((it): Diagnostic[] =>
    it.place === null
      ? []
      : [{ ...it.place, severity: reading.kind === "toml" ? "error" : "warning", message: it.message }],
  );
  return [...found, ...notes];
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
