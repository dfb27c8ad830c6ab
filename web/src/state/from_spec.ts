//! From a spec to the texts of a form that says the same.

import type { IndexSpec, Spec } from "../core/index.ts";
import {
  type AroundDraft,
  type Draft,
  INDEX_DEFAULTS,
  INDEX_KEYS,
  type IndexDraft,
  type IndexKey,
  MIGRATION_KEYS,
  type MigrationDraft,
  TARGET_KEYS,
  type TargetDraft,
} from "./draft.ts";
import { indexed } from "./spec.ts";

/** The texts of a form that says the same as `spec`; what it does not say is left as in `base`. */
export function fromSpec(spec: Spec, base: Draft): Draft {
  const target: Record<string, string> = { ...base.target };
  for (const key of TARGET_KEYS) {
    target[key] = text(spec.target?.[key]) ?? base.target[key];
  }
  const migration: Record<string, string> = { ...base.migration };
  for (const key of MIGRATION_KEYS) {
    migration[key] = text(spec.migration?.[key]) ?? base.migration[key];
  }
  return {
    target: target as TargetDraft,
    migration: migration as MigrationDraft,
    index: (spec.index ?? []).map(indexDraft),
    around: aroundDraft(spec, base.around),
  };
}

/** Sections that stand around the indexes; those that are several come as a whole. */
function aroundDraft(spec: Spec, base: AroundDraft): AroundDraft {
  const out: Record<string, string> = { ...base };
  const put = (place: string, section: object = {}): void => {
    for (const [key, value] of Object.entries(section)) {
      const it = text(value);
      if (it !== undefined && !(place === "target" && (TARGET_KEYS as readonly string[]).includes(key))) {
        out[`${place}.${key}`] = it;
      }
    }
  };
  const { target, query, activity, replication, calibration = [] } = spec;
  if (0 < calibration.length) {
    for (const key of Object.keys(out).filter((it) => it.startsWith("calibration."))) {
      delete out[key];
    }
  }
  for (const [name, section] of Object.entries({ target, query, activity, replication })) {
    put(name, section);
  }
  calibration.forEach((it, at) => put(`calibration.${at}`, it));
  return out;
}

function indexDraft(spec: IndexSpec): IndexDraft {
  const out: Record<IndexKey, string> = { ...INDEX_DEFAULTS, column: "" };
  for (const key of INDEX_KEYS) {
    if (key in spec && key !== "type") {
      out[key] = text(spec[key as keyof IndexSpec]) ?? out[key];
    }
  }
  const type = text(spec.type) ?? "";
  const it = /^(\w+)\s*(?:\(\s*(\d*)\s*\))?$/.exec(type.trim());
  out.type = it?.[1] ?? type;
  out.dimensions = it?.[2] ?? "";
  return asStore(out);
}

/** An expression that the form could have written is the choice that writes it. */
function asStore(it: Record<IndexKey, string>): IndexDraft {
  const found = /^(?:binary_quantize\()?(.+?)\)?::(?:halfvec|bit)\(\d+\)$/.exec(it.expression);
  const column = found?.[1]?.replace(/^"(.*)"$/, "$1").replace(/""/g, '"') ?? "";
  const store = it.type === "bit" ? "binary" : "halfvec";
  const guess = { ...it, expression: "", column, store, type: "vector" };
  const same = indexed(guess);
  const type = `${it.type}(${it.dimensions})`;
  return column !== "" && same[0] === it.expression && same[1] === type ? guess : it;
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}
