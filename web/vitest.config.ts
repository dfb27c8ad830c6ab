//! Three kinds of tests: of functions, of the core in node, and of the page in a browser.

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["tests/unit/**/*.test.ts"] } },
      { test: { name: "wasm", include: ["tests/wasm/**/*.test.ts"], testTimeout: 60_000 } },
      {
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One browser at a time: some tests measure time.
          fileParallelism: false,
        },
      },
    ],
  },
});
