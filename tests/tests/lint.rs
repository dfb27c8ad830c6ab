//! The rules over what we write, over what people write, and over noise.

#[path = "lint/corpus.rs"]
mod corpus;
#[path = "lint/generated.rs"]
mod generated;
#[path = "lint/noise.rs"]
mod noise;
