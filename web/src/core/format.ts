//! Numbers as people read them, the same as the command prints.

const UNITS: [number, string][] = [
  [2 ** 40, "TiB"],
  [2 ** 30, "GiB"],
  [2 ** 20, "MiB"],
  [2 ** 10, "KiB"],
];

/** Bytes in binary units with at most four digits, as in `78.1 MiB`. */
export function bytes(n: number): string {
  for (const [unit, name] of UNITS) {
    if (unit <= n) {
      const value = n / unit;
      return `${value.toFixed(value < 99.95 ? 1 : 0)} ${name}`;
    }
  }
  return `${Math.round(n)} B`;
}

/** A whole number with commas, as in `10,000`. */
export function count(n: number): string {
  const digits = Math.round(n).toFixed(0);
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Bytes to the last one, as in `8,192 B`. */
export function exactBytes(n: number): string {
  return `${count(n)} B`;
}

/** Seconds in one unit, as in `3.4 s`, `8 min`, `4 h`. */
export function seconds(n: number): string {
  if (n < 9.95) {
    return `${n.toFixed(1)} s`;
  }
  if (n < 99.5) {
    return `${n.toFixed(0)} s`;
  }
  if (n < 99.5 * 60) {
    return `${(n / 60).toFixed(0)} min`;
  }
  if (n < 48 * 3600) {
    return `${(n / 3600).toFixed(0)} h`;
  }
  return `${(n / 86_400).toFixed(0)} days`;
}

/** A band as in `1 to 4 s` or `40 s to 3 min`; one value when both ends read the same. */
export function band(low: string, high: string): string {
  if (low === high) {
    return low;
  }
  const [number, unit] = low.split(" ");
  return unit !== undefined && high.endsWith(` ${unit}`) ? `${number} to ${high}` : `${low} to ${high}`;
}

/** A band of seconds, as in `2.9 to 12 s`. */
export function secondsBand(low: number, high: number): string {
  return band(seconds(low), seconds(high));
}

/** A band of bytes, as in `78.1 to 80.2 MiB`. */
export function bytesBand(low: number, high: number): string {
  return band(bytes(low), bytes(high));
}

/** A share as a percentage, one digit behind the point below ten, as in `2.4 %` or `21 %`. */
export function percent(share: number): string {
  const value = share * 100;
  if (value !== 0 && Math.abs(value) < 0.1) {
    return "< 0.1 %";
  }
  return `${Number(value.toFixed(value < 10 ? 1 : 0))} %`;
}
