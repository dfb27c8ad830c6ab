//! Both themes at several widths: nothing wrong for axe, nothing sticks out, screenshots to look at.

import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { overflow, SCREENSHOTS, violations } from "./axe.ts";
import { open } from "./chromium.ts";
import { tab } from "./form.ts";
import { started } from "./setup.ts";

const it = started();

/** Controls of the header that are cut off, or lie over one another. */
async function crowded(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const header = document.querySelector("header");
    const box = header?.getBoundingClientRect();
    const controls = [...(header?.querySelectorAll("button, a, label") ?? [])];
    const boxes = controls.map((it) => ({ text: it.textContent, box: it.getBoundingClientRect() }));
    const outside = boxes.filter(
      (it) => box === undefined || it.box.top < box.top || box.bottom < it.box.bottom,
    );
    const covered = boxes.filter((it, n) =>
      boxes.some(
        ({ box: other }, m) =>
          m < n &&
          other.left < it.box.right - 1 &&
          it.box.left < other.right - 1 &&
          other.top < it.box.bottom - 1 &&
          it.box.top < other.bottom - 1,
      ),
    );
    return [...outside, ...covered].map((it) => it.text ?? "");
  });
}

describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
  test.each([390, 1280, 2560])("%i px", async (width) => {
    const options = { colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" as const };
    const { page, fine } = await open(it.browser, it.host.url, options);
    await page.getByRole("heading", { name: "A page of the index" }).waitFor();
    const shot = async (name: string): Promise<void> => {
      const path = `${SCREENSHOTS}${name}-${width}-${colorScheme}.png`;
      await page.screenshot({ path, fullPage: true });
      expect(await violations(page), name).toEqual([]);
      expect(await overflow(page), name).toBe(0);
    };
    await shot("page");
    for (const narrow of width === 1280 ? [1280, 1100, 960, 600] : [width]) {
      await page.setViewportSize({ width: narrow, height: 900 });
      expect(await crowded(page), `the header at ${narrow} px`).toEqual([]);
    }
    await page.setViewportSize({ width, height: 900 });
    const tools = page.getByRole("combobox", { name: "Migration tool" });
    await tools.click();
    await expect.poll(() => page.getByRole("listbox", { name: "Migration tools" }).getByRole("option").count()).toBeGreaterThan(3);
    await shot("tools");
    await tools.press("Escape");
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
