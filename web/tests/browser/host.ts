//! A static host that knows nothing of the site, below a path as some hosts have it.

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** The files of the site. */
export const SITE = process.env["HNSWKIT_SITE"] ?? fileURLToPath(new URL("../../../target/site", import.meta.url));

/** Where the site lies on this host. */
export const PATH = "/tools/hnswkit/";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".data": "application/octet-stream",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

export interface Host {
  /** The address of the planner. */
  url: string;
  /** The address of the site around it. */
  site: string;
  /** Stops serving: from then on every request fails, as without a network. */
  stop(): Promise<void>;
}

/** Serves a folder on a free port; what is not there is `404.html`. */
export async function serve(folder = SITE): Promise<Host> {
  for (const it of folder === SITE ? ["index.html", "planner/index.html"] : []) {
    if (!existsSync(join(folder, it))) {
      throw new Error(`there is no ${it} in ${folder}; run \`cargo xtask site\``);
    }
  }
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const below = pathname.startsWith(PATH) ? pathname.slice(PATH.length) : "";
    const name = below === "" || below.endsWith("/") ? `${below}index.html` : below;
    const file = normalize(join(folder, decodeURIComponent(name)));
    const isFile = (it: string): boolean => existsSync(it) && statSync(it).isFile();
    const found = pathname.startsWith(PATH) && file.startsWith(folder) && isFile(file);
    const sent = found ? file : join(folder, "404.html");
    const type = TYPES[extname(sent)] ?? "application/octet-stream";
    if (!isFile(sent)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(found ? 200 : 404, { "content-type": type });
    createReadStream(sent).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const site = `http://127.0.0.1:${port}${PATH}`;
  return { url: `${site}planner/`, site, stop };
}
