//! Progress for people: bars on a terminal, plain lines everywhere else. Both go to standard error,
//! so that standard output holds results only.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use gigahost::{Control, Progress, Stage};
use indicatif::{HumanBytes, MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Where a plain line is written although nothing changed but the number of bytes.
const PAUSE: Duration = Duration::from_secs(2);

/// The bars of a program.
#[derive(Clone, Debug)]
pub struct Bars {
    all: Option<MultiProgress>,
}

impl Bars {
    /// Bars if standard error is a terminal, lines if not.
    pub fn new() -> Self {
        let all = std::io::stderr()
            .is_terminal()
            .then(|| MultiProgress::with_draw_target(ProgressDrawTarget::stderr()));
        Self { all }
    }

    /// One more, below the others.
    pub fn add(&self, name: impl Into<String>) -> Bar {
        let drawn =
            self.all.as_ref().map(|all| all.add(ProgressBar::no_length().with_style(style(false))));
        Bar { name: name.into(), drawn, told: None }
    }
}

impl Default for Bars {
    fn default() -> Self {
        Self::new()
    }
}

fn style(sized: bool) -> ProgressStyle {
    let line = if sized {
        "{prefix:22} [{bar:24}] {percent:>3}% {msg}"
    } else {
        "{prefix:22} {spinner} {msg}"
    };
    let style = ProgressStyle::with_template(line);
    style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> ")
}

/// The bar of one transfer.
#[derive(Clone, Debug)]
pub struct Bar {
    name: String,
    drawn: Option<ProgressBar>,
    /// The stage, the quarter and the time of the last plain line.
    told: Option<(Stage, u64, Instant)>,
}

impl Bar {
    /// Shows where a transfer stands.
    pub fn show(&mut self, progress: &Progress) {
        match &self.drawn {
            Some(bar) => {
                let sized = progress.total.is_some_and(|total| total > 0);
                bar.set_style(style(sized));
                bar.set_prefix(format!("{} {}", self.name, progress.stage.name()));
                if let Some(total) = progress.total {
                    bar.set_length(total);
                }
                bar.set_position(progress.done);
                bar.set_message(figures(progress));
            }
            None => self.line(progress),
        }
    }

    /// A callback for the options of a transfer that shows it on this bar.
    pub fn callback(&self) -> impl FnMut(&Progress) -> Control + 'static {
        let mut bar = self.clone();
        move |progress| {
            bar.show(progress);
            Control::Continue
        }
    }

    /// The last word on this bar.
    pub fn finish(&self, word: &str) {
        match &self.drawn {
            Some(bar) => {
                bar.set_style(style(false));
                bar.set_prefix(self.name.clone());
                bar.finish_with_message(word.to_owned());
            }
            None => eprintln!("{}: {word}", self.name),
        }
    }

    /// A line when the stage changes, at every quarter, and every two seconds.
    fn line(&mut self, progress: &Progress) {
        let total = progress.total.unwrap_or(0);
        let quarter = (progress.done * 4).checked_div(total).unwrap_or(0);
        let due = self.told.is_none_or(|(stage, last, when)| {
            stage != progress.stage || last != quarter || when.elapsed() >= PAUSE
        });
        if due {
            self.told = Some((progress.stage, quarter, Instant::now()));
            eprintln!("{}: {} {}", self.name, progress.stage.name(), figures(progress));
        }
    }
}

/// `12.0 MiB of 64.0 MiB, 21.3 MiB/s, 3 s left`, as far as it is known.
fn figures(progress: &Progress) -> String {
    let mut text = bytes_text(progress.done);
    if let Some(total) = progress.total {
        text = format!("{text} of {}", bytes_text(total));
    }
    if let Some(rate) = progress.rate.filter(|rate| *rate >= 1.0) {
        text = format!("{text}, {:.1} MiB/s", rate / f64::from(1 << 20));
    }
    if let Some(eta) = progress.eta {
        text = format!("{text}, {} s left", eta.as_secs_f64().ceil());
    }
    if progress.attempt > 1 {
        text = format!("{text}, attempt {}", progress.attempt);
    }
    text
}

/// Bytes for a person: `64.00 MiB`.
pub fn bytes_text(bytes: u64) -> String {
    HumanBytes(bytes).to_string()
}
