//! Every page of the documentation, narrow and wide: nothing wrong for axe, nothing sticks out.

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { overflow, SCREENSHOTS, violations } from "./axe.ts";
import { open } from "./chromium.ts";
import { started } from "./setup.ts";
import { pages } from "./site.ts";

const it = started();

/** Those that stand for the others in the dark, on the widest screens, and on screenshots. */
const SHOWN = ["index.html", "reference/messages.html", "reference/parameters.html", "rules/index.html", "formats/alembic.html"];

async function look(page: Page, name: string, wrong: string[]): Promise<void> {
  await page.goto(it.host.site + name);
  await page.locator(".theme").waitFor({ state: "attached" });
  wrong.push(...(await violations(page)).map((one) => `${name}: ${one}`));
  const out = await overflow(page);
  if (0 < out) {
    wrong.push(`${name} is ${out} px too wide`);
  }
}

test.each([390, 1280])("every page at %i px", { timeout: 600_000 }, async (width) => {
  const { page, fine } = await open(it.browser, it.host.site, { viewport: { width, height: 900 } });
  const wrong: string[] = [];
  for (const name of pages()) {
    await look(page, name, wrong);
  }
  expect(wrong).toEqual([]);
  fine();
});

test.each(["light", "dark"] as const)("some pages, %s", { timeout: 300_000 }, async (colorScheme) => {
  const runbook = pages().find((name) => name.startsWith("runbooks/") && !name.endsWith("index.html"));
  for (const width of [390, 1280, 2560]) {
    const options = { colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" as const };
    const { page, fine } = await open(it.browser, it.host.site, options);
    const wrong: string[] = [];
    for (const name of [...SHOWN, runbook ?? "index.html"]) {
      await look(page, name, wrong);
      const file = name.replace(/\.html$/, "").replaceAll("/", "-");
      await page.screenshot({ path: `${SCREENSHOTS}site-${file}-${width}-${colorScheme}.png` });
    }
    expect(wrong).toEqual([]);
    fine();
    await page.context().close();
  }
});
