//! Another type for a column: each stage with the stages before it, and all at once.

use std::time::Duration;

use hnswkit_tests::{Example, Version};

use super::case::Case;

macro_rules! stage {
    ($name:literal) => {
        Example {
            name: $name,
            toml: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/specs/operations/",
                $name,
                ".toml"
            )),
            schema: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/specs/operations/change-type.sql"
            )),
            since: Version::new(0, 7, 0),
        }
    };
}

/// Columns, rows whose columns differ, triggers, functions and indexes; a constraint is as good as
/// NOT NULL, and becomes one with the first swap.
const STATE: &str = "
    SELECT it.line FROM (
    SELECT format('%s %s%s: %s', a.attname, format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull OR EXISTS (
            SELECT FROM pg_constraint
            WHERE conrelid = a.attrelid AND contype = 'c' AND convalidated AND conkey = ARRAY[a.attnum]
        ) THEN ' not null' END, left(col_description(a.attrelid, a.attnum), 17))
    FROM pg_attribute AS a
    WHERE a.attrelid = '\"App\".\"Old Notes\"'::regclass AND a.attname LIKE 'se%' AND NOT a.attisdropped
    UNION ALL
    SELECT format('different: %s', count(*))
    FROM \"App\".\"Old Notes\" AS t, LATERAL (
        SELECT count(DISTINCT it.value) FROM jsonb_each_text(to_jsonb(t)) AS it WHERE it.key LIKE 'se%'
    ) AS values (n)
    WHERE values.n <> 1
    UNION ALL
    SELECT format('trigger %s', tgname) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT format('function %s: %s', proname, obj_description(oid, 'pg_proc'))
    FROM pg_proc WHERE pronamespace = '\"App\"'::regnamespace
    UNION ALL
    SELECT format('index %s (%s) %s', c.relname, pg_get_indexdef(i.indexrelid, 1, false),
        CASE WHEN i.indisvalid AND i.indisready THEN 'valid' ELSE 'INVALID' END)
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_am AS a ON a.oid = c.relam
    WHERE a.amname = 'hnsw'
    ) AS it (line)
    ORDER BY it.line COLLATE \"C\"";

const OLD: &[&str] = &[
    "different: 0",
    "index we\"ird :idx\\ (\"se'lect\") valid",
    "se'lect vector(4) not null: from the model of",
];

const EXPANDED: &[&str] = &[
    "different: 0",
    "function zz_Old Notes_se'lect_sync: hnswkit: \"se'lect\" is copied to \"se'lect_new\"",
    "index we\"ird :idx\\ (\"se'lect\") valid",
    "index we\"ird :idx\\_new (\"se'lect_new\") valid",
    "se'lect vector(4) not null: from the model of",
    "se'lect_new halfvec(4) not null: from the model of",
    "trigger zz_Old Notes_se'lect_sync",
];

const SWITCHED: &[&str] = &[
    "different: 0",
    "function zz_Old Notes_se'lect_sync: hnswkit: \"se'lect\" is copied to \"se'lect_old\"",
    "index we\"ird :idx\\ (\"se'lect\") valid",
    "index we\"ird :idx\\_old (\"se'lect_old\") valid",
    "se'lect halfvec(4) not null: from the model of",
    "se'lect_old vector(4) not null: hnswkit: switched",
    "trigger zz_Old Notes_se'lect_sync",
];

const NEW: &[&str] = &[
    "different: 0",
    "index we\"ird :idx\\ (\"se'lect\") valid",
    "se'lect halfvec(4) not null: from the model of",
];

const CASE: Case = Case {
    state: STATE,
    data: "SELECT md5(string_agg(id || it || \"se'lect\"::text, ',' ORDER BY id)) FROM \"App\".\"Old Notes\" WHERE id <= 200",
    // New rows, new vectors in old rows, and rows that move without a new vector.
    write: "INSERT INTO \"App\".\"Old Notes\" (id, it, \"se'lect\") VALUES (1000 + {n}, 'new', ('[' || {n} % 2000 || ',1,2,3]')::vector);
        UPDATE \"App\".\"Old Notes\" SET \"se'lect\" = ('[1,' || {n} % 2000 || ',2,3]')::vector WHERE id = 201 + {n} % 100;
        UPDATE \"App\".\"Old Notes\" SET total = total + 1 WHERE id = 1 + {n} % 200",
    search: Some("SELECT id FROM \"App\".\"Old Notes\" ORDER BY \"se'lect\" <=> '[1,2,3,4]' LIMIT 5"),
    patience: Duration::from_secs(2),
    ..Case::BASE
};

const EXPAND: Example = stage!("change-type-expand");
const SWITCH: Example = stage!("change-type-switch");

pub(super) static CASES: &[Case] = &[
    Case { example: EXPAND, before: OLD, after: EXPANDED, ..CASE },
    Case { example: SWITCH, first: &[EXPAND], before: EXPANDED, after: SWITCHED, ..CASE },
    Case {
        example: stage!("change-type-contract"),
        first: &[EXPAND, SWITCH],
        before: SWITCHED,
        after: NEW,
        ..CASE
    },
    Case { example: stage!("change-type-at-once"), before: OLD, after: NEW, ..CASE },
];
