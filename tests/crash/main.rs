//! The real program killed, starved and run twice: the published site is whole at every moment, and the next build puts
//! everything right.

mod kill;
mod same_bytes;
mod starved;
mod two_states;
mod whole;

// The generator of the examples; its modules know each other below this name.
#[path = "../../examples/corpus/portal/mod.rs"]
mod portal;
