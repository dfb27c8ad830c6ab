//! Numbers as people type them.

import { expect, test } from "vitest";
import {
  fromLog,
  parseBytes,
  parseRows,
  parseShare,
  shortRows,
  SLIDER_STEPS,
  toLog,
  whole,
} from "../../src/state/number.ts";

test("rows are understood as people write them", () => {
  const cases: [string, number | null][] = [
    ["10k", 10_000],
    ["1.2M", 1_200_000],
    [" 5 k ", 5_000],
    ["10_000", 10_000],
    ["10,000", 10_000],
    ["2b", 2_000_000_000],
    ["0", 0],
    ["", null],
    ["x", null],
    ["-5", null],
    ["1e6", null],
    ["10kk", null],
  ];
  for (const [text, rows] of cases) {
    expect(parseRows(text), text).toBe(rows);
  }
});

test("a share is a number below one or a percentage", () => {
  expect(parseShare("3%")).toBe(0.03);
  expect(parseShare("25 %")).toBe(0.25);
  expect(parseShare("0.5")).toBe(0.5);
  expect(parseShare("0")).toBe(0);
  for (const text of ["1", "100%", "-1%", "3", "", "a"]) {
    expect(parseShare(text), text).toBeNull();
  }
});

test("sizes are powers of 1,024, as in the core", () => {
  expect(parseBytes("16GiB")).toBe(16 * 2 ** 30);
  expect(parseBytes("16 GB")).toBe(16 * 2 ** 30);
  expect(parseBytes("512mb")).toBe(512 * 2 ** 20);
  expect(parseBytes("1.5T")).toBe(1.5 * 2 ** 40);
  expect(parseBytes("100")).toBe(100);
  expect(parseBytes("16 Gigs")).toBeNull();
  expect(parseBytes("")).toBeNull();
});

test("what a slider writes is read back within two digits", () => {
  for (let at = 0; at <= SLIDER_STEPS; at += 1) {
    const rows = fromLog(at, 100, 1e9);
    const read = parseRows(shortRows(rows)) ?? 0;
    expect(Math.abs(read - rows) / rows).toBeLessThan(0.051);
    expect(Math.abs(toLog(read, 100, 1e9) - at)).toBeLessThanOrEqual(1);
  }
  expect(shortRows(1_234_567)).toBe("1.2M");
  expect(shortRows(10_000)).toBe("10k");
  expect(shortRows(999_999)).toBe("1M");
  expect(shortRows(123)).toBe("120");
});

test("a whole number is a number, anything else stays as it was typed", () => {
  expect(whole("16")).toBe(16);
  expect(whole(" 1_000 ")).toBe(1000);
  expect(whole("16.5")).toBe("16.5");
  expect(whole("abc")).toBe("abc");
  expect(whole("-1")).toBe("-1");
});
