//! The fields around the indexes, and what follows from them: loaded when opened, in the link and the file.

import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { overflow, SCREENSHOTS, violations } from "./axe.ts";
import { open } from "./chromium.ts";
import { CLIPBOARD, copied, tab, type } from "./form.ts";
import { started } from "./setup.ts";

const it = started();

const INDEXES = "&i=messages.embedding:vector(1536):cosine:1M;workers=2&i=atoms.embedding:vector(1536):cosine:5k";
const FULL =
  "#v=1&postgres=17&pgvector=0.8.6&platform=docker&ram=16GiB&cpus=4&target.shared_buffers=4GB" +
  "&target.max_connections=100&target.shared_memory=64MB&calibration.0.rows=10k&calibration.0.seconds=4.8+s" +
  "&calibration.1.rows=50k&calibration.1.seconds=40&query.limit=20&query.selectivity=1%25&activity.inserts=100k" +
  `&activity.updates=50k&replication.bandwidth=50MB${INDEXES}`;

/** So long the larger build may take to arrive on a busy machine. */
const SOON = { timeout: 20_000 };

/** A part of the form. */
async function part(page: Page, name: string): Promise<Locator> {
  await page.locator("summary", { hasText: name }).first().click();
  return page.locator("details", { has: page.locator("summary", { hasText: name }) }).first();
}

function card(page: Page, name: string): Locator {
  return page.locator(".around-card", { has: page.getByRole("heading", { name }) });
}

test("the first visit loads none of it; opening does", async () => {
  const { page, fine } = await open(it.browser, it.host.url);
  const wanted: string[] = [];
  page.on("request", (request) => wanted.push(new URL(request.url()).pathname));
  await page.getByRole("heading", { name: "A page of the index" }).waitFor();
  await page.waitForTimeout(500);
  const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map((one) => one.name));
  expect(loaded.filter((one) => /\/(around|text_bg)-/.test(one))).toEqual([]);
  await page.locator(".operation summary").first().click();
  await page.getByRole("heading", { name: "Other choices" }).waitFor();
  expect(wanted.some((one) => one.includes("/around-"))).toBe(true);
  expect(await card(page, "The time, and what it rests on").textContent()).toContain("as planned");
  expect(await card(page, "Disk").textContent()).toContain("peak");
  // A number opens to where it comes from.
  const row = card(page, "Disk").locator("details", { hasText: "peak" });
  await row.locator("summary").click();
  expect(await row.locator("p").textContent()).toContain("Besides what is used already");
  fine();
});

test("builds that were timed narrow the time, wherever it stands", async () => {
  const { page, fine } = await open(it.browser, `${it.host.url}#v=1${INDEXES}`);
  const time = page.locator("[data-number=time]");
  await expect.poll(() => time.textContent(), SOON).toMatch(/ to /);
  const before = await time.textContent();
  const builds = await part(page, "Builds that were timed on it");
  await builds.getByRole("textbox", { name: "Rows it got of build 1" }).fill("10k");
  await builds.getByRole("textbox", { name: "Time it took of build 1" }).fill("4.8 s");
  await builds.getByRole("button", { name: "Add a build" }).click();
  await builds.getByRole("textbox", { name: "Rows it got of build 2" }).fill("50k");
  await builds.getByRole("textbox", { name: "Time it took of build 2" }).fill("40 s");
  await expect.poll(() => time.textContent(), SOON).not.toBe(before);
  await expect.poll(() => card(page, "The time, and what it rests on").textContent(), SOON).toContain("2 builds were timed");
  const shown = await time.textContent();
  expect(await card(page, "The time, and what it rests on").textContent()).toContain(shown ?? "?");
  // Typing on does not show the time of before the builds in between.
  await type(page, "Rows of the table", "1.1M");
  await expect.poll(() => time.textContent(), SOON).not.toBe(shown);
  await builds.getByRole("button", { name: "Remove build 1" }).click();
  expect(await builds.getByRole("textbox", { name: "Rows it got of build 1" }).inputValue()).toBe("50k");
  await expect.poll(() => card(page, "The time, and what it rests on").textContent(), SOON).toContain("one build was timed");
  // Without any, the time is that of an unknown machine again.
  await builds.getByRole("button", { name: "Remove build 1" }).click();
  await type(page, "Rows of the table", "1M");
  await expect.poll(() => time.textContent(), SOON).toBe(before);
  fine();
});

test("a search says its plan, its rows and what to set, and the advice can be taken", async () => {
  const { page, fine } = await open(it.browser, `${it.host.url}#v=1&pgvector=0.8.6&query.limit=20&query.selectivity=1%25${INDEXES}`);
  const search = card(page, "The search");
  await expect.poll(() => search.textContent(), SOON).toContain("0.4 of 20 on average");
  await search.getByRole("button", { name: "Reckon with it" }).first().click();
  await expect.poll(() => search.textContent(), SOON).not.toContain("0.4 of 20 on average");
  expect(await page.getByRole("combobox", { name: "hnsw.iterative_scan" }).inputValue()).toBe("strict_order");
  await search.getByText("What the planner reckons with").click();
  expect(await search.textContent()).toContain("pages of the index");
  fine();
});

test("a field says what is wrong with it, and leads there", async () => {
  const { page, fine } = await open(it.browser, `${it.host.url}#v=1&query.limit=20&calibration.0.rows=10k${INDEXES}`);
  const seconds = page.getByRole("textbox", { name: "Time it took of build 1" });
  await expect.poll(() => seconds.getAttribute("aria-invalid"), SOON).toBe("true");
  await page.locator("summary", { hasText: "Builds that were timed on it" }).click();
  await page.getByRole("button", { name: "Time it took 1" }).click();
  await expect.poll(() => seconds.evaluate((one) => one === document.activeElement), SOON).toBe(true);
  await seconds.fill("5 s");
  await expect.poll(() => seconds.getAttribute("aria-invalid"), SOON).toBe("false");
  const limit = page.getByRole("textbox", { name: "LIMIT", exact: true });
  await limit.fill("many");
  await expect.poll(() => limit.getAttribute("aria-invalid"), SOON).toBe("true");
  expect(await page.locator("#field-query-limit-problem").textContent()).toContain("limit must be a whole number");
  await limit.fill("");
  await expect.poll(() => page.locator("[aria-invalid=true]").count(), SOON).toBe(0);
  fine();
});

test("the link, the file and the way back hold all of it", async () => {
  const { page, fine } = await open(it.browser, it.host.url + FULL, CLIPBOARD);
  await page.getByRole("heading", { name: "Other choices" }).waitFor();
  const link = await copied(page, page.getByRole("button", { name: "Copy link" }));
  expect(new URL(link).hash).toBe(FULL);
  const file = await tab(page, "hnswkit.toml");
  await expect.poll(() => file.textContent(), SOON).toContain("[[calibration]]");
  const toml = await copied(page, file.getByRole("button", { name: /^Copy/ }).first());
  for (const line of ["[query]", "[activity]", "[replication]", 'shared_buffers = "4GB"', 'bandwidth = "50MB"']) {
    expect(toml).toContain(line);
  }
  const other = await open(it.browser, it.host.url);
  await other.page.getByRole("button", { name: "Import", exact: true }).click();
  const dialog = other.page.getByRole("dialog", { name: "Import a schema" });
  await dialog.getByRole("textbox", { name: "Schema or hnswkit.toml" }).fill(toml);
  await expect.poll(() => dialog.textContent(), SOON).toContain("messages.embedding");
  await dialog.getByRole("button", { name: "Fill the form" }).click();
  await expect.poll(() => other.page.getByRole("textbox", { name: "Inserts a day" }).inputValue(), SOON).toBe("100k");
  expect(await other.page.locator(".notices").textContent()).toBe("");
  expect(await other.page.getByRole("textbox", { name: "Time it took of build 2" }).inputValue()).toBe("40");
  other.fine();
  // An edit is a step that can be gone back.
  const bandwidth = page.getByRole("textbox", { name: "Bytes a second" });
  await page.waitForTimeout(1_700);
  await bandwidth.fill("10MB");
  await page.waitForTimeout(1_700);
  await page.goBack();
  await expect.poll(() => bandwidth.inputValue(), SOON).toBe("50MB");
  fine();
});

describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
  test.each([390, 1280, 2560])("%i px", async (width) => {
    const options = { colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" as const };
    const { page, fine } = await open(it.browser, it.host.url + FULL, options);
    await page.getByRole("heading", { name: "Other choices" }).waitFor();
    for (const text of ["What the planner reckons with", "Docker run"]) {
      await page.locator(".operation summary", { hasText: text }).click();
    }
    await page.locator(".operation .figure summary").first().click();
    await page.screenshot({ path: `${SCREENSHOTS}operation-${width}-${colorScheme}.png`, fullPage: true });
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    fine();
  });
});
