-- Way back of change_model_contract: refuse to go back behind HNSW index "App"."idx_Old
-- Notes_New ""one"" :x\_hnsw" while reads and writes go on.
-- Part 6 of 6: verify.

-- Nothing to take back.
SELECT 1;
