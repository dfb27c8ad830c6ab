//! Names and literals as SQL.

/**
 * The reserved words of PostgreSQL 18, with those that may only name a type or a function: none of
 * them can stand as the name of a column without quotes.
 */
const RESERVED = new Set(
  (
    "all analyse analyze and any array as asc asymmetric authorization binary both case cast check " +
    "collate collation column concurrently constraint create cross current_catalog current_date " +
    "current_role current_schema current_time current_timestamp current_user default deferrable " +
    "desc distinct do else end except false fetch for foreign freeze from full grant group having " +
    "ilike in initially inner intersect into is isnull join lateral leading left like limit " +
    "localtime localtimestamp natural not notnull null offset on only or order outer overlaps " +
    "placing primary references returning right select session_user similar some symmetric " +
    "system_user table tablesample then to trailing true union unique user using variadic verbose " +
    "when where window with"
  ).split(" "),
);

/** A name as SQL, quoted when it has to be. */
export function identifier(name: string): string {
  if (/^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name)) {
    return name;
  }
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as an SQL literal, whatever is in it. */
export function literal(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  // A backslash means itself only while standard_conforming_strings is on; E'' is always the same.
  return text.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

/** What an identifier says once the quotes are gone and the case is folded. */
export function unquote(sql: string): string {
  return sql.startsWith('"') ? sql.slice(1, -1).replaceAll('""', '"') : sql.toLowerCase();
}

/** The schema of a qualified name, as SQL; null when it has none. */
export function schemaOf(table: string): string | null {
  const parts = table.match(/"(?:[^"]|"")*"|[^".]+/g) ?? [];
  return parts.length > 1 ? (parts[0] ?? null) : null;
}
