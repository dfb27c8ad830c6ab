//! The languages of migrations: by which ending a file is in one, and where its way back stands.

/** Endings of files, and the language of each. */
const ENDINGS = {
  sql: "sql",
  py: "python",
  toml: "toml",
  js: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  ts: "typescript",
  rs: "rust",
  rb: "ruby",
  go: "go",
  php: "php",
  ex: "elixir",
  exs: "elixir",
  cs: "csharp",
  java: "java",
  kt: "kotlin",
  xml: "xml",
  yaml: "yaml",
  yml: "yaml",
  conf: "properties",
  properties: "properties",
} as const;

/** The languages that we know; those without a parser are shown as they are. */
export type Language = (typeof ENDINGS)[keyof typeof ENDINGS] | "text";

/** The language of a file by its name. */
export function languageOf(path: string): Language {
  const ending = path.slice(path.lastIndexOf(".") + 1);
  return Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending as keyof typeof ENDINGS] : "text";
}

/** How a file with both ways begins its way back, and what to call that. */
const WAYS_BACK: [RegExp, (found: string) => string][] = [
  [/^--[ -]*(?:migrate:down|\+\w+ Down|create above).*$/m, (line) => `What stands below \`${line.trim()}\``],
  [/^--rollback\b/m, () => "What stands behind `--rollback`"],
  [/<rollback\b/, () => "What stands in `<rollback>`"],
  [/^[ -]*rollback:/m, () => "What stands below `rollback`"],
  [/\breverse_sql\b/, () => "`reverse_sql`"],
  // A function of that name, however the language begins one.
  [/^[ \t]*(?:async|def|export|exports|fn|override|protected|public)\b[^\n'"`#]*?\b(?:downgrade|[dD]own)\b/m, (line) => `\`${/\w+$/.exec(line)?.[0] ?? ""}\``],
];

/** What of a file with both ways is the way back, in a few words. */
export function wayBack(content: string): string {
  for (const [shape, name] of WAYS_BACK) {
    const found = shape.exec(content);
    if (found !== null) {
      return name(found[0]);
    }
  }
  return "The way back";
}
