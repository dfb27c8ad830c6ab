//! Where each tuple lies on a page, and the outline of a stretch of bytes on a map of it.

import type { PagePicture } from "../core/index.ts";

/** What a stretch of a page holds. */
export type Kind = "header" | "pointer" | "unused" | "value" | "element" | "neighbor" | "trailer";

/** A stretch of bytes, from `start` to before `end`. */
export interface Region {
  kind: Kind;
  start: number;
  end: number;
}

/** A kind of thing on the page, how many there are and how much they take. */
export interface Share {
  kind: Kind;
  name: string;
  each: number;
  times: number;
  bytes: number;
}

/** A page with its regions in the order of their bytes, and what they add up to. */
export interface Layout {
  regions: Region[];
  shares: Share[];
}

/** Bytes of an element tuple that come before the value: flags, row pointers, the link to its neighbors. */
function overhead(page: PagePicture): number {
  const parts = page.element_parts;
  const first = parts.findIndex((part) => part.name.includes("value"));
  return parts.slice(0, Math.max(first, 0)).reduce((sum, part) => sum + part.bytes, 0);
}

/**
 * The pages that a full stretch of level 0 consists of: one with as many elements as fit, or two
 * when an element leaves no room for its neighbors.
 */
export function layouts(page: PagePicture): Layout[] {
  if (0 < page.elements) {
    return [layout(page, page.elements, page.element_bytes, page.neighbor_bytes)];
  }
  return [layout(page, 1, page.element_bytes, 0), layout(page, 1, 0, page.neighbor_bytes)];
}

function layout(page: PagePicture, elements: number, element: number, neighbor: number): Layout {
  // An item pointer for the element and one for its neighbors; a page with only one of the two
  // has only one of the pointers.
  const tuples = (element === 0 ? 0 : 1) + (neighbor === 0 ? 0 : 1);
  const pointer = page.item_pointer_bytes / 2;
  const before = element === 0 ? 0 : overhead(page);
  const regions: Region[] = [];
  let at = 0;
  const put = (kind: Kind, bytes: number): void => {
    if (0 < bytes) {
      regions.push({ kind, start: at, end: at + bytes });
      at += bytes;
    }
  };
  put("header", page.header_bytes);
  for (let n = 0; n < elements * tuples; n += 1) {
    put("pointer", pointer);
  }
  const tuple_bytes = elements * (element + neighbor);
  put("unused", page.bytes - page.trailer_bytes - at - tuple_bytes);
  // PostgreSQL fills a page from its end: the first element is the last one on the map.
  for (let n = 0; n < elements; n += 1) {
    put("neighbor", neighbor);
    put("element", before);
    put("value", element - before);
  }
  put("trailer", page.trailer_bytes);

  const unused = regions.find((it) => it.kind === "unused");
  const share = (kind: Kind, name: string, each: number, times: number): Share => ({
    kind,
    name,
    each,
    times,
    bytes: each * times,
  });
  const shares = [
    share("header", "page header", page.header_bytes, 1),
    share("pointer", "item pointers", pointer, elements * tuples),
    share("unused", "unused", unused === undefined ? 0 : unused.end - unused.start, 1),
    share("neighbor", "neighbor tuple", neighbor, elements),
    share("element", "element: head", before, elements),
    share("value", "element: value", element - before, elements),
    share("trailer", "trailer", page.trailer_bytes, 1),
  ];
  return { regions, shares: shares.filter((it) => 0 < it.bytes) };
}

/**
 * The outline of a region on a map that shows `perRow` bytes a row, as an SVG path whose units
 * are a byte and a row.
 */
export function outline({ start, end }: Region, perRow: number): string {
  const top = Math.floor(start / perRow);
  const bottom = Math.floor((end - 1) / perRow);
  const left = start - top * perRow;
  const right = end - bottom * perRow;
  if (top === bottom) {
    return `M${left} ${top}H${right}V${top + 1}H${left}Z`;
  }
  if (bottom === top + 1 && right <= left) {
    // Two pieces that do not touch.
    return `M${left} ${top}H${perRow}V${bottom}H${left}ZM0 ${bottom}H${right}V${bottom + 1}H0Z`;
  }
  return `M${left} ${top}H${perRow}V${bottom}H${right}V${bottom + 1}H0V${top + 1}H${left}Z`;
}
