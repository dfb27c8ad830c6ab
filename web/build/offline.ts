//! Writes the service worker with the list of what the page is made of.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const TEMPLATE = fileURLToPath(new URL("./service-worker.js", import.meta.url));
const PUBLIC = fileURLToPath(new URL("../public/", import.meta.url));

/** Larger files are kept when they were used once: the server of a rehearsal. */
const LARGE = 2 * 2 ** 20;

/** The plugin. */
export function offline(): Plugin {
  return {
    name: "hnswkit-offline",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const hash = createHash("sha256");
        const files: string[] = [];
        const add = (name: string, content: string | Uint8Array): void => {
          if (content.length <= LARGE) {
            files.push(name);
            hash.update(name).update(content);
          }
        };
        for (const it of Object.values(bundle)) {
          add(it.fileName, it.type === "chunk" ? it.code : it.source);
        }
        for (const it of readdirSync(PUBLIC, { recursive: true, withFileTypes: true })) {
          if (it.isFile()) {
            const path = join(it.parentPath, it.name);
            add(relative(PUBLIC, path).split(sep).join("/"), readFileSync(path));
          }
        }
        const source = readFileSync(TEMPLATE, "utf8")
          .replace("__VERSION__", hash.digest("hex").slice(0, 16))
          .replace("__FILES__", JSON.stringify(files.sort()));
        this.emitFile({ type: "asset", fileName: "sw.js", source });
      },
    },
  };
}
