//! One host and one browser for the tests of a file.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launch } from "./chromium.ts";
import { type Host, serve } from "./host.ts";

/** Starts both before the tests of the file, and ends them after. */
export function started(): { browser: Browser; host: Host } {
  const it = {} as { browser: Browser; host: Host };
  beforeAll(async () => {
    it.host = await serve();
    it.browser = await launch();
  });
  afterAll(async () => {
    await it.browser.close();
    await it.host.stop();
  });
  return it;
}
