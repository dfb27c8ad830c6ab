//! The server is what it says it is, and the helpers do what they say.

use anyhow::Result;
use hnswkit_tests::{
    Database, Element, Server, Test, Version, create_table, fill_vectors, run_script,
};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "the_extension_has_the_declared_version",
        since: Version::OLDEST,
        run: the_extension_has_the_declared_version,
    },
    Test {
        name: "vectors_are_distinct_and_can_be_indexed",
        since: Version::OLDEST,
        run: vectors_are_distinct_and_can_be_indexed,
    },
    Test {
        name: "every_element_type_can_be_filled",
        since: Version::new(0, 7, 0),
        run: every_element_type_can_be_filled,
    },
    Test { name: "notices_are_heard", since: Version::OLDEST, run: notices_are_heard },
];

fn the_extension_has_the_declared_version(server: &Server) -> Result<()> {
    let database = Database::create(server, "declared version")?;
    let found = database
        .connect()?
        .value("SELECT extversion FROM pg_extension WHERE extname = 'vector'")?;
    assert_eq!(found, server.pgvector.to_string());
    Ok(())
}

fn vectors_are_distinct_and_can_be_indexed(server: &Server) -> Result<()> {
    let database = Database::create(server, "distinct vectors")?;
    let mut session = database.connect()?;
    create_table(&mut session, "items", "embedding", Element::Vector(64), 500)?;
    fill_vectors(&mut session, "items", "embedding", Element::Vector(64), 500, Some(5))?;
    let counts =
        "SELECT concat_ws(' ', count(*), count(embedding), count(DISTINCT embedding)) FROM items";
    assert_eq!(session.value(counts)?, "1000 900 900");
    run_script(
        &mut session,
        "SET maintenance_work_mem = '16MB';
         CREATE INDEX CONCURRENTLY items_hnsw ON items USING hnsw (embedding vector_l2_ops);",
    )?;
    let valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'items_hnsw'::regclass";
    assert_eq!(session.value(valid)?, "t");
    Ok(())
}

fn every_element_type_can_be_filled(server: &Server) -> Result<()> {
    let database = Database::create(server, "element types")?;
    let mut session = database.connect()?;
    let elements = [
        ("halves", Element::Halfvec(100), "halfvec_l2_ops"),
        ("bits", Element::Bit(256), "bit_hamming_ops"),
        ("sparse", Element::Sparsevec { dimensions: 1000, nonzero: 30 }, "sparsevec_l2_ops"),
    ];
    for (table, element, class) in elements {
        create_table(&mut session, table, "v", element, 300)?;
        let distinct = format!("SELECT count(DISTINCT v) FROM {table}");
        assert_eq!(session.value(&distinct)?, "300", "{table}");
        session.batch_execute(&format!("CREATE INDEX ON {table} USING hnsw (v {class})"))?;
    }
    let nonzero = "SELECT DISTINCT cardinality(string_to_array(v::text, ':')) - 1 FROM sparse";
    assert_eq!(session.values(nonzero)?, ["30"]);
    Ok(())
}

fn notices_are_heard(server: &Server) -> Result<()> {
    let database = Database::create(server, "notices")?;
    let mut session = database.connect()?;
    session.batch_execute("DROP TABLE IF EXISTS nothing_here")?;
    let notices = session.take_notices();
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0].message(), "table \"nothing_here\" does not exist, skipping");
    assert!(session.take_notices().is_empty());
    Ok(())
}
