//! What a person does on the page.

import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** One index as somebody would describe it. */
export interface Wish {
  table: string;
  column: string;
  dimensions: string;
  rows: string;
}

/** Types into a field, in place of what is there. */
export async function type(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByRole("textbox", { name: label, exact: true });
  await field.click();
  await field.press("ControlOrMeta+a");
  await field.pressSequentially(text);
}

/** Describes the selected index. */
export async function describe(page: Page, it: Wish): Promise<void> {
  await type(page, "Table", it.table);
  await type(page, "Column", it.column);
  await page.getByRole("combobox", { name: "Type", exact: true }).selectOption("vector");
  await type(page, "Type and dimensions", it.dimensions);
  await page.getByRole("combobox", { name: "Metric" }).selectOption("cosine");
  await type(page, "Rows of the table", it.rows);
}

/** Picks the migration tool of that id. */
export async function pickTool(page: Page, id: string): Promise<void> {
  const field = page.getByRole("combobox", { name: "Migration tool" });
  await field.click();
  await field.fill(id);
  await page.locator(`[role=option][data-key="${id}"]`).click();
}

/** The panel of a tab of the migration. */
export async function tab(page: Page, name: string): Promise<Locator> {
  await page.getByRole("tab", { name, exact: true }).click();
  const panel = page.getByRole("tabpanel", { name, exact: true });
  await panel.waitFor();
  return panel;
}

/** What a button copies; the page waits for the plan of the form as it is now. */
export async function copied(page: Page, button: Locator): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText("nothing was copied"));
  await button.click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .not.toBe("nothing was copied");
  return page.evaluate(() => navigator.clipboard.readText());
}

/** The first button of the panel that copies a text. */
export function copyButton(panel: Locator): Locator {
  return panel.getByRole("button", { name: /^Copy/ }).first();
}

export const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };
