//! A page of an index to scale, with its tuples where PostgreSQL puts them.

import { Fragment } from "preact";
import { useId } from "preact/hooks";
import type { CurvePoint, EstimatePart, PagePicture } from "../core/index.ts";
import { count, exactBytes, percent } from "../core/format.ts";
import { plateau } from "./curve-model.ts";
import { layouts, outline, type Kind, type Layout } from "./page-layout.ts";
import { Hatch, Swatch } from "./swatch.tsx";
import "./pictures.css";
import "./page.css";

/** Bytes a row of the map: 32 rows make a page. */
const PER_ROW = 256;

/** A page of an index of `type`; the curve, if given, tells which other dimensions take the same page. */
export function PageFigure(props: { page: PagePicture; type: string; curve?: CurvePoint[] | undefined }) {
  const { page, type } = props;
  const pages = layouts(page);
  const id = useId();
  return (
    <figure class="page" aria-labelledby={`${id}-caption`}>
      <figcaption class="page-caption" id={`${id}-caption`}>
        {headline(page, type)} {sameAs(page, type, props.curve)}
      </figcaption>
      <div class={pages.length === 1 ? "page-maps" : "page-maps page-maps-two"}>
        {pages.map((it, at) => (
          <div class="page-one" key={at}>
            {pages.length === 1 ? null : (
              <p class="page-title">{at === 0 ? "First page: the element" : "Second page: its links"}</p>
            )}
            <Map layout={it} bytes={page.bytes} name={summary(it, page)} />
            <Shares layout={it} bytes={page.bytes} />
          </div>
        ))}
      </div>
      <details class="page-parts">
        <summary>What the tuples are made of</summary>
        <Tuple name="Element tuple" bytes={page.element_bytes} parts={page.element_parts} />
        <Tuple name="Neighbor tuple" bytes={page.neighbor_bytes} parts={page.neighbor_parts} />
        <p class="page-note">
          An element on a higher layer of the graph has more links, so that its neighbor tuple is larger; those
          are few and are counted in the size of the index.
        </p>
      </details>
    </figure>
  );
}

function headline(page: PagePicture, type: string): string {
  if (page.elements === 0) {
    return `Each ${type} takes two pages: no room is left for its links beside the element.`;
  }
  const unused = `${exactBytes(page.unused_bytes)} of ${exactBytes(page.bytes)} stay unused.`;
  return page.elements === 1
    ? `One ${type} fits on a page; ${unused}`
    : `${count(page.elements)} elements of ${type} fit on a page; ${unused}`;
}

function sameAs(page: PagePicture, type: string, curve: CurvePoint[] | undefined): string {
  const same = curve === undefined ? null : plateau(curve, dimensionsOf(type), page.elements);
  if (same === null || same.from === same.to) {
    return "";
  }
  const range = `from ${count(same.from)} to ${count(same.to)} dimensions`;
  return page.elements === 0 ? `So it is ${range}.` : `Just as many fit ${range}.`;
}

function dimensionsOf(type: string): number {
  return Number(/\((\d+)\)/.exec(type)?.[1] ?? Number.NaN);
}

function summary(layout: Layout, page: PagePicture): string {
  const shares = layout.shares.map((it) => {
    const times = it.times === 1 ? "" : `${count(it.times)} × ${exactBytes(it.each)} = `;
    return `${it.name} ${times}${exactBytes(it.bytes)}`;
  });
  return `A page of ${exactBytes(page.bytes)}, from its first byte to its last: ${shares.join(", ")}.`;
}

function Map(props: { layout: Layout; bytes: number; name: string }) {
  const rows = props.bytes / PER_ROW;
  const id = useId();
  const marks = [0, 2, 4, 6, 8].map((n) => (n * props.bytes) / 8);
  return (
    <div class="page-map">
      <div class="page-scale" aria-hidden="true">
        {marks.map((mark) => (
          <span key={mark} style={{ top: `${(100 * mark) / props.bytes}%` }}>
            {count(mark)}
          </span>
        ))}
      </div>
      <div class="page-area">
        <svg
          role="img"
          aria-labelledby={`${id}-title`}
          viewBox={`0 0 ${PER_ROW} ${rows}`}
          preserveAspectRatio="none"
        >
          <title id={`${id}-title`}>{props.name}</title>
          <Hatch id={`${id}-hatch`} width={10} height={1.25} />
          {props.layout.regions.map((it) => (
            <path
              key={it.start}
              class={`page-region page-${it.kind}`}
              d={outline(it, PER_ROW)}
              {...(it.kind === "unused" ? { fill: `url(#${id}-hatch)` } : {})}
            />
          ))}
        </svg>
        <Labels layout={props.layout} bytes={props.bytes} />
      </div>
    </div>
  );
}

const LABELS: Partial<Record<Kind, string>> = { unused: "unused", value: "value", neighbor: "links" };

/** Names on the regions that are tall enough for a line of text. */
function Labels(props: { layout: Layout; bytes: number }) {
  const tall = props.layout.regions.filter(
    (it) => LABELS[it.kind] !== undefined && 2.6 * PER_ROW < it.end - it.start,
  );
  return (
    <div class="page-labels" aria-hidden="true">
      {tall.map((it) => (
        <span
          key={it.start}
          class={`page-label page-label-${it.kind}`}
          style={{ top: `${(50 * (it.start + it.end)) / props.bytes}%` }}
        >
          {`${LABELS[it.kind] ?? ""} ${exactBytes(it.end - it.start)}`}
        </span>
      ))}
    </div>
  );
}

function Shares(props: { layout: Layout; bytes: number }) {
  return (
    <table class="pictures-table">
      <caption class="pictures-hidden">What the page holds, from its first byte to its last</caption>
      <thead>
        <tr>
          <th scope="col">part</th>
          <th scope="col" class="pictures-number">each</th>
          <th scope="col" class="pictures-number">bytes</th>
          <th scope="col" class="pictures-number">share</th>
        </tr>
      </thead>
      <tbody>
        {props.layout.shares.map((it) => (
          <tr key={it.kind}>
            <th scope="row">
              <Swatch kind={it.kind} />
              {it.name}
            </th>
            <td class="pictures-number">
              {it.times === 1 ? "" : `${count(it.times)} × ${count(it.each)}`}
            </td>
            <td class="pictures-number">{count(it.bytes)}</td>
            <td class="pictures-number">{percent(it.bytes / props.bytes)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">page</th>
          <td />
          <td class="pictures-number">
            {count(props.layout.shares.reduce((sum, it) => sum + it.bytes, 0))}
          </td>
          <td />
        </tr>
      </tfoot>
    </table>
  );
}

function Tuple(props: { name: string; bytes: number; parts: EstimatePart[] }) {
  return (
    <p class="page-tuple">
      <strong>{`${props.name}, ${exactBytes(props.bytes)}`}</strong>
      {" = "}
      {props.parts.map((part, at) => (
        <Fragment key={part.name}>
          {at === 0 ? "" : " + "}
          <span class="page-term">
            {`${exactBytes(part.bytes)} ${part.name}`} <span class="page-why">{`(${part.why})`}</span>
          </span>
        </Fragment>
      ))}
    </p>
  );
}
