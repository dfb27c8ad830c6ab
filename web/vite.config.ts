//! How the page is bundled: relative paths, so that it works below any path of any static host.

import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_000,
  },
  worker: { format: "es" },
  preview: { port: 4173, strictPort: false },
  server: { fs: { strict: true } },
});
