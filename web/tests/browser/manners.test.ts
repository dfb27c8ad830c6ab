//! What a guest can expect: offline, keyboard, no script, few bytes, no other host.

import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { open } from "./chromium.ts";
import { copyButton, tab } from "./form.ts";
import { started } from "./setup.ts";
import { serve } from "./host.ts";
import { launch } from "./chromium.ts";

const it = started();

test("it works offline after the first visit", async () => {
  const host = await serve();
  const browser = await launch();
  try {
    const { page } = await open(browser, host.url);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await page.reload();
    await page.getByRole("heading", { name: "A page of the index" }).waitFor();
    await host.stop();
    await page.reload();
    await page.getByRole("heading", { name: "A page of the index" }).waitFor();
    const panel = await tab(page, "Runbook");
    await expect.poll(() => panel.textContent()).toContain("idx_messages_embedding_hnsw");
  } finally {
    await browser.close();
  }
});

test("without JavaScript it says what it is and where to read on", async () => {
  const { page } = await open(it.browser, it.host.url, { javaScriptEnabled: false });
  expect(await page.locator("body").innerText()).toMatch(/HNSW/);
  const link = page.locator("noscript a, body a").first();
  const target = new URL((await link.getAttribute("href")) ?? "", it.host.url);
  expect((await page.request.get(target.href)).status()).toBe(200);
});

test("every link on the page leads somewhere", async () => {
  const { page } = await open(it.browser, it.host.url);
  const links = await page.locator("a[href]").evaluateAll((all) => all.map((it) => (it as HTMLAnchorElement).href));
  const ours = links.filter((link) => link.startsWith(it.host.site) && !link.includes("#"));
  expect(ours.length).toBeGreaterThan(0);
  for (const link of new Set(ours)) {
    expect((await page.request.get(link)).status(), link).toBe(200);
  }
});

test("the keyboard alone suffices", async () => {
  const { page, fine } = await open(it.browser, it.host.url, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.getByRole("heading", { name: "A page of the index" }).waitFor();
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      const it = document.activeElement;
      return `${it?.getAttribute("aria-label") ?? ""} ${it?.textContent ?? ""} ${it?.id ?? ""}`;
    });
  const reach = async (what: RegExp, most = 120): Promise<void> => {
    for (let n = 0; n < most; n++) {
      await page.keyboard.press("Tab");
      if (what.test(await focused())) {
        return;
      }
    }
    throw new Error(`Tab never reached ${what}`);
  };
  await reach(/-m\b|\bm$/);
  await reach(/Forward/);
  await page.keyboard.press("ArrowRight");
  await expect.poll(focused).toContain("Rollback");
  await reach(/^Copy/, 10);
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("DROP INDEX");
  await expect.poll(() => page.locator("main").textContent()).toContain("Copied");
  fine();
});

test("the first visit loads at most 200 kB, compressed", async () => {
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: "block" });
    const page = await context.newPage();
    const sizes = new Map<string, number>();
    page.on("response", (response) => {
      void response.body().then(
        (body) => sizes.set(response.url(), gzipSync(body, { level: 9 }).length),
        () => undefined,
      );
    });
    await page.goto(it.host.url);
    await page.getByRole("heading", { name: "A page of the index" }).waitFor();
    await page.waitForTimeout(2_000);
    const total = [...sizes.values()].reduce((sum, one) => sum + one, 0);
    const list = [...sizes].map(([url, size]) => `${size} ${url.replace(it.host.url, "")}`);
    console.log(`first visit: ${total} bytes\n  ${list.join("\n  ")}`);
    expect(total, list.join("\n")).toBeLessThanOrEqual(200_000);
  } finally {
    await browser.close();
  }
});

test("the policy allows nobody else", async () => {
  const { page } = await open(it.browser, it.host.url);
  const policy = await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toMatch(/https?:|\*|unsafe-inline|'unsafe-eval'/);
});

test("a panel's copy says so when the clipboard is refused", async () => {
  const { page } = await open(it.browser, it.host.url, { permissions: [] });
  await page.evaluate(() => {
    const refuse = (): Promise<void> => Promise.reject(new Error("refused"));
    Object.assign(navigator.clipboard, { write: refuse, writeText: refuse });
    document.execCommand = () => false;
  });
  const panel = await tab(page, "Forward");
  await copyButton(panel).click();
  await expect.poll(() => page.evaluate(() => getSelection()?.toString() ?? "")).toContain("op.execute");
});
