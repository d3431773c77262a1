//! `throughline`, for terminals and pipelines.
fn main() {}
