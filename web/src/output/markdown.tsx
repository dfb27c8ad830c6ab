//! Markdown as elements: what is not Markdown of ours, HTML above all, is shown as the text that it is.
//!
//! Loaded when a runbook is first read.

import type { SyntaxNode } from "@lezer/common";
import { parser, Table } from "@lezer/markdown";
import { Fragment, type ComponentChildren, type VNode } from "preact";
import { CopyButton } from "./actions.tsx";
import { CodeView } from "./code.tsx";
import { languageOf } from "./languages.ts";

const reader = parser.configure([Table]);

/** What only marks something up, and is not shown. */
const MARKS = new Set(["HeaderMark", "EmphasisMark", "CodeMark", "ListMark", "QuoteMark", "LinkMark", "TableDelimiter"]);
const ENTITIES: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": "\u00a0" };

/** A document, with the blocks of code that it has met. */
interface Reading {
  text: string;
  blocks: number;
  tables: number;
  find: (nth: number) => (document: string) => string | undefined;
}

/** A document as elements. */
export function markdown(text: string): VNode {
  const reading: Reading = { text, blocks: 0, tables: 0, find: (nth) => (document) => codeBlocks(document)[nth] };
  return <>{blocks(reader.parse(text).topNode, reading)}</>;
}

/** The blocks of code of a document, in order. */
export function codeBlocks(text: string): string[] {
  const found: string[] = [];
  reader.parse(text).iterate({
    enter: ({ name, node }) => {
      if (name === "FencedCode") {
        found.push(codeOf(node, text));
      }
    },
  });
  return found;
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let it = node.firstChild; it !== null; it = it.nextSibling) {
    found.push(it);
  }
  return found;
}

function codeOf(node: SyntaxNode, text: string): string {
  const code = node.getChildren("CodeText").map((it) => text.slice(it.from, it.to));
  return `${code.join("")}\n`;
}

function blocks(node: SyntaxNode, reading: Reading): VNode[] {
  return children(node)
    .filter((it) => !MARKS.has(it.name))
    .map((it) => <Fragment key={it.from}>{block(it, reading)}</Fragment>);
}

function block(node: SyntaxNode, reading: Reading): ComponentChildren {
  const { text } = reading;
  switch (node.name) {
    case "ATXHeading1":
      return <h4 class="runbook-title">{inline(node, text)}</h4>;
    case "ATXHeading2":
    case "ATXHeading3":
      return <h5 class="runbook-heading">{inline(node, text)}</h5>;
    case "Paragraph":
      return <p>{inline(node, text)}</p>;
    case "BulletList":
      return <ul>{blocks(node, reading)}</ul>;
    case "OrderedList":
      return <ol start={Number.parseInt(text.slice(node.from, node.from + 9), 10) || 1}>{blocks(node, reading)}</ol>;
    case "ListItem":
      return <li>{blocks(node, reading)}</li>;
    case "Blockquote":
      return <blockquote>{blocks(node, reading)}</blockquote>;
    case "HorizontalRule":
      return <hr />;
    case "FencedCode":
      return fenced(node, reading);
    case "Table":
      return table(node, reading);
    default:
      // HTML, link definitions and whatever else: as it stands.
      return <p>{text.slice(node.from, node.to)}</p>;
  }
}

function fenced(node: SyntaxNode, reading: Reading): VNode {
  const info = node.getChild("CodeInfo");
  const language = info === null ? "" : reading.text.slice(info.from, info.to);
  const find = reading.find(reading.blocks);
  reading.blocks += 1;
  const name = `block ${reading.blocks} of the runbook`;
  return (
    <div class="runbook-code">
      <CodeView text={codeOf(node, reading.text)} language={languageOf(`.${language}`)} label={`Code, ${name}`} />
      <CopyButton what={name} text={(answer) => (answer.runbook === null ? undefined : find(answer.runbook.content))} />
    </div>
  );
}

function table(node: SyntaxNode, reading: Reading): VNode {
  const { text } = reading;
  reading.tables += 1;
  const delimiter = node.getChild("TableDelimiter");
  const ends = delimiter === null ? [] : split(text.slice(delimiter.from, delimiter.to)).map((it) => it.endsWith(":"));
  const header = node.getChild("TableHeader");
  const cellsOf = (row: SyntaxNode, Cell: "th" | "td"): VNode[] =>
    cells(row, text, ends.length).map((it, at) => (
      <Cell key={at} class={ends[at] === true ? "runbook-number" : ""}>
        {it === null ? null : inline(it, text)}
      </Cell>
    ));
  return (
    <div class="runbook-table" role="region" aria-label={`Table ${reading.tables} of the runbook`} tabIndex={0}>
      <table>
        <thead>{header === null ? null : <tr>{cellsOf(header, "th")}</tr>}</thead>
        <tbody>
          {node.getChildren("TableRow").map((row) => (
            <tr key={row.from}>{cellsOf(row, "td")}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function split(row: string): string[] {
  return row
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((it) => it.trim());
}

/** The cells of a row by their columns; null for one that is empty, for which the parser has no node. */
function cells(row: SyntaxNode, text: string, columns: number): (SyntaxNode | null)[] {
  const found: (SyntaxNode | null)[] = Array.from({ length: columns }, () => null);
  let column = text[row.from] === "|" ? -1 : 0;
  for (const it of children(row)) {
    if (it.name === "TableDelimiter") {
      column += 1;
    } else if (it.name === "TableCell" && column < columns) {
      found[Math.max(column, 0)] = it;
    }
  }
  return found;
}

/** The text of a node, with what is marked up in it. */
function inline(node: SyntaxNode, text: string): ComponentChildren[] {
  const found: ComponentChildren[] = [];
  let at = node.from;
  const upTo = (end: number): void => {
    if (at < end) {
      found.push(text.slice(at, end));
    }
  };
  for (const it of children(node)) {
    upTo(it.from);
    found.push(<Fragment key={it.from}>{span(it, text)}</Fragment>);
    at = it.to;
  }
  upTo(node.to);
  const [first] = found;
  if (node.name.startsWith("ATXHeading") && typeof found[1] === "string" && first !== undefined) {
    found[1] = found[1].trimStart();
  }
  return found;
}

function span(node: SyntaxNode, text: string): ComponentChildren {
  const raw = text.slice(node.from, node.to);
  switch (node.name) {
    case "Escape":
      return raw.slice(1);
    case "Entity":
      return ENTITIES[raw] ?? raw;
    case "HardBreak":
      return <br />;
    case "Emphasis":
      return <em>{inline(node, text)}</em>;
    case "StrongEmphasis":
      return <strong>{inline(node, text)}</strong>;
    case "InlineCode":
      return <code>{codeSpan(node, raw)}</code>;
    default:
      return MARKS.has(node.name) ? null : raw;
  }
}

/** What stands between the backticks, as CommonMark reads it; in a table, a pipe has a backslash before it. */
function codeSpan(node: SyntaxNode, raw: string): string {
  const ticks = /^`+/.exec(raw)?.[0].length ?? 1;
  let code = raw.slice(ticks, -ticks).replace(/\n/g, " ");
  if (node.parent?.name === "TableCell") {
    code = code.replace(/\\\|/g, "|");
  }
  const isPadded = code.startsWith(" ") && code.endsWith(" ") && code.trim() !== "";
  return isPadded ? code.slice(1, -1) : code;
}
