//! The parsers of what is shown: SQL with the blocks in it, and programs with the SQL in their strings.
//!
//! Each is loaded when a text of its language comes near the screen.

import type { StreamParser } from "@codemirror/language";
import { Parser, parseMixed, type Input, type ParseWrapper, type SyntaxNodeRef } from "@lezer/common";
import type { Language } from "./languages.ts";

/** A block quoted with a tag, as the core writes them: its tag and what is in it. */
const BLOCK = /^\$(\w*)\$([\s\S]*)\$\1\$$/;
/** What a statement begins with. */
const VERB = String.raw`\s*(?:--|DO|SET|RESET|CREATE|DROP|ALTER|SELECT|ANALYZE|REINDEX|COMMENT)\b`;
/** A string of a migration that holds a statement: its quote and what is in it. */
const STATEMENT = new RegExp(String.raw`^("""|'''|"|')(${VERB}[\s\S]*)\1$`);
/** A line of a string that holds a statement: its quote, if it begins there, and what is in it. */
const LINE = new RegExp(String.raw`^(?:(@?"{3}|@?"|'|${"`"})(${VERB}.*?)(?:\1)?|()([^"'${"`"}].*))$`);

/** How the parser of a language is had; a language that is not here is shown as it is. */
const PARSERS: Partial<Record<Language, () => Promise<Parser>>> = {
  sql,
  python: async () => {
    const [{ parser }, inner] = await Promise.all([import("@lezer/python"), sql()]);
    return parser.configure({ wrap: parseMixed((node, input) => inside(node, input, STATEMENT, 0, inner)) });
  },
  toml: async () => lines((await import("@codemirror/legacy-modes/mode/toml")).toml, false),
  javascript: async () => lines((await import("@codemirror/legacy-modes/mode/javascript")).javascript),
  typescript: async () => lines((await import("@codemirror/legacy-modes/mode/javascript")).typescript),
  rust: async () => lines((await import("@codemirror/legacy-modes/mode/rust")).rust),
  ruby: async () => lines((await import("@codemirror/legacy-modes/mode/ruby")).ruby),
  go: async () => lines((await import("@codemirror/legacy-modes/mode/go")).go),
  php: async () => lines((await import("./modes.ts")).php),
  elixir: async () => lines((await import("./modes.ts")).elixir),
  csharp: async () => lines((await import("@codemirror/legacy-modes/mode/clike")).csharp),
  java: async () => lines((await import("@codemirror/legacy-modes/mode/clike")).java),
  kotlin: async () => lines((await import("@codemirror/legacy-modes/mode/clike")).kotlin),
  xml: async () => lines((await import("@codemirror/legacy-modes/mode/xml")).xml, false),
  yaml: async () => lines((await import("@codemirror/legacy-modes/mode/yaml")).yaml, false),
  properties: async () => lines((await import("@codemirror/legacy-modes/mode/properties")).properties, false),
};

/** The parser of a language; null for plain text. */
export async function parserOf(language: Language): Promise<Parser | null> {
  return (await PARSERS[language]?.()) ?? null;
}

let loading: Promise<Parser> | undefined;

function sql(): Promise<Parser> {
  loading ??= import("@codemirror/lang-sql").then(({ PostgreSQL }) => {
    // What stands in a block is SQL again, blocks within it included; its quote is two dollars longer than its tag.
    const parser: Parser = PostgreSQL.language.parser.configure({
      wrap: parseMixed((node, input) => inside(node, input, BLOCK, 2, parser)),
    });
    return parser;
  });
  return loading;
}

/** A language that is read line by line; its strings are SQL where they look like it. */
async function lines(mode: StreamParser<unknown>, holdsSql = true): Promise<Parser> {
  const [{ StreamLanguage }, inner] = await Promise.all([import("@codemirror/language"), sql()]);
  const { parser } = StreamLanguage.define(mode);
  return holdsSql ? new Mixed(parser, parseMixed((node, input) => inLine(node, input, inner))) : parser;
}

/** A parser whose texts have another language in them. */
class Mixed extends Parser {
  constructor(
    private readonly outer: Parser,
    private readonly wrap: ParseWrapper,
  ) {
    super();
  }

  createParse(...given: Parameters<Parser["createParse"]>): ReturnType<Parser["createParse"]> {
    return this.wrap(this.outer.createParse(...given), ...given);
  }
}

/** Has what stands in a line of a string parsed as SQL, by itself: blocks go over many lines. */
function inLine(node: SyntaxNodeRef, input: Input, parser: Parser) {
  if (!node.name.startsWith("string")) {
    return null;
  }
  const [, quote = "", begun, , going] = LINE.exec(input.read(node.from, node.to)) ?? [];
  const body = begun ?? going;
  if (body === undefined) {
    return null;
  }
  const from = node.from + (begun === undefined ? 0 : quote.length);
  return { parser, overlay: [{ from, to: from + body.length }] };
}

/** Has what stands between the quotes of a matching string parsed as SQL. */
function inside(node: SyntaxNodeRef, input: Input, shape: RegExp, longer: number, parser: Parser) {
  if (node.name !== "String") {
    return null;
  }
  const [, quote, body] = shape.exec(input.read(node.from, node.to)) ?? [];
  if (quote === undefined || body === undefined || body === "") {
    return null;
  }
  const from = node.from + quote.length + longer;
  return { parser, overlay: [{ from, to: from + body.length }] };
}
