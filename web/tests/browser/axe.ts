//! What axe finds on a page, what sticks out of it, and where screenshots go.

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The folder of the screenshots. */
export const SCREENSHOTS = fileURLToPath(new URL("../../../target/screenshots/", import.meta.url));
mkdirSync(SCREENSHOTS, { recursive: true });

interface Violation {
  id: string;
  nodes: { target: unknown; failureSummary: string }[];
}

/** What axe finds, by WCAG 2.2 AA and its own best practices. */
export async function violations(page: Page): Promise<string[]> {
  // Its own page world needs no exception in the policy: evaluated, not injected.
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: Violation[] }> };
    };
    return (await axe.run()).violations;
  });
  return found.flatMap((it) =>
    it.nodes.map((node) => `${it.id}: ${JSON.stringify(node.target)} ${node.failureSummary}`),
  );
}

/** How far the page is wider than the window. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}
