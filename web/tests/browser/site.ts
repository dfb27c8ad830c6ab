//! The pages of the site, as files.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SITE } from "./host.ts";

/** The pages of the documentation: `guides/alembic.html`; without 404.html and the planner. */
export function pages(): string[] {
  const all = readdirSync(SITE, { recursive: true, encoding: "utf8" });
  const pages = all.map((it) => it.replaceAll("\\", "/")).filter((it) => it.endsWith(".html"));
  return pages.filter((it) => it !== "404.html" && !it.startsWith("planner/")).sort();
}

/** A file of the site. */
export function read(name: string): string {
  return readFileSync(join(SITE, name), "utf8");
}
