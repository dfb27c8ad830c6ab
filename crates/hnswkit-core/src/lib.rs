//! What hnswkit knows: pure, deterministic, no I/O.
