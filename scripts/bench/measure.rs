//! Measures the work that the budgets name, each side by side with its floor, and prints one Markdown table. The
//! databases are there already: `scripts/bench/run` makes them and calls this.
//!
//! The unit is a whole process. A pair is one run of each side, one after the other, the order changing from pair to
//! pair; the ratio is taken pair by pair, so that it holds when the machine's speed drifts.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used,
    reason = "a tool for developers, which stops where it stands"
)]

mod rows;
mod trips;

use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use rows::{Program, Row, Subject, Target};
use trips::{Counts, Relay};

/// How many pairs at least, after one that is not counted.
const PAIRS: usize = 7;
/// Short work is repeated until it has taken so long in all.
const ENOUGH: Duration = Duration::from_secs(4);
const MOST_PAIRS: usize = 41;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    match args.next().as_deref() {
        Some("--once") => once(args),
        Some("--rows") => measure(),
        _ => {
            eprintln!("scripts/bench/run calls this");
            ExitCode::from(2)
        }
    }
}

/// Runs one program to its end and prints nanoseconds and peak memory in KiB. In a process of its own, since the system
/// tells the peak of all children together.
fn once(args: impl Iterator<Item = String>) -> ExitCode {
    let words: Vec<String> = args.collect();
    let started = Instant::now();
    let status = Command::new(&words[0])
        .args(&words[1..])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .expect("the program starts");
    let took = started.elapsed();
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN)
        .expect("the system tells")
        .max_rss();
    println!("{} {peak}", took.as_nanos());
    if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// One run of a program.
struct Run {
    seconds: f64,
    mebibytes: f64,
}

fn run(program: &Program) -> Run {
    let output = Command::new(std::env::current_exe().expect("this program has a path"))
        .arg("--once")
        .args(&program.words)
        .envs(
            program
                .environment
                .iter()
                .map(|(name, value)| (name, value)),
        )
        .stderr(Stdio::inherit())
        .output()
        .expect("this program starts");
    assert!(output.status.success(), "{:?} failed", program.words);
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text
        .split_whitespace()
        .filter_map(|word| word.parse::<f64>().ok());
    let mut next = || numbers.next().expect("two numbers");
    Run {
        seconds: next() / 1e9,
        mebibytes: next() / 1024.0,
    }
}

/// What the pairs of a row came to.
struct Figures {
    pairs: usize,
    ours: f64,
    floor: f64,
    /// Median, least and greatest of ours over floor, pair by pair.
    ratio: [f64; 3],
    mebibytes: f64,
}

fn pairs(ours: &Program, floor: &Program) -> Figures {
    run(floor);
    run(ours);
    let (mut times, mut floors, mut ratios, mut peak) = (vec![], vec![], vec![], 0.0_f64);
    let started = Instant::now();
    while ratios.len() < PAIRS || (started.elapsed() < ENOUGH && ratios.len() < MOST_PAIRS) {
        let (a, b) = if ratios.len() % 2 == 0 {
            let a = run(ours);
            (a, run(floor))
        } else {
            let b = run(floor);
            (run(ours), b)
        };
        ratios.push(a.seconds / b.seconds);
        times.push(a.seconds);
        floors.push(b.seconds);
        peak = peak.max(a.mebibytes);
    }
    ratios.sort_by(f64::total_cmp);
    Figures {
        pairs: ratios.len(),
        ours: median(times),
        floor: median(floors),
        ratio: [
            ratios[ratios.len() / 2],
            ratios[0],
            ratios[ratios.len() - 1],
        ],
        mebibytes: peak,
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn measure() -> ExitCode {
    let target = Target::from_environment();
    let relay = Relay::start(&target.server).expect("a loopback port is free");
    let mut missed = 0;
    println!(
        "| work | database | floor | median ratio | min to max | budget | epic | floor | peak memory | |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for row in rows::all(&target) {
        missed += usize::from(!tell(&row));
    }
    println!();
    println!(
        "| work | round trips after connecting | of these the driver's | statements | budget | |"
    );
    println!("|---|---|---|---|---|---|");
    // The first proof of a password at an address asks the server for its challenge.
    run(&target.epic_at(&["whoami".to_owned()], &relay.address.to_string()));
    for (words, budget) in rows::counted(&target) {
        let program = target.epic_at(&words, &relay.address.to_string());
        relay.take();
        run(&program);
        // The program may be gone before the relay has passed on its farewell.
        std::thread::sleep(Duration::from_millis(50));
        missed += usize::from(!tell_trips(&words, &relay.take(), budget));
    }
    if missed > 0 {
        eprintln!("scripts/bench/run: {missed} budgets are missed");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Measures a row and prints it; false when its budget is missed.
fn tell(row: &Row) -> bool {
    eprintln!("scripts/bench/run: {} ({})", row.work, row.database);
    let figures = pairs(&row.ours, &row.floor);
    let [ratio, least, greatest] = figures.ratio;
    let (kept, budget) = match row.subject {
        Subject::Ratio(most) => (ratio <= most, format!("≤ {most}")),
        Subject::Extra(most) => (
            figures.ours - figures.floor <= most,
            format!("≤ +{:.0} ms", most * 1e3),
        ),
    };
    let fits = row.mebibytes.is_none_or(|most| figures.mebibytes <= most);
    let memory = row
        .mebibytes
        .map_or(String::new(), |most| format!(" (≤ {most:.0})"));
    println!(
        "| {} | {} | {} | **{ratio:.2}** of {} | {least:.2} to {greatest:.2} | {budget} | {} | {} | {:.1} MiB{memory} | {} |",
        row.work,
        row.database,
        row.against,
        figures.pairs,
        milliseconds(figures.ours),
        milliseconds(figures.floor),
        figures.mebibytes,
        verdict(kept && fits),
    );
    kept && fits
}

fn tell_trips(words: &[String], counts: &Counts, budget: usize) -> bool {
    let drivers = counts
        .statements
        .iter()
        .filter(|statement| statement.starts_with("SET "))
        .count();
    let kept = counts.connections == 1 && counts.trips - drivers <= budget;
    println!(
        "| `{}` | {} | {drivers} | {} | ≤ {budget} and the driver's | {} |",
        words.join(" "),
        counts.trips,
        counts.statements.len(),
        verdict(kept),
    );
    kept
}

fn milliseconds(seconds: f64) -> String {
    match seconds * 1e3 {
        short if short < 100.0 => format!("{short:.1} ms"),
        long => format!("{long:.0} ms"),
    }
}

const fn verdict(kept: bool) -> &'static str {
    if kept { "kept" } else { "**missed**" }
}
