//! A text in stretches of lines, so that a browser lays out only those that are on the screen.

/** Lines a stretch. */
export const LINES = 80;

/** A stretch of a text. */
export interface Chunk {
  /** Its offset in the text, in UTF-16. */
  from: number;
  /** Without the line break at its end: the border of the block is one. */
  text: string;
  /** The number of its first line, from 1. */
  line: number;
  lines: number;
}

/** The stretches of a text; together with a line break between any two, they are the text. */
export function chunks(text: string): Chunk[] {
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
  const found: Chunk[] = [];
  let from = 0;
  for (let at = 0; at < lines.length; at += LINES) {
    const part = lines.slice(at, at + LINES);
    const joined = part.join("\n");
    found.push({ from, text: joined, line: at + 1, lines: part.length });
    from += joined.length + 1;
  }
  return found;
}

/** The numbers of the lines of a stretch, one a line. */
export function numbers({ line, lines }: Chunk): string {
  return Array.from({ length: lines }, (_, n) => line + n).join("\n");
}
