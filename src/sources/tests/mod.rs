//! The stage against real files and a real local HTTP server; no test leaves the machine.

mod files;
mod hostile;
mod http;
mod manifests;
mod manners;
mod network;
mod pages;
mod stage;
mod store;
mod tls;
