//! Shows a text read-only: there at once, colored when the highlighter is, laid out where it is visible.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { chunks, numbers, type Chunk } from "./chunks.ts";
import type { Kind, Tokens } from "./highlight.ts";
import type { Language } from "./languages.ts";
import "./output.css";

/** The height of a line in rem, as the style sheet has it. */
const LINE = 1.25;

/** A text with the numbers of its lines, which are not copied with it. */
export function CodeView(props: { text: string; language: Language; label: string }) {
  const { text, language, label } = props;
  const parts = useMemo(() => chunks(text), [text]);
  const [isSeen, setIsSeen] = useState(false);
  const tokens = useTokens(text, isSeen ? language : "text");
  const digits = String(parts.reduce((sum, it) => sum + it.lines, 0)).length;
  return (
    <div
      class="code"
      role="region"
      aria-label={label}
      tabIndex={0}
      style={{ "--code-digits": String(digits) }}
      onKeyDown={(event) => {
        // Inside the text, "all" is the text.
        if ((event.ctrlKey || event.metaKey) && event.key === "a") {
          event.preventDefault();
          selectAll(event.currentTarget);
        }
      }}
    >
      {parts.map((it) => (
        <Stretch key={it.line} chunk={it} isLong={1 < parts.length} tokens={tokens} onSeen={setIsSeen} />
      ))}
    </div>
  );
}

/** Selects what an element shows. */
export function selectAll(element: Element): void {
  getSelection()?.selectAllChildren(element);
}

/** The tokens of the text, as soon as they are known; null before. */
function useTokens(text: string, language: Language): Tokens | null {
  const [known, setKnown] = useState<{ text: string; tokens: Tokens } | null>(null);
  useEffect(() => {
    if (language === "text" || !("highlights" in CSS)) {
      return undefined;
    }
    const control = new AbortController();
    import("./highlight.ts")
      .then(({ parse }) => parse(text, language, control.signal))
      .then((tokens) => {
        if (tokens !== null && !control.signal.aborted) {
          setKnown({ text, tokens });
        }
      })
      // Without the highlighter the text is still there.
      .catch(() => undefined);
    return () => control.abort();
  }, [text, language]);
  return known !== null && known.text === text ? known.tokens : null;
}

function Stretch(props: {
  chunk: Chunk;
  isLong: boolean;
  tokens: Tokens | null;
  onSeen: (isSeen: true) => void;
}) {
  const { chunk, tokens, onSeen } = props;
  const pre = useRef<HTMLPreElement>(null);
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    const element = pre.current;
    if (element === null) {
      return undefined;
    }
    const watch = new IntersectionObserver(
      (entries) => {
        const isNow = entries.at(-1)?.isIntersecting === true;
        setIsNear(isNow);
        if (isNow) {
          onSeen(true);
        }
      },
      { rootMargin: "300px" },
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, [onSeen]);
  useEffect(() => {
    const node = pre.current?.firstChild;
    return tokens === null || !isNear || node === null || node === undefined
      ? undefined
      : paint(node, chunk, tokens);
  }, [tokens, isNear, chunk]);
  return (
    <div class="code-stretch" data-numbers={numbers(chunk)}>
      <pre
        ref={pre}
        class={props.isLong ? "code-lines code-lines-long" : "code-lines"}
        style={{ containIntrinsicBlockSize: `${chunk.lines * LINE}rem` }}
      >
        {chunk.text}
      </pre>
    </div>
  );
}

/** Marks the tokens of a stretch; returns what takes the marks away again. */
function paint(node: Node, chunk: Chunk, tokens: Tokens): () => void {
  const marks: [Kind, StaticRange][] = [];
  for (const it of tokens(chunk.from, chunk.from + chunk.text.length)) {
    const range = new StaticRange({
      startContainer: node,
      startOffset: it.from - chunk.from,
      endContainer: node,
      endOffset: it.to - chunk.from,
    });
    highlightOf(it.kind).add(range);
    marks.push([it.kind, range]);
  }
  return () => {
    for (const [kind, range] of marks) {
      highlightOf(kind).delete(range);
    }
  };
}

/** The highlight of the whole page for one kind of token. */
function highlightOf(kind: Kind): Highlight {
  const name = `code-${kind}`;
  const known = CSS.highlights.get(name);
  if (known !== undefined) {
    return known;
  }
  const made = new Highlight();
  CSS.highlights.set(name, made);
  return made;
}
