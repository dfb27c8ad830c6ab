//! How long a keystroke takes to show its numbers with 100 indexes, and how soon the page answers.
//!
//! `npx vitest run --project bench` after `cargo xtask site`. Chromium runs without waiting for a
//! display, so that the figures are the page's and not those of a refresh rate.

import { chromium, type Page } from "playwright-core";
import { expect, test } from "vitest";
import { serve } from "../tests/browser/host.ts";

const INDEXES = 100;
const EDITS = 300;
const COLD_STARTS = 15;

function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function show(what: string, values: number[]): void {
  const figures = [0.5, 0.95, 0.99].map((it) => quantile(values, it).toFixed(1));
  console.log(`${what}: median ${figures[0]} ms, p95 ${figures[1]} ms, p99 ${figures[2]} ms (${values.length})`);
}

async function launch(): Promise<Awaited<ReturnType<typeof chromium.launch>>> {
  return chromium.launch({
    executablePath: process.env["HNSWKIT_CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-frame-rate-limit",
      "--disable-gpu-vsync",
    ],
  });
}

async function edit(page: Page, label: string, texts: string[], pause: number): Promise<void> {
  const field = page.getByRole("textbox", { name: label, exact: true });
  await field.focus();
  for (const text of texts) {
    await field.press("ControlOrMeta+a");
    await page.keyboard.type(text, { delay: pause });
    await page.waitForTimeout(pause);
  }
}

async function measured(page: Page, name: string): Promise<number[]> {
  return page.evaluate((it) => performance.getEntriesByName(it).map((entry) => entry.duration), name);
}

/** What only the numbers of the operation need, as a link says it. */
const AROUND =
  "&query.limit=20&query.selectivity=1%25&activity.inserts=100k&target.shared_buffers=4GB&target.max_connections=100" +
  "&calibration.0.rows=10k&calibration.0.seconds=4.8+s&replication.bandwidth=50MB";

test.each([
  ["keystrokes with 100 indexes", ""],
  ["keystrokes with 100 indexes and the numbers of the operation open", AROUND],
])("%s", async (_, around) => {
  const host = await serve();
  const browser = await launch();
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const story = ["messages", "atoms"].map((it) => `&i=${it}.embedding:vector(1536):cosine:10k`).join("");
  await page.goto(`${host.url}#v=1&ram=16GiB${around}${story}`);
  await page.getByRole("heading", { name: "A page of the index" }).waitFor();
  if (around !== "") {
    await page.getByRole("heading", { name: "Other choices" }).waitFor();
  }
  for (let n = 2; n < INDEXES; n++) {
    await page.getByRole("button", { name: "Duplicate" }).click();
  }
  await page.waitForTimeout(3_000);
  const perField = Math.ceil(EDITS / 4 / 4);
  for (const [label, texts] of [
    ["Type and dimensions", ["768", "384", "1024", "1536"]],
    ["Rows of the table", ["12k", "1.2M", "350k", "9999"]],
    ["m", ["16", "24", "12", "8"]],
    ["ef_construction", ["64", "80", "100", "128"]],
  ] as const) {
    await page.evaluate(() => performance.clearMeasures());
    for (let round = 0; round < perField; round++) {
      await edit(page, label, [...texts], 40);
    }
    const work = await measured(page, "hnswkit:work");
    expect(work.length).toBeGreaterThan(perField);
    show(`${label}, to the changed document`, work);
    show(`${label}, to the frame after it`, await measured(page, "hnswkit:keystroke"));
  }
  await browser.close();
  await host.stop();
}, 600_000);

test("the first result, cold", async () => {
  const host = await serve();
  const times: number[] = [];
  for (let n = 0; n < COLD_STARTS; n++) {
    const browser = await launch();
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(host.url);
    await page.getByRole("heading", { name: "A page of the index" }).waitFor();
    times.push(
      await page.evaluate(() => performance.getEntriesByName("hnswkit:first-result")[0]?.startTime ?? Number.NaN),
    );
    await browser.close();
  }
  show("first result after navigation", times);
  await host.stop();
}, 600_000);
