//! How far long work is, for a person at a terminal; nothing where nobody looks. Draws no colours.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Whether somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// On stderr, when it is a terminal.
    Terminal,
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
            Some(_) => "{msg} [{bar:30}] {human_pos}/{human_len}",
            None => "{msg} {human_pos}",
        };
        let style = ProgressStyle::with_template(template).expect("a template that is known to parse");
        let bar = ProgressBar::with_draw_target(total.map(|total| total as u64), target);
        bar.set_style(style.progress_chars("=> "));
        bar.set_message(name);
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
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
