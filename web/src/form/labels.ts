//! What fields are called on the page, where it is not what they are called in `hnswkit.toml`.

const LABELS: Record<string, string> = {
  "target.postgres": "PostgreSQL",
  "target.pgvector": "pgvector",
  "target.platform": "Platform",
  "target.ram": "RAM",
  "target.cpus": "CPUs",
  "migration.format": "Migration tool",
  "migration.mode": "Mode",
  "migration.name": "Name of the migration",
  "migration.revision": "Revision",
  "migration.down_revision": "Revises",
  "index.table": "Table",
  "index.schema": "Schema",
  "index.column": "Column",
  "index.type": "Type",
  "index.dimensions": "Type and dimensions",
  "index.metric": "Metric",
  "index.rows": "Rows of the table",
  "index.nulls": "NULLs",
  "index.name": "Name of the index",
  "index.where": "Only rows where",
  "index.expression": "Expression in place of the column",
  "index.nnz": "Non-zero elements",
  "index.duplicates": "Share of duplicates",
  "index.workers": "Parallel workers",
  "index.store": "Index it as",
  "index.operation": "What to do with it",
  "index.previous_m": "m until now",
  "index.previous_ef_construction": "ef_construction until now",
  "index.previous_metric": "Metric until now",
  "index.previous_column": "Column until now",
  "index.previous_expression": "Expression until now",
  "index.previous_type": "Type until now",
  "index.previous_where": "Only rows where, until now",
  "index.redundant": "Index of the same definition, to drop",
  "index.quantize": "Fewer bits: halfvec or binary",
  "index.subvector": "Only the first numbers",
  "index.load_rows": "Rows to load",
  "index.stage": "Stage",
  "index.from": "Type of the column until now",
  "index.soak": "Wait after the switch",
  "index.max_rewrite": "Largest table to write anew",
  "index.new_column": "Column of the new model",
  "index.source": "Columns that are embedded",
  "index.missing": "Rows that may stay without",
};

/** The label of a field. */
export function label(section: string, key: string): string {
  return LABELS[`${section}.${key}`] ?? key;
}

/** Labels of a part of the form that is loaded later. */
export function addLabels(more: Record<string, string>): void {
  Object.assign(LABELS, more);
}

/** The `id` of a field's control, for links and labels; `at` says of which of several sections. */
export function controlId(section: string, key: string, at = 0): string {
  return `field-${section}-${key}${at === 0 ? "" : `-${at}`}`;
}

/** Controls that show the problems of a key of the spec which is no control of its own. */
const SHOWN_AT: Record<string, string> = { "index.type": "dimensions" };

/** The `id` of the control where a problem is shown. */
export function problemId(section: string, key: string, at = 0): string {
  return controlId(section, SHOWN_AT[`${section}.${key}`] ?? key, at);
}
