//! The corpus generator's own tests, run with the others: an example's are not.

#[path = "../examples/corpus/portal/mod.rs"]
mod portal;
