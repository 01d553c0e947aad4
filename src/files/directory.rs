//! Directory of a private file: opened once, checked once open, and used by its descriptor.

use std::fs::File;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use rustix::fs::{Mode, OFlags};

use crate::error::Error;
use crate::t;

/// Mode bits that let others remove or replace files in a directory.
pub const WRITABLE: u32 = 0o022;

/// Flags to open a directory for lookups only: it need not be readable.
#[cfg(target_os = "linux")]
pub const LOOK_UP: OFlags = OFlags::PATH;
#[cfg(not(target_os = "linux"))]
pub const LOOK_UP: OFlags = OFlags::RDONLY;

/// Reason not to use a directory.
pub enum Refusal {
    Io(io::Error),
    /// Others can change it.
    Unsafe(Error),
}

/// Opens the directory of a file. Symbolic links in its path are fine: the target has to belong to this user or to
/// root, and its content must not be replaceable by others. In a sticky directory such as `/tmp` users replace only
/// their own files.
pub fn open_directory(path: &Path, access: OFlags, forbidden: u32) -> Result<File, Refusal> {
    let directory = match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => return Err(Refusal::Io(io::ErrorKind::InvalidInput.into())),
    };
    let flags = access | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let open = rustix::fs::open(directory, flags, Mode::empty());
    let open = File::from(open.map_err(|error| Refusal::Io(error.into()))?);
    let metadata = open.metadata().map_err(Refusal::Io)?;
    if !is_ours(metadata.uid()) {
        return Err(Refusal::Unsafe(foreign(directory)));
    }
    let sticky = metadata.mode() & 0o1000 != 0;
    if metadata.mode() & forbidden != 0 && !sticky {
        let message = t!("config-file-replaceable", directory = shown(directory));
        let hint = format!("chmod go-w {}", quoted(directory));
        let error = Error::config_hinted("unsafe_file", message, hint);
        return Err(Refusal::Unsafe(error));
    }
    Ok(open)
}

pub fn is_mine(owner: u32) -> bool {
    owner == rustix::process::geteuid().as_raw()
}

/// Tests for a file owned by this user or by root.
pub fn is_ours(owner: u32) -> bool {
    owner == 0 || is_mine(owner)
}

/// Quotes a path for a shell.
pub fn quoted(path: &Path) -> String {
    format!("'{}'", shown(path).replace('\'', "'\\''"))
}

pub fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Returns the error for a file or directory that another user owns.
pub fn foreign(path: &Path) -> Error {
    let message = t!("config-file-foreign", file = shown(path));
    Error::config("unsafe_file", message)
}
