//! The rehearsal: a real server in the page runs the whole migration.

import { expect, test } from "vitest";
import { open } from "./chromium.ts";
import { started } from "./setup.ts";

const it = started();

test("the story runs forward, back and forward again in the browser", async () => {
  const { page, fine } = await open(it.browser, it.host.url);
  await page.getByRole("button", { name: "Rehearse", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Rehearse here" });
  const rows = dialog.getByRole("slider");
  await rows.focus();
  await rows.press("Home");
  await dialog.getByRole("button", { name: "Rehearse", exact: true }).click();
  await expect.poll(() => dialog.textContent(), { timeout: 100_000, interval: 500 }).toContain("The migration ran forward, back, and forward again");
  const text = (await dialog.textContent()) ?? "";
  expect(text).toContain("Index Scan using idx_messages_embedding_hnsw");
  fine();
}, 150_000);

test("a rehearsal can be cancelled", async () => {
  const { page } = await open(it.browser, it.host.url);
  await page.getByRole("button", { name: "Rehearse", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Rehearse here" });
  await dialog.getByRole("button", { name: "Rehearse", exact: true }).click();
  await dialog.getByRole("button", { name: /^(Cancel|Stop)/ }).click();
  await expect.poll(() => dialog.textContent()).toMatch(/cancelled|canceled|stopped/i);
  expect(await dialog.getByRole("button", { name: /^Rehearse/ }).isEnabled()).toBe(true);
});
