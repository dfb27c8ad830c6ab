//! Bad input, links, imports, messages: what comes in.

import { expect, test } from "vitest";
import { open } from "./chromium.ts";
import { CLIPBOARD, copied, type } from "./form.ts";
import { started } from "./setup.ts";

const it = started();

/** So long a larger build may take to arrive on a busy machine. */
const SOON = { timeout: 20_000 };

test("a field says what is wrong with it, and nothing is lost", async () => {
  const { page, fine } = await open(it.browser, it.host.url);
  await type(page, "m", "101");
  const field = page.getByRole("textbox", { name: "m", exact: true });
  await expect.poll(() => field.getAttribute("aria-invalid")).toBe("true");
  const described = (await field.getAttribute("aria-describedby"))?.split(" ") ?? [];
  const texts = await Promise.all(described.map((id) => page.locator(`#${id}`).textContent()));
  expect(texts.join(" ")).toContain("m must be between 2 and 100, but is 101");
  // All at once: a second one beside it.
  await type(page, "Rows of the table", "many");
  await expect.poll(() => page.locator("[aria-invalid=true]").count()).toBeGreaterThan(1);
  await expect.poll(() => field.inputValue()).toBe("101");
  await type(page, "m", "24");
  await type(page, "Rows of the table", "1.2M");
  await expect.poll(() => page.locator("[aria-invalid=true]").count()).toBe(0);
  await expect
    .poll(() => page.getByRole("region", { name: "What follows" }).textContent())
    .toContain("1,200,000 rows");
  fine();
});

test("the joint rule of m and ef_construction is shown as it bites", async () => {
  const { page } = await open(it.browser, it.host.url);
  await type(page, "m", "48");
  const field = page.getByRole("textbox", { name: "ef_construction", exact: true });
  await expect.poll(() => field.getAttribute("aria-invalid")).toBe("true");
  await page.getByRole("button", { name: /Set ef_construction to/ }).first().click();
  await expect.poll(() => page.locator("[aria-invalid=true]").count()).toBe(0);
});

test("a link holds all of it, and back and forward work", async () => {
  const { page, fine } = await open(it.browser, it.host.url, CLIPBOARD);
  await type(page, "Table", 'Sales."O\'Brien %&#=;,🦀"');
  await type(page, "Type and dimensions", "777");
  await type(page, "Rows of the table", "123k");
  const link = await copied(page, page.getByRole("button", { name: "Copy link" }));
  const other = await open(it.browser, link);
  const value = (label: string): Promise<string> =>
    other.page.getByRole("textbox", { name: label, exact: true }).inputValue();
  expect(await value("Table")).toBe('Sales."O\'Brien %&#=;,🦀"');
  expect(await value("Type and dimensions")).toBe("777");
  expect(await value("Rows of the table")).toBe("123k");
  other.fine();

  // A second edit, settled, is a step that can be gone back.
  await page.waitForTimeout(1_500);
  await type(page, "Type and dimensions", "778");
  await page.getByRole("textbox", { name: "Column", exact: true }).focus();
  await page.waitForTimeout(1_500);
  await page.goBack();
  const dimensions = page.getByRole("textbox", { name: "Type and dimensions", exact: true });
  await expect.poll(() => dimensions.inputValue()).not.toBe("778");
  await page.goForward();
  await expect.poll(() => dimensions.inputValue()).toBe("778");
  fine();
});

test("a link of a later version is not misread", async () => {
  const { page } = await open(it.browser, `${it.host.url}#v=99&x=1`);
  await expect.poll(() => page.locator("main, [role=status], [role=alert]").allTextContents())
    .toEqual(expect.arrayContaining([expect.stringMatching(/version/i)]));
});

test("the last state is there after a reload", async () => {
  const { page } = await open(it.browser, it.host.url);
  await type(page, "Table", "remembered");
  await page.waitForTimeout(1_000);
  await page.goto(it.host.url);
  await expect
    .poll(() => page.getByRole("textbox", { name: "Table", exact: true }).inputValue())
    .toBe("remembered");
});

const SCHEMA = `CREATE TABLE public."Notes" (id bigint, "body vec" public.vector(768) NOT NULL);
CREATE TABLE tags (id bigint, e halfvec(3072));
CREATE INDEX tags_e_idx ON tags USING hnsw (e halfvec_l2_ops) WITH (m = 8, ef_construction = 40);`;

test("a schema fills the form", async () => {
  const { page, fine } = await open(it.browser, it.host.url);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Import a schema" });
  await dialog.getByRole("textbox", { name: "Schema or hnswkit.toml" }).fill(SCHEMA);
  await expect.poll(() => dialog.textContent(), SOON).toContain("tags_e_idx");
  await dialog.getByRole("button", { name: "Fill the form" }).click();
  await expect
    .poll(() => page.getByRole("textbox", { name: "Table", exact: true }).inputValue())
    .toContain("Notes");
  expect(await page.getByRole("textbox", { name: "Column", exact: true }).inputValue()).toBe("body vec");
  fine();
});

test("a message is explained", async () => {
  const { page, fine } = await open(it.browser, it.host.url);
  await page.getByRole("button", { name: "Decode", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Decode a message" });
  await dialog
    .getByRole("textbox", { name: "Messages of the server" })
    .fill("NOTICE:  hnsw graph no longer fits into maintenance_work_mem after 9759 tuples");
  await expect.poll(() => dialog.textContent(), SOON).toContain("The first 9759 rows");
  fine();
});
