//! How the page is bundled: relative paths, so that it works below any path of any static host.

import { defineConfig } from "vite";
import { head } from "./build/head.ts";
import { offline } from "./build/offline.ts";

export default defineConfig({
  base: "./",
  plugins: [head(), offline()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_000,
    // The first visit is one file, whatever later parts share with it: pieces weigh more.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "first", tags: ["$initial"] }] } } },
  },
  worker: { format: "es" },
  preview: { port: 4173, strictPort: false },
  server: { fs: { strict: true } },
});
