//! A runbook becomes elements, and nothing in it becomes HTML.

import { expect, test } from "vitest";
import type { ComponentChildren, VNode } from "preact";

import { codeBlocks, markdown } from "../../../src/output/markdown.tsx";
import { answer } from "./answer.ts";

function isVNode(it: ComponentChildren): it is VNode<{ children?: ComponentChildren }> {
  return typeof it === "object" && it !== null && "type" in it;
}

/** Elements as text, components and fragments by what is in them. */
function shown(it: ComponentChildren): string {
  if (Array.isArray(it)) {
    return it.map(shown).join("");
  }
  if (!isVNode(it)) {
    return typeof it === "string" || typeof it === "number" ? String(it) : "";
  }
  const inner = shown(it.props.children);
  return typeof it.type === "string" ? `<${it.type}>${inner}</${it.type}>` : inner;
}

test.each([
  ["# Title", "<h4>Title</h4>"],
  ["a `b` **c** *d*", "<p>a <code>b</code> <strong>c</strong> <em>d</em></p>"],
  ["3. one\n4. two", "<ol><li><p>one</p></li><li><p>two</p></li></ol>"],
  ["a \\* b &amp; c", "<p>a * b & c</p>"],
  ["`` a`b ``", "<p><code>a`b</code></p>"],
])("%j", (text, elements) => {
  expect(shown(markdown(text))).toBe(elements);
});

test("HTML is shown as the text that it is", () => {
  expect(shown(markdown("<script>alert(1)</script>"))).toBe("<p><script>alert(1)</script></p>");
  expect(shown(markdown("a <img src=x onerror=alert(1)> b"))).toBe("<p>a <img src=x onerror=alert(1)> b</p>");
  const element = markdown("<b>x</b>");
  expect(JSON.stringify(element)).not.toContain("dangerouslySetInnerHTML");
});

test("a cell keeps its column when one before it is empty, and its pipes", () => {
  const table = shown(markdown("| a | b |\n| --- | ---: |\n|  | `x\\|y` |\n"));
  expect(table).toContain("<tbody><tr><td></td><td><code>x|y</code></td></tr></tbody>");
});

test("a link is no link: identifiers are not to be clicked", () => {
  expect(shown(markdown("[x](javascript:alert(1))"))).not.toContain("<a");
});

test("the runbook of an example is all there", () => {
  const text = answer("alembic").runbook?.content ?? "";
  const blocks = codeBlocks(text);
  expect(blocks.length).toBe(text.match(/^```sql$/gm)?.length);
  expect(blocks.every((it) => text.includes(it))).toBe(true);
  const words = (it: string): string[] => it.match(/[a-z]{4,}/gi) ?? [];
  const seen = new Set(words(`${shown(markdown(text))} ${blocks.join(" ")} sql`));
  expect(words(text).filter((it) => !seen.has(it))).toEqual([]);
});
