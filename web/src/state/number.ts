//! Numbers as people type them: rows, shares, and what a slider makes of them.

const SUFFIXES: Record<string, number> = { "": 1, k: 1e3, m: 1e6, g: 1e9, b: 1e9 };

/** `1.2M`, `10k`, `10_000` or `10,000` as a number; null for anything else. */
export function parseRows(text: string): number | null {
  const it = /^([\d_,]*\d(?:\.\d+)?)\s*([kmgb]?)$/i.exec(text.trim());
  if (it?.[1] === undefined) {
    return null;
  }
  const factor = SUFFIXES[(it[2] ?? "").toLowerCase()] ?? 1;
  const value = Number(it[1].replace(/[_,]/g, "")) * factor;
  return Number.isFinite(value) ? Math.round(value) : null;
}

/** `3%`, `3 %` or `0.03` as a share from 0 to below 1; null for anything else. */
export function parseShare(text: string): number | null {
  const it = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim());
  if (it?.[1] === undefined) {
    return null;
  }
  const value = Number(it[1]) / (it[2] === "%" ? 100 : 1);
  return 0 <= value && value < 1 ? value : null;
}

/** A number of rows as one would type it, with two significant digits, as in `1.2M`. */
export function shortRows(rows: number): string {
  if (rows <= 0) {
    return "0";
  }
  const digit = 10 ** (Math.floor(Math.log10(rows)) - 1);
  const rounded = Math.round(rows / digit) * digit;
  for (const [factor, suffix] of [[1e9, "G"], [1e6, "M"], [1e3, "k"]] as const) {
    if (factor <= rounded) {
      return `${Number((rounded / factor).toPrecision(3))}${suffix}`;
    }
  }
  return String(Math.round(rounded));
}

/** Positions of a slider whose left end is `min` and whose right end is `max`, on a log scale. */
export const SLIDER_STEPS = 200;

/** Where `value` stands on a log slider, from 0 to `SLIDER_STEPS`. */
export function toLog(value: number, min: number, max: number): number {
  const at = Math.log(Math.min(Math.max(value, min), max) / min) / Math.log(max / min);
  return Math.round(at * SLIDER_STEPS);
}

/** The value at a position of a log slider. */
export function fromLog(position: number, min: number, max: number): number {
  return min * (max / min) ** (position / SLIDER_STEPS);
}

/** The text of a field for whole numbers as a number, if it is one; else the text. */
export function whole(text: string): number | string {
  return /^\s*\d[\d_]*\s*$/.test(text) ? Number(text.replace(/_/g, "")) : text;
}

const SIZE_UNITS = "bkmgt";

/** `16GiB`, `16 GB` or `512MB` in bytes, each unit 1,024 of the one below; null for anything else. */
export function parseBytes(text: string): number | null {
  const it = /^([\d_]*\d(?:\.\d+)?)\s*(?:([kmgt])?(?:i?b)?)$/i.exec(text.trim());
  if (it?.[1] === undefined) {
    return null;
  }
  const power = SIZE_UNITS.indexOf((it[2] ?? "b").toLowerCase());
  return Math.round(Number(it[1].replace(/_/g, "")) * 1024 ** power);
}
