//! Writes the head of the page: the content security policy, and what to fetch at once.

import type { HtmlTagDescriptor, Plugin } from "vite";

/** No other host, no inline script or style; WebAssembly may be compiled. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const THEME = /\s*<script src="\.\/theme\.js"><\/script>/;

/** The plugin; the server for development writes inline scripts, so it has no policy. */
export function head(): Plugin {
  return {
    name: "hnswkit-head",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        const policy = { "http-equiv": "Content-Security-Policy", content: POLICY };
        const tags: HtmlTagDescriptor[] = [
          { tag: "meta", attrs: policy, injectTo: "head-prepend" },
        ];
        const core = Object.keys(bundle ?? {}).find((it) => /core_bg-[^/]*\.wasm$/.test(it));
        if (core !== undefined) {
          const attrs = { rel: "preload", as: "fetch", type: "application/wasm", crossorigin: "", href: `./${core}` };
          tags.push({ tag: "link", attrs, injectTo: "head" });
        }
        // A browser looks no further ahead than a policy, so what blocks stands behind what is to
        // be fetched meanwhile.
        if (THEME.test(html)) {
          tags.push({ tag: "script", attrs: { src: "./theme.js" }, injectTo: "head" });
        }
        return { html: html.replace(THEME, ""), tags };
      },
    },
  };
}
