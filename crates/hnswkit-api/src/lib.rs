//! The JSON contract and the spec file.
