//! Bodies of the fuzz targets: each takes any bytes and panics where a property does not hold.
//!
//! The fuzz binaries call them with inputs of libFuzzer; the test `corpus` of the program, with the inputs that were
//! kept. An input is text in lines, so that a person can write one.

pub mod database_url;
pub mod money;
pub mod phone;
pub mod redaction;
pub mod session;
pub mod settings;
pub mod text;
pub mod times;

use std::borrow::Cow;
use std::path::Path;

use epic::db::postgres_url::Parameters;
use epic::files;
use tempfile::TempDir;

/// Stands for a secret, at the place of each `$` of an input.
const MARK: &str = "s3cr3t";

fn text_of(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// Splits an input into lines: a missing one is empty, and the last holds the rest.
fn lines<const N: usize>(input: &str) -> [&str; N] {
    let mut lines = input.splitn(N, '\n');
    std::array::from_fn(|_| lines.next().unwrap_or_default())
}

/// Decodes what [`Parameters::write`] encodes.
fn decoded(written: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written.as_bytes();
    while let [byte, tail @ ..] = rest {
        let hexadecimal = tail.get(..2).and_then(|it| str::from_utf8(it).ok());
        let number = hexadecimal.and_then(|it| u8::from_str_radix(it, 16).ok());
        match number.filter(|_| *byte == b'%') {
            Some(number) => {
                bytes.push(number);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*byte);
                rest = tail;
            }
        }
    }
    bytes
}

/// Returns the names and values of all parameters.
fn pairs(parameters: &Parameters) -> Vec<(String, Vec<u8>)> {
    let written = parameters.write();
    let (_, query) = written.split_once('?').unwrap_or_default();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').expect("a name and a value");
            let name = String::from_utf8_lossy(&decoded(name)).into_owned();
            (name, decoded(value))
        })
        .collect()
}

fn holds(bytes: &[u8], mark: &str) -> bool {
    bytes
        .windows(mark.len())
        .any(|window| window == mark.as_bytes())
}

/// A private folder of this thread, the same for all inputs.
fn with_folder<T>(work: impl FnOnce(&Path) -> T) -> T {
    thread_local! {
        static FOLDER: TempDir = {
            let folder = TempDir::new().expect("a folder");
            files::create_private_directory(folder.path()).expect("a private folder");
            folder
        };
    }
    FOLDER.with(|folder| work(folder.path()))
}
