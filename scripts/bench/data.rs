//! Fills a database with a company of any size: `data N URL`. `scripts/bench/data` builds and calls it.

#![expect(
    clippy::print_stderr,
    clippy::expect_used,
    reason = "a tool for developers, which stops where it stands"
)]

mod company;
mod load;

use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [size, url] = arguments.as_slice() else {
        eprintln!("usage: data N URL");
        return ExitCode::from(2);
    };
    let size = size.replace(['_', ','], "").parse().expect("N is a number");
    let started = Instant::now();
    let step = |what: &str| {
        eprintln!(
            "scripts/bench/data: {:6.1} s  {what}",
            started.elapsed().as_secs_f64()
        );
    };
    match load::load(url, size, &step) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("scripts/bench/data: {problem}");
            ExitCode::FAILURE
        }
    }
}
