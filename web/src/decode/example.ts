//! The messages of a build that did not go well.

export const EXAMPLE = `psql:up.sql:41: NOTICE:  hnsw graph no longer fits into maintenance_work_mem after 9759 tuples
DETAIL:  Building will take significantly more time.
HINT:  Increase maintenance_work_mem to speed up builds.
psql:up.sql:41: ERROR:  canceling statement due to statement timeout
psql:up.sql:60: ERROR:  index "idx_messages_embedding_hnsw" is INVALID: no query uses it
`;
