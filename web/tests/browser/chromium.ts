//! A browser, and pages that watch what goes wrong on them.

import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { expect } from "vitest";

/** Starts Chromium without talking to anybody. */
export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["HNSWKIT_CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export interface Watched {
  page: Page;
  /** Fails if the page reported an error, broke its policy, or talked to another host. */
  fine(): void;
}

/** A page in a profile of its own. */
export async function open(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong: string[] = [];
  const origin = new URL(url).origin;
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.text().includes("Content Security Policy")) {
      wrong.push(`console: ${message.text()}`);
    }
  });
  context.on("request", (request) => {
    const to = new URL(request.url());
    if (to.origin !== origin && !["data:", "blob:"].includes(to.protocol)) {
      wrong.push(`request to ${request.url()}`);
    }
  });
  await page.goto(url);
  return { page, fine: () => expect(wrong).toEqual([]) };
}
