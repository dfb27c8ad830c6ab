//! Every format's output on the page is the command's, byte for byte.

import { readFileSync, writeFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import type { FormatsDocument, PlanDocument } from "../../src/core/generated/full.js";
import { command } from "../wasm/command.ts";
import { open } from "./chromium.ts";
import { CLIPBOARD, copied, copyButton, pickTool, tab } from "./form.ts";
import { started } from "./setup.ts";

const it = started();

test("every format's files are the command's", async () => {
  const { page, fine } = await open(it.browser, it.host.url, CLIPBOARD);
  const { formats } = JSON.parse(command(["formats", "--json"])) as FormatsDocument;
  expect(formats.length).toBeGreaterThan(2);
  const folder = mkdtempSync(join(tmpdir(), "hnswkit-page-"));
  for (const { id } of formats) {
    await pickTool(page, id);
    for (const mode of ["online", "transactional"]) {
      await page.getByRole("radio", { name: mode, exact: true }).check({ force: true });
      const toml = await copied(page, copyButton(await tab(page, "hnswkit.toml")));
      const spec = join(folder, "hnswkit.toml");
      writeFileSync(spec, toml);
      const expected = JSON.parse(
        command(["generate", "--json", "--spec", spec, "--format", id]),
      ) as PlanDocument;

      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: "Download all as zip" }).click();
      const path = await (await download).path();
      const files = unzipSync(new Uint8Array(readFileSync(path)));
      for (const file of expected.files) {
        const entry = Object.keys(files).find((name) => name === file.path);
        expect(entry, `${id} ${mode}: ${file.path} of ${Object.keys(files).join(", ")}`).toBeDefined();
        expect(strFromU8(files[file.path] ?? new Uint8Array())).toBe(file.content);
      }
      expect(expected.files.length).toBeGreaterThan(0);
    }
  }
  fine();
});

test("a tool is found by typing, and with the keyboard alone", async () => {
  const { page, fine } = await open(it.browser, it.host.url);
  const field = page.getByRole("combobox", { name: "Migration tool" });
  const list = page.getByRole("listbox", { name: "Migration tools" });
  await field.focus();
  await field.press("ArrowDown");
  await list.waitFor();
  const active = async (): Promise<string | null> => {
    const id = await field.getAttribute("aria-activedescendant");
    return page.locator(`[id="${id}"]`).getAttribute("data-key");
  };
  // It opens at what is chosen, and Escape changes nothing.
  const chosen = await active();
  await field.press("Escape");
  expect(await list.isVisible()).toBe(false);
  await field.press("ArrowDown");
  expect(await active()).toBe(chosen);
  await field.fill("typeorm");
  // The other tools are loaded when somebody looks for one.
  await expect.poll(async () => list.getByRole("option").count()).toBe(1);
  expect(await active()).toBe("typeorm");
  await field.press("Enter");
  expect(await field.inputValue()).toBe("TypeORM");
  expect(await list.isVisible()).toBe(false);
  await expect.poll(() => page.getByText(/Executed with TypeORM/).count()).toBe(1);
  // A family is found by its name, and holds its tools.
  await field.click();
  await field.pressSequentially("typescript");
  const group = list.getByRole("group", { name: "JavaScript and TypeScript" });
  expect(await group.getByRole("option").count()).toBe(await list.getByRole("option").count());
  expect(await group.getByRole("option").count()).toBeGreaterThan(3);
  await field.fill("no such tool");
  expect(await list.getByText("SQL files fit any").isVisible()).toBe(true);
  await field.press("Enter");
  expect(await field.inputValue()).toBe("TypeORM");
  fine();
});

test("the command line on the page is understood by the command", async () => {
  const url = `${it.host.url}`;
  const { page } = await open(it.browser, url, CLIPBOARD);
  await page.getByRole("button", { name: "Remove" }).click();
  const line = await copied(page, copyButton(await tab(page, "Command line")));
  expect(line.trim()).toMatch(/^hnswkit generate /);
  const words = [...line.trim().matchAll(/'([^']*)'|(\S+)/g)].map(([, a, b]) => a ?? b ?? "");
  const text = await copied(page, copyButton(await tab(page, "Forward")));
  expect(command(words.slice(1))).toBe(text);
});
