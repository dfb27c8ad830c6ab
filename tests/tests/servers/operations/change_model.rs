//! A change of model: each stage from the state in which the one before has left the table.

use std::time::Duration;

use hnswkit_tests::{Example, Version, operation};

use super::case::Case;

/// Columns, triggers with the comments of their functions, functions, indexes and constraints.
const STATE: &str = "SELECT line FROM (
        SELECT format('column %s %s%s', attname, format_type(atttypid, atttypmod),
            CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END)
        FROM pg_attribute
        WHERE attrelid = '\"App\".\"Old Notes\"'::regclass AND attnum > 0 AND NOT attisdropped
        UNION ALL
        SELECT 'trigger ' || tgname FROM pg_trigger
        WHERE tgrelid = '\"App\".\"Old Notes\"'::regclass AND NOT tgisinternal
        UNION ALL
        SELECT format('function %s: %s', proname,
            regexp_replace(obj_description(oid, 'pg_proc'), '[0-9]{4}-[0-9TZ:-]+', '…'))
        FROM pg_proc WHERE pronamespace = '\"App\"'::regnamespace
        UNION ALL
        SELECT format('index %s%s', c.relname,
            CASE WHEN i.indisvalid AND i.indisready THEN '' ELSE ', INVALID' END)
        FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
        WHERE i.indrelid = '\"App\".\"Old Notes\"'::regclass
        UNION ALL
        SELECT 'constraint ' || conname FROM pg_constraint
        WHERE conrelid = '\"App\".\"Old Notes\"'::regclass AND contype = 'c'
    ) AS lines (line)
    ORDER BY line COLLATE \"C\"";

const ABSENT: &[&str] = &[
    "column body text",
    "column id integer NOT NULL",
    "column select vector(3) NOT NULL",
    "index Old Notes_pkey",
    "index notes_select",
];

const PREPARED: &[&str] = &[
    "column New \"one\" :x\\ vector(2)",
    "column body text",
    "column id integer NOT NULL",
    "column select vector(3) NOT NULL",
    "function zz_Old Notes_New \"one\" :x\\_stale: hnswkit: \"New \"\"one\"\" :x\\\" is going to take the place of \"select\"",
    "index Old Notes_pkey",
    "index notes_select",
    "trigger zz_Old Notes_New \"one\" :x\\_stale",
];

const INDEXED: &[&str] = &[
    "column New \"one\" :x\\ vector(2)",
    "column body text",
    "column id integer NOT NULL",
    "column select vector(3) NOT NULL",
    "function zz_Old Notes_New \"one\" :x\\_stale: hnswkit: \"New \"\"one\"\" :x\\\" is going to take the place of \"select\"",
    "index Old Notes_pkey",
    "index idx_Old Notes_New \"one\" :x\\_hnsw",
    "index notes_select",
    "trigger zz_Old Notes_New \"one\" :x\\_stale",
];

const SWITCHED: &[&str] = &[
    "column New \"one\" :x\\ vector(2)",
    "column body text",
    "column id integer NOT NULL",
    "column select vector(3)",
    "function zz_Old Notes_New \"one\" :x\\_stale: hnswkit: \"New \"\"one\"\" :x\\\" is going to take the place of \"select\"; switched at …; \"select\" was NOT NULL",
    "index Old Notes_pkey",
    "index idx_Old Notes_New \"one\" :x\\_hnsw",
    "index notes_select",
    "trigger zz_Old Notes_New \"one\" :x\\_stale",
];

const CONTRACTED: &[&str] = &[
    "column New \"one\" :x\\ vector(2) NOT NULL",
    "column body text",
    "column id integer NOT NULL",
    "index Old Notes_pkey",
    "index idx_Old Notes_New \"one\" :x\\_hnsw",
];

/// By the old column.
const OLD: &str = "SELECT id FROM \"App\".\"Old Notes\" ORDER BY \"select\" <-> '[1,2,3]' LIMIT 5";
/// By the new column.
const NEW: &str =
    "SELECT id FROM \"App\".\"Old Notes\" ORDER BY \"New \"\"one\"\" :x\\\" <-> '[1,2]' LIMIT 5";

/// An application that writes both.
const DUAL: &str = "INSERT INTO \"App\".\"Old Notes\" VALUES (100000 + {n}, 'new', '[1,2,3]', '[{n},2]');
    UPDATE \"App\".\"Old Notes\" SET body = '{n}', \"select\" = '[{n},1,1]', \"New \"\"one\"\" :x\\\" = '[{n},1]' WHERE id = 1;
    DELETE FROM \"App\".\"Old Notes\" WHERE id = 99995 + {n}";

/// Both embeddings.
const DATA: &str = "SELECT md5(string_agg(concat(id, body, \"select\", \"New \"\"one\"\" :x\\\"), ',' ORDER BY id)) FROM \"App\".\"Old Notes\" WHERE id BETWEEN 2 AND 300";

/// A lock that it asks for, and others behind it, for a second at most.
const CASE: Case =
    Case { state: STATE, data: DATA, write: DUAL, patience: Duration::from_secs(2), ..Case::BASE };

const EXPAND: Example = operation!("change-model-expand", Version::OLDEST);
const INDEX: Example = operation!("change-model-index", Version::OLDEST);
const SWITCH: Example = operation!("change-model-switch", Version::OLDEST);
const CONTRACT: Example = operation!("change-model-contract", Version::OLDEST);

pub(super) static CASES: &[Case] = &[
    Case {
        example: EXPAND,
        before: ABSENT,
        after: PREPARED,
        data: "SELECT md5(string_agg(concat(id, body, \"select\"), ',' ORDER BY id)) FROM \"App\".\"Old Notes\" WHERE id BETWEEN 2 AND 300",
        write: "INSERT INTO \"App\".\"Old Notes\" (id, body, \"select\") VALUES (100000 + {n}, 'new', '[1,2,3]');
            UPDATE \"App\".\"Old Notes\" SET body = '{n}', \"select\" = '[{n},1,1]' WHERE id = 1",
        search: Some(OLD),
        ..CASE
    },
    Case {
        example: INDEX,
        first: &[EXPAND],
        before: PREPARED,
        after: INDEXED,
        search: Some(OLD),
        ..CASE
    },
    Case {
        example: SWITCH,
        first: &[EXPAND, INDEX],
        before: INDEXED,
        after: SWITCHED,
        search: Some(NEW),
        ..CASE
    },
    Case {
        example: CONTRACT,
        first: &[EXPAND, INDEX, SWITCH],
        before: SWITCHED,
        after: CONTRACTED,
        data: "SELECT md5(string_agg(concat(id, body, \"New \"\"one\"\" :x\\\"), ',' ORDER BY id)) FROM \"App\".\"Old Notes\" WHERE id BETWEEN 2 AND 300",
        write: "INSERT INTO \"App\".\"Old Notes\" (id, body, \"New \"\"one\"\" :x\\\") VALUES (100000 + {n}, 'new', '[{n},2]');
            UPDATE \"App\".\"Old Notes\" SET body = '{n}', \"New \"\"one\"\" :x\\\" = '[{n},1]' WHERE id = 1",
        search: Some(NEW),
        no_way_back: Some("cannot come back"),
        ..CASE
    },
];
