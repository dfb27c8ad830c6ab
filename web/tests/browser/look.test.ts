//! Both themes at several widths: nothing wrong for axe, nothing sticks out, screenshots to look at.

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { open } from "./chromium.ts";
import { tab } from "./form.ts";
import { started } from "./setup.ts";

const it = started();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = fileURLToPath(new URL("../../../target/screenshots/", import.meta.url));
mkdirSync(folder, { recursive: true });

interface Violation {
  id: string;
  nodes: { target: unknown; failureSummary: string }[];
}

/** What axe finds, by WCAG 2.2 AA and its own best practices. */
async function violations(page: Page): Promise<string[]> {
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
async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}

describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
  test.each([390, 1280, 2560])("%i px", async (width) => {
    const options = { colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" as const };
    const { page, fine } = await open(it.browser, it.host.url, options);
    await page.getByRole("heading", { name: "A page of the index" }).waitFor();
    const shot = async (name: string): Promise<void> => {
      const path = `${folder}${name}-${width}-${colorScheme}.png`;
      await page.screenshot({ path, fullPage: true });
      expect(await violations(page), name).toEqual([]);
      expect(await overflow(page), name).toBe(0);
    };
    await shot("page");
    for (const name of ["Rollback", "Verify", "Monitor", "Runbook", "Plan", "hnswkit.toml", "Command line"]) {
      const panel = await tab(page, name);
      await expect.poll(() => panel.textContent()).not.toBe("");
      await shot(`tab-${name.toLowerCase().replaceAll(/[ .]/g, "-")}`);
    }
    for (const name of ["Import", "Check SQL", "Decode", "Rehearse"]) {
      await page.getByRole("button", { name, exact: true }).click();
      const dialog = page.getByRole("dialog");
      await dialog.waitFor();
      await expect.poll(() => dialog.getByRole("button").count()).toBeGreaterThan(1);
      const example = dialog.getByRole("button", { name: "Example" });
      if (0 < (await example.count())) {
        await example.click();
        await page.waitForTimeout(1_000);
      }
      await shot(name.toLowerCase().replaceAll(" ", "-"));
      await dialog.getByRole("button", { name: "Close" }).click();
    }
    fine();
  });
});
