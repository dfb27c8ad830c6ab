//! A text in a link.

import { expect, test } from "vitest";
import { EXAMPLE } from "../../../src/check/example.ts";
import { linkedText, MOST, takeText, withText } from "../../../src/state/checked.ts";
import { STORY } from "../../../src/state/draft.ts";
import { decode, encode } from "../../../src/state/share.ts";

const FORM = encode(STORY, 1);

function roundTrip(text: string): void {
  const fragment = withText(FORM, text);
  // As a browser gives it back: the fragment of an address.
  const { hash } = new URL(`https://example.com/#${fragment}`);
  expect(takeText(hash.slice(1))).toBe(FORM);
  expect(linkedText.value).toBe(text);
}

test("every text survives", () => {
  for (const text of [EXAMPLE, "SELECT 1", "a+b & c=d #1 %zz &check=x", "é 🐘 名前 'x' \"y\"", "\t\r\n", "<script>", "`"]) {
    roundTrip(text);
  }
});

test("the text can be read in the link", () => {
  expect(withText("v=1", "DROP INDEX i;\nSELECT 1")).toBe("v=1&check=DROP+INDEX+i%3B%0ASELECT+1");
});

test("a link without a form leaves one's own", () => {
  expect(takeText("v=1&check=SELECT+1")).toBe("");
  expect(linkedText.value).toBe("SELECT 1");
});

test("a link without a text is the form's alone", () => {
  linkedText.value = null;
  expect(takeText(FORM)).toBe(FORM);
  expect(takeText("")).toBe("");
  expect(linkedText.value).toBeNull();
  expect(decode(takeText(`${FORM}&check=x`))).toMatchObject({ ignored: [], selected: 1 });
});

test("a text that is too long for a link is refused with its length", () => {
  expect(withText(FORM, "x".repeat(MOST))).toBeTypeOf("string");
  expect(withText(FORM, "x".repeat(MOST + 1))).toBe(MOST + 1);
  expect(withText(FORM, ";".repeat(MOST))).toBe(3 * MOST);
});

test("a link that was cut off is read as far as it goes", () => {
  const text = "-- é 🐘\nSELECT 1";
  const whole = String(withText("v=1", text));
  for (let end = "v=1&check=".length; end <= whole.length; end += 1) {
    takeText(whole.slice(0, end));
    expect(text.startsWith(linkedText.value ?? "?"), whole.slice(0, end)).toBe(true);
  }
});

test("half a surrogate pair does not throw", () => {
  expect(withText("v=1", "\uD800")).toContain("%EF%BF%BD");
});
