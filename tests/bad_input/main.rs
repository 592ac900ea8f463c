//! The real program on input that is wrong. Each ends in a message that names the place and the mend, with the exit
//! code of its kind, and the site that was published before stays as it was.

mod clock;
mod configuration;
mod content;
mod feed_files;
mod feed_http;
mod markup;
mod output;
mod rows;

mod agency;
#[path = "../support/portal.rs"]
mod portal;
mod published;
