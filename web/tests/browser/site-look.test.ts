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

async function look(page: Page, name: string): Promise<string[]> {
  await page.goto(it.host.site + name);
  await page.locator(".theme").waitFor({ state: "attached" });
  return (await violations(page)).map((one) => `${name}: ${one}`);
}

async function wide(page: Page, name: string, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 900 });
  const out = await overflow(page);
  return out === 0 ? [] : [`${name} is ${out} px too wide for ${width} px`];
}

test("nothing is wrong with any page", { timeout: 900_000 }, async () => {
  const { page, fine } = await open(it.browser, it.host.site);
  const wrong: string[] = [];
  for (const name of pages()) {
    wrong.push(...(await look(page, name)));
    wrong.push(...(await wide(page, name, 390)), ...(await wide(page, name, 1280)));
  }
  expect(wrong).toEqual([]);
  fine();
});

test.each(["light", "dark"] as const)("some pages, %s", { timeout: 600_000 }, async (colorScheme) => {
  const runbook = pages().find((name) => name.startsWith("runbooks/") && !name.endsWith("index.html"));
  for (const width of [390, 1280, 2560]) {
    const options = { colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" as const };
    const { page, fine } = await open(it.browser, it.host.site, options);
    const wrong: string[] = [];
    for (const name of [...SHOWN, runbook ?? "index.html"]) {
      wrong.push(...(await look(page, name)), ...(await wide(page, name, width)));
      const file = name.replace(/\.html$/, "").replaceAll("/", "-");
      await page.screenshot({ path: `${SCREENSHOTS}site-${file}-${width}-${colorScheme}.png` });
    }
    expect(wrong).toEqual([]);
    fine();
    await page.context().close();
  }
});
