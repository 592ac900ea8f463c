//! How far long work is, for a person at a terminal; nothing where nobody looks. Draws no colours.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Whether somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Progress {
    /// On stderr, when it is a terminal.
    Terminal,
    #[default]
    Silent,
}

impl Progress {
    /// Begins a stage of `total` steps, where that is known.
    pub fn stage(self, name: &'static str, total: Option<usize>) -> Stage {
        let target = match self {
            // Hides itself when stderr is no terminal.
            Progress::Terminal => ProgressDrawTarget::stderr(),
            Progress::Silent => ProgressDrawTarget::hidden(),
        };
        let template = match total {
            Some(_) => "{prefix} [{bar:30}] {human_pos}/{human_len} {msg}",
            None => "{prefix} {human_pos} {msg}",
        };
        let style = ProgressStyle::with_template(template).expect("a template that is known to parse");
        let bar = ProgressBar::with_draw_target(total.map(|total| total as u64), target);
        bar.set_style(style.progress_chars("=> "));
        bar.set_prefix(name);
        Stage(bar)
    }
}

/// One stage; it leaves no trace on the screen when it ends.
#[derive(Debug)]
pub struct Stage(ProgressBar);

impl Stage {
    /// One more is done. May be called from many threads.
    pub fn step(&self) {
        self.0.inc(1);
    }

    /// What is being worked on. May be called from many threads.
    pub fn say(&self, what: &str) {
        if !self.0.is_hidden() {
            self.0.set_message(what.to_owned());
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
