//! The words of an SQL expression, as far as a guess about its columns needs them.

/** A word of an expression. */
export interface Token {
  kind: "name" | "text" | "number" | "mark";
  /** Folded to lower case for a name without quotes; without quotes for a text. */
  value: string;
  /** True for a name in double quotes, which is never a keyword. */
  quoted: boolean;
}

const PATTERN =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|("(?:[^"]|"")*")|([eE]?'(?:[^']|'')*')|(\d+(?:\.\d+)?)|([\p{L}_][\p{L}\p{N}_$]*)|(::|->>|->|<>|!=|<=|>=|@>|<@|\|\||~~\*?|.)/gu;

/** Takes an expression apart; nothing in it is an error, as the server is the judge of that. */
export function tokens(sql: string): Token[] {
  const found: Token[] = [];
  for (const [, quoted, text, number, word, mark] of sql.matchAll(PATTERN)) {
    if (quoted !== undefined) {
      found.push({ kind: "name", value: quoted.slice(1, -1).replaceAll('""', '"'), quoted: true });
    } else if (text !== undefined) {
      const body = text.slice(text.indexOf("'") + 1, -1).replaceAll("''", "'");
      found.push({ kind: "text", value: body, quoted: true });
    } else if (number !== undefined) {
      found.push({ kind: "number", value: number, quoted: false });
    } else if (word !== undefined) {
      found.push({ kind: "name", value: word.toLowerCase(), quoted: false });
    } else if (mark !== undefined) {
      found.push({ kind: "mark", value: mark, quoted: false });
    }
  }
  return found;
}
