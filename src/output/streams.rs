//! Standard output and standard error of a run, as a trait: those of the process, or the buffers of a test.

use std::io::{self, Write};

pub trait Streams {
    fn stdout(&self) -> Box<dyn Write>;

    fn stderr(&self) -> Box<dyn Write>;
}

/// Streams of this process.
pub(super) struct Process;

impl Streams for Process {
    fn stdout(&self) -> Box<dyn Write> {
        Box::new(io::stdout().lock())
    }

    fn stderr(&self) -> Box<dyn Write> {
        Box::new(io::stderr().lock())
    }
}
