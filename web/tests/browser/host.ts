//! A static host that knows nothing of the page, below a path as some hosts have it.

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));

/** Where the page lies on this host. */
export const PATH = "/tools/hnswkit/";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".data": "application/octet-stream",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

export interface Host {
  /** The address of the page. */
  url: string;
  /** Stops serving: from then on every request fails, as without a network. */
  stop(): Promise<void>;
}

/** Serves `web/dist` on a free port. */
export async function serve(): Promise<Host> {
  if (!existsSync(join(DIST, "index.html"))) {
    throw new Error("there is no web/dist; run `cargo xtask site`");
  }
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const below = pathname.startsWith(PATH) ? pathname.slice(PATH.length) : "";
    const file = normalize(join(DIST, decodeURIComponent(below || "index.html")));
    const found =
      pathname.startsWith(PATH) && file.startsWith(DIST) && existsSync(file) && statSync(file).isFile();
    if (!found) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}${PATH}`, stop };
}
