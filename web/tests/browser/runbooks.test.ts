//! Every runbook can be chosen, read, copied and saved, and is the command's.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { command } from "../wasm/command.ts";
import { open } from "./chromium.ts";
import { CLIPBOARD, copied, copyButton, tab } from "./form.ts";
import { started } from "./setup.ts";

const it = started();

test("a runbook is chosen, and is that of the command", async () => {
  const { page, fine } = await open(it.browser, it.host.url, CLIPBOARD);
  const spec = join(mkdtempSync(join(tmpdir(), "hnswkit-page-")), "hnswkit.toml");
  writeFileSync(spec, await copied(page, copyButton(await tab(page, "hnswkit.toml"))));
  const panel = await tab(page, "Runbook");
  const choice = panel.getByRole("combobox", { name: "Runbook" });
  expect(await choice.inputValue()).toBe("build-online");
  for (const [id, title] of [
    ["roll-back", "Roll back"],
    ["switchover-and-failover", "Switchover or failover during a build"],
    ["build-online", "Build online"],
  ] as const) {
    await choice.selectOption(id);
    await panel.getByRole("heading", { name: `Runbook: ${title}` }).waitFor();
    const text = await copied(page, panel.getByRole("button", { name: new RegExp(`^Copy .*${id}.md$`) }));
    expect(text).toBe(command(["runbook", "--quiet", "--spec", spec, "--id", id]));
  }
  // Another kind of build, while none is chosen, has its own.
  await page.reload();
  await page.getByRole("radio", { name: "transactional", exact: true }).check({ force: true });
  await (await tab(page, "Runbook")).getByRole("heading", { name: "Runbook: Build in a transaction" }).waitFor();
  fine();
});
