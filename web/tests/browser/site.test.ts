//! What readers of the documentation can do: search, copy, print, read without a script.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { open } from "./chromium.ts";
import { CLIPBOARD } from "./form.ts";
import { PATH, serve } from "./host.ts";
import { started } from "./setup.ts";
import { pages } from "./site.ts";

const it = started();

test("the search finds a message by its words, with the keyboard alone", async () => {
  const { page, fine } = await open(it.browser, it.host.site);
  await page.keyboard.press("/");
  const dialog = page.getByRole("dialog", { name: "Search" });
  await dialog.getByRole("searchbox").waitFor();
  await page.keyboard.type("could not resize shared memory segment");
  await dialog.getByRole("link").first().waitFor();
  const found = await dialog.getByRole("link").allInnerTexts();
  expect(found.join("\n")).toContain("Errors and notices");
  expect(await dialog.locator("mark").count()).toBeGreaterThan(0);
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("A");
  await page.keyboard.press("Enter");
  await page.locator("main", { hasText: "shared memory" }).waitFor();
  expect(page.url()).not.toBe(`${it.host.site}index.html`);
  await page.getByRole("button", { name: "Search" }).waitFor();
  await page.keyboard.press("/");
  await page.getByRole("searchbox").waitFor();
  // pagefind shortens a word until it is known; no page has this letter.
  await page.keyboard.type("ξξξ");
  await page.getByText("Nothing was found.").waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  fine();
});

test("the search works from a page in a folder", async () => {
  const { page, fine } = await open(it.browser, `${it.host.site}rules/m-out-of-range.html`);
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("searchbox").waitFor();
  await page.keyboard.type("hnsw.ef_search");
  const first = page.getByRole("dialog").getByRole("link").first();
  await first.waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.includes("m-out-of-range"));
  expect(await page.locator("main").innerText()).toContain("ef_search");
  fine();
});

test("without JavaScript everything can be read, and nothing is there that does nothing", async () => {
  const { page, fine } = await open(it.browser, it.host.site, { javaScriptEnabled: false });
  expect(await page.locator("button").count()).toBe(0);
  await page.getByRole("navigation", { name: "Parts" }).getByRole("link", { name: "Reference" }).click();
  await page.getByRole("main").getByRole("link", { name: "Parameters", exact: true }).click();
  expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("Parameters");
  expect(await page.locator("pre .k").count()).toBeGreaterThan(0);
  fine();
});

test("on a narrow screen the menu leads to every part", async () => {
  const options = { viewport: { width: 390, height: 800 }, javaScriptEnabled: false };
  const { page } = await open(it.browser, `${it.host.site}reference/parameters.html`, options);
  await page.getByRole("link", { name: "Menu" }).click();
  const menu = page.getByRole("navigation", { name: "Pages" });
  await expect.poll(() => menu.evaluate((one) => one.getBoundingClientRect().top < innerHeight)).toBe(true);
  await menu.getByRole("link", { name: "Types and limits" }).click();
  expect(page.url()).toContain("/reference/types.html");
});

test("a block is copied as one would type it", async () => {
  const { page, fine } = await open(it.browser, it.host.site, CLIPBOARD);
  const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  const first = page.locator(".code[data-language=console]").first();
  await first.getByRole("button", { name: "Copy" }).click();
  await expect.poll(clipboard).toMatch(/^(cargo|hnswkit) /);
  expect(await clipboard()).not.toContain("$ ");
  await expect.poll(() => first.getByRole("button").innerText()).toBe("Copied");
  await page.goto(`${it.host.site}reference/parameters.html`);
  await page.locator(".code[data-language=sql]").first().getByRole("button").click();
  await expect.poll(clipboard).toContain("WITH (m = 16)");
  fine();
});

test("the planner and the documentation share their theme and lead to one another", async () => {
  const { page, fine } = await open(it.browser, it.host.site, { colorScheme: "light" });
  await page.getByRole("radio", { name: "dark" }).check();
  const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await background();
  await page.getByRole("banner").getByRole("link", { name: "Planner" }).click();
  await page.getByRole("heading", { name: "A page of the index" }).waitFor();
  expect(await background()).toBe(dark);
  await page.getByRole("banner").getByRole("link", { name: "Docs" }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(page.url()).toBe(`${it.host.site}index.html`);
  expect(await background()).toBe(dark);
  fine();
});

test("what the planner finds is explained by the documentation", async () => {
  const { page } = await open(it.browser, it.host.url);
  await page.getByRole("button", { name: "Check SQL" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Example" }).click();
  const rule = dialog.locator("a.check-rule").first();
  await rule.waitFor();
  const id = await rule.innerText();
  const address = await rule.evaluate((one) => (one as HTMLAnchorElement).href);
  expect(address).toBe(`${it.host.site}rules/${id}.html`);
  expect((await page.request.get(address)).status()).toBe(200);
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Decode" }).click();
  await dialog.getByRole("button", { name: "Example" }).click();
  const message = dialog.getByRole("link", { name: "In the documentation" }).first();
  await message.waitFor();
  await page.goto(await message.evaluate((one) => (one as HTMLAnchorElement).href));
  expect(await page.locator(":target").count()).toBe(1);
});

test("an address without a page says so at any depth", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hnswkit-site-"));
  const command = process.env["HNSWKIT_SITE_COMMAND"] ?? fileURLToPath(new URL("../../../target/debug/hnswkit-site", import.meta.url));
  execFileSync(command, ["build", "--out", folder, "--base-url", `https://docs.example${PATH}`], { stdio: "pipe" });
  const host = await serve(folder);
  try {
    const { page } = await open(it.browser, `${host.site}no/such/page.html`);
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("There is no page at this address");
    const font = await page.evaluate(() => getComputedStyle(document.body).fontFamily);
    expect(font).toContain("system-ui");
    await page.getByRole("main").getByRole("link", { name: "the first page" }).click();
    expect(page.url()).toBe(`${host.site}index.html`);
    expect((await page.request.get(`${host.site}sitemap.xml`)).status()).toBe(200);
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true });
  }
});

test("a runbook fits on two printed pages", { timeout: 300_000 }, async () => {
  const { page } = await open(it.browser, it.host.site);
  const runbooks = pages().filter((name) => name.startsWith("runbooks/") && !name.endsWith("/index.html"));
  expect(runbooks.length).toBeGreaterThan(0);
  const long: string[] = [];
  for (const name of runbooks) {
    await page.goto(it.host.site + name);
    const pdf = await page.pdf({ format: "A4", preferCSSPageSize: false });
    const n = [...pdf.toString("latin1").matchAll(/\/Type\s*\/Page\b/g)].length;
    if (n < 1 || 2 < n) {
      long.push(`${name}: ${n} pages`);
    }
  }
  expect(long).toEqual([]);
});
