//! The rules over what we write, over what people write, and over noise.

#[path = "lint/corpus.rs"]
mod corpus;
#[path = "lint/documents.rs"]
mod documents;
#[path = "lint/generated.rs"]
mod generated;
#[path = "lint/noise.rs"]
mod noise;
#[path = "lint/platforms.rs"]
mod platforms;
