//! The sample portal's site in Chromium, as people meet it: with a mouse, with keys alone, without JavaScript, on a
//! phone, in the dark. `./run-tests` installs the browser, its driver, axe-core and html-validate.

mod accessibility;
mod agreement;
mod card;
mod combobox;
mod contents;
mod expiry;
mod forced_colors;
mod keyboard;
mod lists;
mod no_script;
mod offline;
mod old_browsers;
mod pictures;
mod privacy;
mod reading;
mod search;
mod sharing;
mod small_screen;
mod targets;
mod tools;
mod trouble;
mod usb_stick;
mod validity;
mod visits;
mod weight;

#[path = "../support/built.rs"]
mod built;
#[path = "../support/chromium.rs"]
mod chromium;
#[path = "../support/portal.rs"]
mod portal;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/site.rs"]
mod site;
