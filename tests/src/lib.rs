//! Real servers, real tools.
