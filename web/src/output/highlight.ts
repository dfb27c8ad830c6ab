//! Colors a text that is on the screen already: parses in short turns, then marks the stretches that are visible.

import { highlightTree, tagHighlighter, tags } from "@lezer/highlight";
import { parserOf } from "./parsers.ts";
import type { Language } from "./languages.ts";

/** So long a turn may take, in milliseconds: less than a frame. */
const TURN = 5;

/** The kinds of tokens; the style sheet colors `::highlight(code-…)`. */
export const KINDS = ["keyword", "string", "number", "comment", "name", "operator"] as const;
export type Kind = (typeof KINDS)[number];

/** A token, as offsets in UTF-16. */
export interface Token {
  kind: Kind;
  from: number;
  to: number;
}

const highlighter = tagHighlighter([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword, tags.definitionKeyword, tags.moduleKeyword, tags.modifier], class: "keyword" },
  { tag: [tags.bool, tags.null, tags.self, tags.number, tags.integer, tags.float], class: "number" },
  { tag: [tags.string, tags.special(tags.string), tags.docString, tags.escape], class: "string" },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], class: "comment" },
  { tag: [tags.typeName, tags.standard(tags.name), tags.propertyName, tags.heading, tags.function(tags.variableName), tags.function(tags.definition(tags.variableName))], class: "name" },
  { tag: [tags.operator, tags.definitionOperator, tags.compareOperator, tags.arithmeticOperator], class: "operator" },
]);

function isKind(name: string): name is Kind {
  return (KINDS as readonly string[]).includes(name);
}

/** The tokens of a stretch of a parsed text. */
export type Tokens = (from: number, to: number) => Token[];

/** Texts up to this many characters are parsed at once, so that their colors do not flicker. */
const SHORT = 50_000;

/** Lets everything else go first. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no idle callbacks.
    if (typeof requestIdleCallback === "function") {
      requestIdleCallback(() => resolve(), { timeout: 500 });
    } else {
      setTimeout(resolve, 16);
    }
  });
}

/** Parses a text; null when it has no language, or when `signal` said that it is not wanted any more. */
export async function parse(text: string, language: Language, signal: AbortSignal): Promise<Tokens | null> {
  const parser = await parserOf(language);
  if (SHORT < text.length) {
    await pause();
  }
  if (parser === null || signal.aborted) {
    return null;
  }
  const parsing = parser.startParse(text);
  let end = performance.now() + TURN;
  for (;;) {
    const tree = parsing.advance();
    if (tree !== null) {
      return (from, to) => {
        const tokens: Token[] = [];
        highlightTree(
          tree,
          highlighter,
          (start, stop, names) => {
            const kind = names.split(" ").findLast(isKind);
            if (kind !== undefined) {
              tokens.push({ kind, from: Math.max(start, from), to: Math.min(stop, to) });
            }
          },
          from,
          to,
        );
        return tokens;
      };
    }
    if (end <= performance.now()) {
      await pause();
      if (signal.aborted) {
        return null;
      }
      end = performance.now() + TURN;
    }
  }
}
