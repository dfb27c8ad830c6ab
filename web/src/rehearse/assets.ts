//! Fetches the parts of the server, and tells how far that is.

import dataUrl from "../../node_modules/@electric-sql/pglite/dist/pglite.data?url";
import initdbUrl from "../../node_modules/@electric-sql/pglite/dist/initdb.wasm?url";
import serverUrl from "../../node_modules/@electric-sql/pglite/dist/pglite.wasm?url";

import { ASSET_BYTES } from "./protocol.ts";

/** What PGlite is started with, so that it fetches nothing large by itself. */
export interface Assets {
  pgliteWasmModule: WebAssembly.Module;
  initdbWasmModule: WebAssembly.Module;
  fsBundle: Blob;
}

/** Fetches all parts; `share` goes from 0 to 1. */
export async function fetchAssets(share: (share: number) => void): Promise<Assets> {
  let bytes = 0;
  const count = (more: number): void => {
    bytes += more;
    share(Math.min(1, bytes / ASSET_BYTES));
  };
  const [pgliteWasmModule, initdbWasmModule, fsBundle] = await Promise.all([
    fetchCounted(serverUrl, count).then((it) => WebAssembly.compileStreaming(it)),
    fetchCounted(initdbUrl, count).then((it) => WebAssembly.compileStreaming(it)),
    fetchCounted(dataUrl, count).then((it) => it.blob()),
  ]);
  return { pgliteWasmModule, initdbWasmModule, fsBundle };
}

async function fetchCounted(url: string, count: (bytes: number) => void): Promise<Response> {
  const response = await fetch(url, { credentials: "same-origin" });
  if (!response.ok || response.body === null) {
    throw new Error(`${response.status} for ${url}`);
  }
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        count(chunk.byteLength);
        controller.enqueue(chunk);
      },
    }),
  );
  // A static host that does not know the type of wasm must not stop the server.
  return new Response(counted, { headers: { "Content-Type": "application/wasm" } });
}
