//! Numbers as they are shown: the same digits as the command prints.

import { expect, test } from "vitest";
import { bytes, bytesBand, count, exactBytes, percent, seconds, secondsBand } from "../../src/core/format.ts";

test("bytes have at most four digits", () => {
  expect(bytes(0)).toBe("0 B");
  expect(bytes(1023)).toBe("1023 B");
  expect(bytes(8192)).toBe("8.0 KiB");
  expect(bytes(81_928_192)).toBe("78.1 MiB");
  expect(bytes(146_943_960)).toBe("140 MiB");
  expect(bytes(8_192_008_192)).toBe("7.6 GiB");
  expect(bytes(1_032_192)).toBe("1008 KiB");
});

test("counts have commas", () => {
  expect(count(0)).toBe("0");
  expect(count(999)).toBe("999");
  expect(count(1000)).toBe("1,000");
  expect(count(270_582_939_522)).toBe("270,582,939,522");
  expect(exactBytes(8193.008)).toBe("8,193 B");
});

test("seconds have one unit", () => {
  expect(seconds(0.26)).toBe("0.3 s");
  expect(seconds(9.94)).toBe("9.9 s");
  expect(seconds(12)).toBe("12 s");
  expect(seconds(100)).toBe("2 min");
  expect(seconds(6000)).toBe("2 h");
  expect(seconds(200_000)).toBe("2 days");
});

test("a band says its unit once, and one value if both ends are the same", () => {
  expect(secondsBand(2.9, 12)).toBe("2.9 to 12 s");
  expect(secondsBand(98, 503)).toBe("98 s to 8 min");
  expect(secondsBand(3, 3.01)).toBe("3.0 s");
  expect(bytesBand(2 ** 20, 3 * 2 ** 20)).toBe("1.0 to 3.0 MiB");
});

test("percentages", () => {
  expect(percent(0.5)).toBe("50 %");
  expect(percent(0.0234)).toBe("2.3 %");
  expect(percent(0)).toBe("0 %");
  expect(percent(0.0001)).toBe("< 0.1 %");
});
