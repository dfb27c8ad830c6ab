//! Memory settings as PostgreSQL writes them, in bytes.

const UNITS: Record<string, number> = { B: 1, kB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

/** The bytes of a setting such as `73MB`; null for what is none. */
export function settingBytes(setting: string): number | null {
  const it = /^(\d+)\s*(B|kB|MB|GB|TB)$/.exec(setting.trim());
  const unit = UNITS[it?.[2] ?? ""];
  return it === null || unit === undefined ? null : Number(it[1]) * unit;
}
