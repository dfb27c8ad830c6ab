//! A full page of the index taken apart: what a row costs, and what nothing uses.

import type { VNode } from "preact";
import { count } from "../core/format.ts";
import type { EstimatePart, PagePicture } from "../core/index.ts";
import { Parts } from "../pictures/parts.tsx";
import { picture } from "../state/signals.ts";

/** Reads the picture itself, so that it follows by a frame without holding up the numbers. */
export function PageParts(): VNode | null {
  const page = picture.value?.document.page;
  if (page === undefined) {
    return null;
  }
  if (page.elements === 0) {
    return <p>An element and its links do not fit on one page, so each row takes two.</p>;
  }
  const parts = pageParts(page);
  const sum = parts.reduce((it, part) => it + part.bytes, 0);
  return sum === page.bytes ? (
    <Parts
      parts={parts}
      total={page.bytes}
      label={page.elements === 1 ? "A page with one row" : `A full page with ${count(page.elements)} rows`}
    />
  ) : null;
}

function pageParts(page: PagePicture): EstimatePart[] {
  const n = page.elements;
  const each = (bytes: number): string => (n === 1 ? "" : `${count(n)} × ${count(bytes)} B`);
  const unused = page.unused_bytes;
  return [
    { name: "element tuple", bytes: n * page.element_bytes, why: each(page.element_bytes) },
    { name: "neighbor tuple", bytes: n * page.neighbor_bytes, why: each(page.neighbor_bytes) },
    { name: "item pointers", bytes: n * page.item_pointer_bytes, why: each(page.item_pointer_bytes) },
    { name: "page header", bytes: page.header_bytes, why: "" },
    { name: "trailer of pgvector", bytes: page.trailer_bytes, why: "" },
    { name: "unused", bytes: unused, why: unused === 0 ? "" : "another row does not fit" },
  ];
}
