//! A list of any length goes out as it comes in: a reader that waits stops the program and the database behind it, and
//! memory does not grow with the rows. Measured where the system tells: `proc_pid_io(5)`, `proc_pid_status(5)`.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};
use std::{fs, thread};

use crate::bench::load;
use crate::env::{Backend, TestEnv, on_both_databases};

/// A number of a file in `/proc/PID`.
fn told(pid: u32, file: &str, key: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/{file}")).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix(key));
    let number = line.unwrap().split_whitespace().next().unwrap();
    number.parse().unwrap()
}

/// Bytes that the program has read from files so far.
fn read(pid: u32) -> u64 {
    told(pid, "io", "rchar:")
}

/// The most memory that the program has had so far, in KiB.
fn peak(pid: u32) -> u64 {
    told(pid, "status", "VmHWM:")
}

/// Waits until the program has filled its pipe and does nothing any more.
fn wait_until_blocked(pid: u32) {
    let patience = Instant::now() + Duration::from_secs(60);
    let mut before = None;
    while Instant::now() < patience {
        let now = (
            told(pid, "io", "wchar:"),
            fs::read_to_string(format!("/proc/{pid}/stat")).unwrap(),
        );
        // Sleeping, with as much processor time as before.
        if now.1.contains(") S ") && before.as_ref() == Some(&now) {
            return;
        }
        before = Some(now);
        thread::sleep(Duration::from_millis(100));
    }
    panic!("the program does not wait for its reader");
}

on_both_databases! {
    fn rows_go_out_before_the_last_is_read(env: &TestEnv) {
        load::load(&env.admin_url(), 3_000, &|_| {}).unwrap();
        let count: usize = env.scalar("SELECT CAST(count(*) AS text) FROM events").parse().unwrap();
        for format in ["tsv", "csv", "json", "jsonl", "ids"] {
            // Whatever a format shows of a row, the database sends all of it.
            let list = ["event", "list", "--format", format];
            let mut child = env.command(list).as_("BRenard").raw().stdout(Stdio::piped()).spawn().unwrap();
            let pid = child.id();
            let mut lines = BufReader::with_capacity(1024, child.stdout.take().unwrap()).lines();
            let header = usize::from(format == "csv") + 2 * usize::from(format == "json");
            assert!(lines.next().unwrap().is_ok());
            if format == "ids" {
                // All ids fit into the pipe and its buffers.
                assert_eq!(1 + lines.count(), count);
                assert!(child.wait().unwrap().success());
                continue;
            }

            wait_until_blocked(pid);
            let (read_first, peak_first) = (read(pid), peak(pid));
            if env.backend() == Backend::Postgres {
                // The server waits for the program, which waits for its reader: the last row has not been sent.
                let waiting = env.scalar(
                    "SELECT CAST(count(*) AS text) FROM pg_stat_activity
                      WHERE datname = current_database() AND state = 'active' AND wait_event = 'ClientWrite'",
                );
                assert_eq!(waiting, "1", "{format}");
            }
            let most = lines.by_ref().take(count * 19 / 20).count();
            let (read_most, peak_most) = (read(pid), peak(pid));
            let rest = lines.count();
            assert!(child.wait().unwrap().success());
            assert_eq!(1 + most + rest, count + header, "{format}");

            if env.backend() == Backend::Sqlite {
                assert!(read_first < read_most / 2, "{format}: {read_first} of {read_most} bytes were read before the first row");
            }
            // SQLite keeps up to 10 MiB of pages.
            let grown = peak_most - peak_first;
            let allowed = match env.backend() {
                Backend::Postgres => 1024,
                Backend::Sqlite => 11 * 1024,
            };
            assert!(grown < allowed, "{format}: {grown} KiB more for all rows than for the first");
        }
    }
}
