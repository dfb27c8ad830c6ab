//! The documentation as a program reads it: valid, no dead link, every page found from the first.

import { HtmlValidate } from "html-validate";
import { expect, test } from "vitest";
import { started } from "./setup.ts";
import { pages, read } from "./site.ts";

const it = started();

const validator = new HtmlValidate({
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    // Written by the HTML writer of our Markdown library, and correct.
    "void-style": "off",
    "no-trailing-whitespace": "off",
    // Names of parameters, such as `hnsw.ef_search`, and versions are anchors as they are.
    "valid-id": ["error", { relaxed: true }],
    "long-title": "off",
    // Addresses of a page are relative to wherever the site lies; its own files cannot be others.
    "require-sri": "off",
  },
});

test("every page is valid HTML", async () => {
  const wrong: string[] = [];
  for (const name of [...pages(), "404.html"]) {
    const report = await validator.validateString(read(name), name);
    for (const one of report.results.flatMap((result) => result.messages)) {
      wrong.push(`${name}:${one.line}: ${one.ruleId}: ${one.message}`);
    }
  }
  expect(wrong).toEqual([]);
});

/** A link, where it stands, and where it leads. */
interface Link {
  from: string;
  to: URL;
}

function links(html: string, from: string): Link[] {
  const found = html.matchAll(/<(?:a|link|script|img)\b[^>]*?\s(?:href|src)="([^"]*)"/g);
  return [...found].map((match) => {
    const href = (match[1] ?? "").replaceAll("&amp;", "&");
    return { from, to: new URL(href, from) };
  });
}

function anchors(html: string): Set<string> {
  return new Set([...html.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1] ?? ""));
}

test("no link is dead, and every page can be reached from the first", async () => {
  const { site } = it.host;
  const seen = new Map<string, Set<string>>();
  const waiting: Link[] = [{ from: "", to: new URL("index.html", site) }];
  const dead: string[] = [];
  const outside = new Set<string>();
  const reached = new Set<string>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { from, to } = next;
    if (!to.href.startsWith(site)) {
      outside.add(to.href);
      continue;
    }
    const address = to.origin + to.pathname;
    let ids = seen.get(address);
    if (ids === undefined) {
      const response = await fetch(address);
      const text = await response.text();
      if (response.status !== 200) {
        dead.push(`${from} leads to ${to.href}: ${response.status}`);
      }
      const isPage = to.pathname.endsWith(".html") && !to.pathname.includes("/planner/");
      ids = isPage ? anchors(text) : new Set();
      seen.set(address, ids);
      if (isPage) {
        reached.add(address.slice(site.length));
        waiting.push(...links(text, address));
      }
    }
    const anchor = decodeURIComponent(to.hash.slice(1));
    if (anchor !== "" && !ids.has(anchor)) {
      dead.push(`${from} leads to ${to.href}, which has no such anchor`);
    }
  }
  expect(dead).toEqual([]);
  expect([...reached].sort()).toEqual(pages());
  // Who writes plain http or another host's script by mistake.
  expect([...outside].filter((link) => !link.startsWith("https://"))).toEqual([]);
  console.log(`${reached.size} pages, ${seen.size} addresses, ${outside.size} links to others (not fetched)`);
});

test("every link of a twin leads to a file", async () => {
  const { site } = it.host;
  const dead: string[] = [];
  const known = new Map<string, number>();
  const lists = ["llms.txt", ...pages().map((name) => name.replace(/html$/, "md"))];
  for (const name of lists) {
    const text = read(name).replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, "").replaceAll(/``.*?``|`[^`\n]*`/g, "");
    for (const match of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      const to = new URL(match[1] ?? "", site + name);
      if (!to.href.startsWith(site)) {
        continue;
      }
      const address = to.origin + to.pathname;
      const status = known.get(address) ?? (await fetch(address)).status;
      known.set(address, status);
      if (status !== 200) {
        dead.push(`${name}: ${to.href}`);
      }
    }
  }
  expect(dead).toEqual([]);
  expect(known.size).toBeGreaterThan(50);
});
