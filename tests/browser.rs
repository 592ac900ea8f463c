//! The sample portal's site in Chromium, as people meet it: with a mouse, with keys alone, without JavaScript, on a
//! phone, in the dark. `./run-tests` installs the browser, its driver and axe-core.

mod support {
    pub mod chromium;
    pub mod portal;
    pub mod server;
    pub mod site;
}

/// One topic a file.
mod browser {
    mod accessibility;
    mod expiry;
    mod keyboard;
    mod no_script;
    mod privacy;
    mod small_screen;
    mod tools;
}
