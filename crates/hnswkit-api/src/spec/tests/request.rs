//! What a good file becomes.

use hnswkit_core::{
    domain::{Bytes, IndexKey, MemorySetting, Platform},
    plan::{Mode, Request},
};

use super::{beside, every_example, file};
use crate::spec::{STORY, Spec};

#[track_caller]
fn request(changes: &[&str]) -> Request {
    let spec = Spec::from_toml(&file(changes), "f").unwrap();
    spec.to_request().unwrap_or_else(|it| panic!("{it}"))
}

#[test]
fn the_story_is_two_indexes() {
    let spec = Spec::from_toml(STORY, "f").unwrap();
    let request = spec.to_request().unwrap();
    assert_eq!(request.name, "add_hnsw_vector_indexes");
    assert_eq!(request.mode, Mode::Online);
    let names: Vec<_> =
        request.indexes.iter().map(|it| (it.definition.name.to_string(), it.rows.get())).collect();
    assert_eq!(
        names,
        [
            ("idx_messages_embedding_hnsw".to_owned(), 10_000),
            ("idx_atoms_embedding_hnsw".to_owned(), 5_000)
        ]
    );
    assert_eq!(spec.format().unwrap().id, "alembic");
}

#[test]
fn the_name_says_what_is_done() {
    for (operation, name) in [
        ("create", "add_hnsw_vector_indexes"),
        ("drop", "drop_hnsw_vector_indexes"),
        ("reindex", "reindex_hnsw_vector_indexes"),
    ] {
        assert_eq!(request(&[&format!("index.operation = {operation:?}")]).name, name);
    }
}

#[test]
fn the_name_says_the_stage() {
    let change = |more: &[&str]| {
        let base = [
            "index.operation = \"change-type\"",
            "index.from = \"vector(1536)\"",
            "index.type = \"halfvec(1536)\"",
        ];
        request(&[&base, more].concat()).name
    };
    assert_eq!(change(&[]), "change_type_expand_hnsw_vector_indexes");
    for stage in ["switch", "contract"] {
        let name = format!("change_type_{stage}_hnsw_vector_indexes");
        assert_eq!(change(&[&format!("index.stage = {stage:?}")]), name);
    }
    let load =
        ["index.operation = \"bulk-load\"", "index.stage = \"before\"", "index.load_rows = \"1k\""];
    assert_eq!(request(&load).name, "bulk_load_before_hnsw_vector_indexes");
}

#[test]
fn what_is_left_out_has_a_default() {
    let request = request(&[]);
    assert_eq!(request.target, Default::default());
    let index = &request.indexes[0];
    assert_eq!((index.definition.hnsw.m().get(), index.duplicates), (16, 0.0));
    assert_eq!(index.definition.operator_class.name, "vector_cosine_ops");
    assert_eq!(index.definition.key.to_string(), "embedding");
}

#[test]
fn every_key_is_understood() {
    let request = request(&[
        "target.postgres = 17",
        "target.pgvector = \"0.8\"",
        "target.platform = \"Docker\"",
        "target.ram = \"16 GB\"",
        "target.cpus = 4",
        "migration.mode = \"transactional\"",
        "migration.name = \"add_index_2\"",
        "index.table = \"My Table\"",
        "index.schema = \"App\"",
        "index.column",
        "index.expression = \"embedding::sparsevec(30000)\"",
        "index.name = \"i\"",
        "index.type = \"sparsevec(30000)\"",
        "index.metric = \"ip\"",
        "index.rows = 1.5e3",
        "index.m = 8",
        "index.ef_construction = 100",
        "index.where = \"deleted_at IS NULL\"",
        "index.nnz = 120",
        "index.duplicates = \"25%\"",
        "index.maintenance_work_mem = \"2GB\"",
        "index.workers = 0",
        "index.operation = \"create\"",
    ]);
    assert_eq!(request.target.postgres.unwrap().to_string(), "17");
    assert_eq!(request.target.pgvector.unwrap().to_string(), "0.8.0");
    assert_eq!(request.target.platform, Platform::Docker);
    assert_eq!(request.target.ram, Some(Bytes(16 << 30)));
    assert_eq!(request.target.cpus, Some(4));
    assert_eq!((request.mode, request.name.as_str()), (Mode::Transactional, "add_index_2"));
    let index = &request.indexes[0];
    assert_eq!(index.definition.table.to_string(), "\"App\".\"My Table\"");
    assert!(matches!(index.definition.key, IndexKey::Expression(_)));
    assert_eq!(index.definition.operator_class.name, "sparsevec_ip_ops");
    assert_eq!(index.definition.predicate.as_ref().unwrap().as_str(), "deleted_at IS NULL");
    assert_eq!((index.rows.get(), index.non_zero, index.workers), (1_500, Some(120), Some(0)));
    assert_eq!(index.duplicates, 0.25);
    assert_eq!(
        index.maintenance_work_mem,
        Some(MemorySetting::new(Bytes::mebibytes(2048)).unwrap())
    );
}

#[test]
fn every_example_of_the_table_is_accepted() {
    for example in every_example() {
        // Those that exclude others, or come with a later version.
        let more: &[&str] = match example.split(" = ").next().unwrap() {
            "index.expression" => &["index.column", "index.type = \"halfvec(1536)\""],
            "index.previous_m" | "index.previous_ef_construction" => {
                &["index.operation = \"replace\"", "index.m = 24", "index.ef_construction = 96"]
            }
            "index.tenant_column" => &["index.rows = \"2M\"", "index.tenants = \"17=1.2M\""],
            "index.tenants" => &["index.rows = \"2M\"", "index.tenant_column = \"tenant_id\""],
            "index.tenancy" => &[
                "index.rows = \"2M\"",
                "index.tenants = \"17=1.2M\"",
                "index.tenant_column = \"tenant_id\"",
            ],
            "index.previous_metric" | "index.previous_where" => &["index.operation = \"replace\""],
            "index.previous_type" => &[
                "index.operation = \"replace\"",
                "index.previous_expression = \"v::halfvec(1536)\"",
            ],
            "index.previous_column" => &[
                "index.operation = \"replace\"",
                "index.where = \"x\"",
                "index.previous_where = \"\"",
            ],
            "index.previous_expression" => {
                &["index.operation = \"replace\"", "index.previous_type = \"halfvec(1536)\""]
            }
            "index.redundant" => &["index.operation = \"repair\""],
            "index.from" => {
                &["index.operation = \"change-type\"", "index.type = \"halfvec(1536)\""]
            }
            "index.stage" => &[
                "index.operation = \"change-type\"",
                "index.type = \"halfvec(1536)\"",
                "index.from = \"vector(1536)\"",
            ],
            "index.soak" => &[
                "index.operation = \"change-type\"",
                "index.type = \"halfvec(1536)\"",
                "index.from = \"vector(1536)\"",
                "index.stage = \"contract\"",
            ],
            "index.new_column" | "index.source" | "index.missing" => &[
                "index.operation = \"change-model\"",
                "index.stage = \"index\"",
                "index.from = \"vector(1536)\"",
            ],
            "index.max_rewrite" => &[
                "index.operation = \"change-type\"",
                "index.type = \"halfvec(1536)\"",
                "index.from = \"vector(1536)\"",
                "migration.mode = \"transactional\"",
            ],
            "index.load_rows" => &[
                "index.operation = \"bulk-load\"",
                "index.stage = \"before\"",
                "index.rows = \"3M\"",
            ],
            "index.nnz" => &["index.type = \"sparsevec(30000)\""],
            _ => beside(&example),
        };
        request(&[&[example.as_str()], more].concat());
    }
}

#[test]
fn json_is_the_same_as_toml() {
    let spec = Spec::from_toml(STORY, "f").unwrap();
    let json = serde_json::to_string(&spec).unwrap();
    let back: Spec = serde_json::from_str(&json).unwrap();
    assert_eq!(back, spec);
    assert_eq!(back.to_request(), spec.to_request());

    let spec: Spec = serde_json::from_str(r#"{"index":[{"m":"16","table":null}]}"#).unwrap();
    let problems = spec.to_request().unwrap_err();
    assert!(
        problems.to_string().contains(
            "index[0].m: `m` must be a whole number between 2 and 100, but is the text `16`"
        ),
        "{problems}"
    );
    assert!(serde_json::from_str::<Spec>(r#"{"index":[{"colour":1}]}"#).is_err());
}
