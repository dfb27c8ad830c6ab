//! What cannot be rehearsed is said, not tried.

import { expect, test } from "vitest";

import { notRehearsed } from "../../../src/rehearse/prepare.ts";
import { STORY } from "../../../src/state/draft.ts";
import { toSpec } from "../../../src/state/spec.ts";

test("plain indexes are rehearsed, other operations and smaller copies named by keys are not", () => {
  const story = toSpec(STORY);
  const [index] = story.index ?? [];
  expect(notRehearsed(story)).toBeNull();
  expect(notRehearsed({ index: [{ ...index, operation: "create" }] })).toBeNull();
  expect(notRehearsed({ index: [{ ...index, operation: "drop" }] })).toMatch(/operation = drop cannot be rehearsed/);
  expect(notRehearsed({ index: [{ ...index, quantize: "halfvec" }] })).toMatch(/quantize = halfvec/);
});
