//! The whole form as the fragment of a link: readable, versioned, defaults left out.
//!
//!   #v=1&postgres=17&format=alembic&query.limit=20&i=messages.embedding:vector(1536):cosine:10k;m=24&i=…

import {
  type Draft,
  INDEX_DEFAULTS,
  INDEX_KEYS,
  type IndexDraft,
  type IndexKey,
  MIGRATION_DEFAULTS,
  MIGRATION_KEYS,
  TARGET_DEFAULTS,
  TARGET_KEYS,
} from "./draft.ts";

const VERSION = "1";

/** A key of a section without a part of its own in the first form. */
const AROUND = /^(?:target|query|activity|replication|calibration\.\d{1,2})\.[a-z]\w*$/;

/** What a link says, or why it cannot be read. */
export type Shared =
  | { draft: Draft; selected: number; ignored: string[] }
  | { unknown: string };

/** The link's fragment without `#`; `selected` is the index that is edited. */
export function encode(draft: Draft, selected: number): string {
  const out = [`v=${VERSION}`];
  for (const key of TARGET_KEYS) {
    if (draft.target[key] !== TARGET_DEFAULTS[key]) {
      out.push(`${key}=${escapeValue(draft.target[key])}`);
    }
  }
  for (const key of MIGRATION_KEYS) {
    if (draft.migration[key] !== MIGRATION_DEFAULTS[key]) {
      out.push(`${key}=${escapeValue(draft.migration[key])}`);
    }
  }
  for (const [key, text] of Object.entries(draft.around)) {
    out.push(`${key}=${escapeValue(text)}`);
  }
  for (const it of draft.index) {
    out.push(`i=${encodeIndex(it)}`);
  }
  if (selected !== 0) {
    out.push(`at=${selected + 1}`);
  }
  return out.join("&");
}

/** Reads a fragment without `#`; null when it is none of ours. */
export function decode(fragment: string): Shared | null {
  const pairs = fragment.split("&").map((it) => {
    const at = it.indexOf("=");
    return at < 0 ? [it, ""] as const : [it.slice(0, at), it.slice(at + 1)] as const;
  });
  const version = pairs.find(([key]) => key === "v")?.[1];
  if (version === undefined) {
    return null;
  }
  if (version !== VERSION) {
    return { unknown: version };
  }
  const target: Record<string, string> = { ...TARGET_DEFAULTS };
  const migration: Record<string, string> = { ...MIGRATION_DEFAULTS };
  const index: IndexDraft[] = [];
  const around: Record<string, string> = {};
  const ignored: string[] = [];
  let selected = 0;
  for (const [key, value] of pairs) {
    if (has(TARGET_KEYS, key)) {
      target[key] = unescape(value);
    } else if (has(MIGRATION_KEYS, key)) {
      migration[key] = unescape(value);
    } else if (key === "i") {
      index.push(decodeIndex(value, ignored));
    } else if (key === "at") {
      selected = Math.max(0, (Number.parseInt(value, 10) || 1) - 1);
    } else if (AROUND.test(key)) {
      around[key] = unescape(value);
    } else if (key !== "v") {
      ignored.push(unescape(key));
    }
  }
  if (index.length === 0) {
    index.push(INDEX_DEFAULTS);
  }
  const draft = { target, migration, index, around } as Draft;
  return { draft, selected: Math.min(selected, index.length - 1), ignored };
}

/** Keys that stand by position, and the rest. */
const BY_PLACE = new Set<IndexKey>(["table", "column", "type", "dimensions", "metric", "rows"]);
const BY_NAME = INDEX_KEYS.filter((it) => !BY_PLACE.has(it));

function encodeIndex(it: IndexDraft): string {
  // The last point divides, so those of the column are escaped.
  const column = escape(it.column).replace(/\./g, "%2E");
  const type = `${escape(it.type)}(${escape(it.dimensions)})`;
  const places = [`${escape(it.table)}.${column}`, type, escape(it.metric), escape(it.rows)];
  const names = BY_NAME.filter((key) => it[key] !== INDEX_DEFAULTS[key]);
  return [places.join(":"), ...names.map((key) => `${key}=${escapeValue(it[key])}`)].join(";");
}

function decodeIndex(text: string, ignored: string[]): IndexDraft {
  const out: Record<IndexKey, string> = { ...INDEX_DEFAULTS };
  const [places = "", ...names] = text.split(";");
  const [name = "", type = "", metric, rows] = places.split(":");
  const point = name.lastIndexOf(".");
  out.table = unescape(point < 0 ? name : name.slice(0, point));
  out.column = point < 0 ? INDEX_DEFAULTS.column : unescape(name.slice(point + 1));
  const open = type.indexOf("(");
  out.type = unescape(open < 0 ? type : type.slice(0, open));
  out.dimensions = open < 0 ? "" : unescape(type.slice(open + 1).replace(/\)$/, ""));
  out.metric = metric === undefined ? INDEX_DEFAULTS.metric : unescape(metric);
  out.rows = unescape(rows ?? "");
  for (const it of names) {
    const at = it.indexOf("=");
    const key = at < 0 ? it : it.slice(0, at);
    if (has(BY_NAME, key)) {
      out[key] = at < 0 ? "" : unescape(it.slice(at + 1));
    } else {
      ignored.push(unescape(key));
    }
  }
  return out;
}

function has<T extends string>(keys: readonly T[], key: string): key is T {
  return (keys as readonly string[]).includes(key);
}

const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** As `encodeURIComponent`, but what a fragment may hold and no rule of ours needs stays readable. */
function escape(text: string): string {
  // A lone half of a surrogate pair would throw.
  return encodeURIComponent(text.replace(LONE, "\uFFFD"))
    .replace(/%2F/g, "/")
    .replace(/%2C/g, ",")
    .replace(/%40/g, "@")
    .replace(/%20/g, "+")
    .replace(/[()']/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A value behind its name, where neither colons nor parentheses divide anything. */
export function escapeValue(text: string): string {
  return escape(text).replace(/%3A/g, ":").replace(/%28/g, "(").replace(/%29/g, ")");
}

/** What `escapeValue` escaped. */
export function unescape(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    // Cut off by a mail program: better the raw text than nothing.
    return text;
  }
}
