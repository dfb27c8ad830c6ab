//! The small square that ties a row of a table to a part of a picture, and the hatching of empty space.

/** The square; its color and hatching come from the class of its kind. */
export function Swatch(props: { kind: string }) {
  return <span class={`swatch swatch-${props.kind}`} aria-hidden="true" />;
}

/** Hatching, so that empty space is told apart without color. */
export function Hatch(props: { id: string; width: number; height: number }) {
  const { width, height } = props;
  return (
    <defs>
      <pattern id={props.id} width={width} height={height} patternUnits="userSpaceOnUse">
        <rect class="hatch-ground" width={width} height={height} />
        <path
          class="hatch-line"
          vector-effect="non-scaling-stroke"
          d={`M0 ${height}L${width} 0M${-width / 2} ${height / 2}L${width / 2} ${-height / 2}M${width / 2} ${1.5 * height}L${1.5 * width} ${height / 2}`}
        />
      </pattern>
    </defs>
  );
}
