//! What the form holds: texts exactly as they were typed, so that nothing is ever lost.

export const TARGET_KEYS = ["postgres", "pgvector", "platform", "ram", "cpus"] as const;
export const MIGRATION_KEYS = ["format", "mode", "name", "revision", "down_revision", "folder", "now"] as const;
export const INDEX_KEYS = [
  "table",
  "schema",
  "column",
  "type",
  "dimensions",
  "metric",
  "rows",
  "nulls",
  "m",
  "ef_construction",
  "store",
  "expression",
  "where",
  "name",
  "nnz",
  "duplicates",
  "maintenance_work_mem",
  "workers",
  "operation",
  "previous_m",
  "previous_ef_construction",
  "previous_metric",
  "previous_column",
  "previous_expression",
  "previous_type",
  "previous_where",
  "redundant",
  "quantize",
  "subvector",
  "load_rows",
  "stage",
  "from",
  "soak",
  "max_rewrite",
  "new_column",
  "source",
  "missing",
] as const;

/** What can be done with an index; the first build knows the first of them only. */
export const OPERATIONS = [
  "create",
  "replace",
  "reindex",
  "repair",
  "drop",
  "change-type",
  "change-model",
  "bulk-load",
];

/** The keys that only one operation takes. */
export const OPERATION_KEYS: Readonly<Record<string, readonly IndexKey[]>> = {
  replace: INDEX_KEYS.filter((it) => it.startsWith("previous_")),
  repair: ["redundant"],
  "bulk-load": ["load_rows", "stage"],
  "change-type": ["from", "stage", "soak", "max_rewrite"],
  "change-model": ["from", "stage", "soak", "new_column", "source", "missing"],
};

export type TargetKey = (typeof TARGET_KEYS)[number];
export type MigrationKey = (typeof MIGRATION_KEYS)[number];
export type IndexKey = (typeof INDEX_KEYS)[number];

export type TargetDraft = Readonly<Record<TargetKey, string>>;
export type MigrationDraft = Readonly<Record<MigrationKey, string>>;

/**
 * One index. The keys are those of `hnswkit.toml`, except for four that are the form's own:
 * `type` is the element type alone and `dimensions` stand beside it; `nulls` is the share of rows
 * without a vector, which `rows` of the form includes; `store` says what is indexed in place of
 * the column: nothing else, `halfvec` or `binary`.
 */
export type IndexDraft = Readonly<Record<IndexKey, string>>;

/**
 * What only the numbers of the operation need, by the place of its key in `hnswkit.toml`:
 * `query.limit`, `target.work_mem`, `calibration.0.rows`. Which keys there are, the part of the form
 * knows that is loaded for them.
 */
export type AroundDraft = Readonly<Record<string, string>>;

/** Everything that a link holds. */
export interface Draft {
  target: TargetDraft;
  migration: MigrationDraft;
  index: IndexDraft[];
  around: AroundDraft;
}

/** What a link leaves out. */
export const TARGET_DEFAULTS: TargetDraft = {
  postgres: "",
  pgvector: "",
  platform: "self-hosted",
  ram: "",
  cpus: "",
};

export const MIGRATION_DEFAULTS: MigrationDraft = {
  format: "sql",
  mode: "online",
  name: "",
  revision: "",
  down_revision: "",
  folder: "",
  now: "",
};

export const INDEX_DEFAULTS: IndexDraft = {
  table: "",
  schema: "",
  column: "embedding",
  type: "vector",
  dimensions: "",
  metric: "cosine",
  rows: "",
  nulls: "",
  m: "16",
  ef_construction: "64",
  store: "",
  expression: "",
  where: "",
  name: "",
  nnz: "",
  duplicates: "",
  maintenance_work_mem: "",
  workers: "",
  operation: "create",
  previous_m: "",
  previous_ef_construction: "",
  previous_metric: "",
  previous_column: "",
  previous_expression: "",
  previous_type: "",
  previous_where: "",
  redundant: "",
  quantize: "",
  subvector: "",
  load_rows: "",
  stage: "",
  from: "",
  soak: "",
  max_rewrite: "",
  new_column: "",
  source: "",
  missing: "",
};

/** Two tables of a task tracker: the example of the documentation. */
export const STORY: Draft = {
  target: {
    ...TARGET_DEFAULTS,
    postgres: "17",
    pgvector: "0.8.6",
    ram: "16GiB",
    cpus: "4",
  },
  migration: { ...MIGRATION_DEFAULTS, format: "alembic", name: "add_hnsw_vector_indexes" },
  index: [
    { ...INDEX_DEFAULTS, table: "messages", dimensions: "1536", rows: "10k" },
    { ...INDEX_DEFAULTS, table: "atoms", dimensions: "1536", rows: "5k" },
  ],
  around: {},
};
