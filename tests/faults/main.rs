//! What goes wrong between an agency's server and the ledger: servers that misbehave, feeds that look broken, pulls that
//! are killed. Nothing is lost, and a person is told what to do.

mod desk;
mod holding;
mod killed;
mod misbehaviour;
mod past;
mod proxy;
mod server;
mod tedious;
mod unread;
