//! The directory that a private file is in: opened once, judged as it is open, and worked in by its descriptor.

use std::fs::File;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use rustix::fs::{Mode, OFlags};

use crate::error::Error;
use crate::t;

/// Mode bits of a directory from which others can take a file away, or put another in its place.
pub const WRITABLE: u32 = 0o022;

/// How a directory is opened in which a file is only looked up: it need not be readable.
#[cfg(target_os = "linux")]
pub const LOOK_UP: OFlags = OFlags::PATH;
#[cfg(not(target_os = "linux"))]
pub const LOOK_UP: OFlags = OFlags::RDONLY;

/// Why a directory is not worked in.
pub enum Refusal {
    /// It cannot be opened.
    Io(io::Error),
    /// It can be changed by others.
    Unsafe(Error),
}

/// Opens the directory of a file. Where its name leads through symbolic links does not matter: what it leads to has to
/// belong to this user or to the administrator, and others must not be able to replace what is in it. A sticky
/// directory such as `/tmp` lets each replace only what is theirs.
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
        return Err(Refusal::Unsafe(Error::config_hinted(
            "unsafe_file",
            t!(
                "config-file-replaceable",
                directory = directory.display().to_string()
            ),
            format!("chmod go-w {}", quoted(directory)),
        )));
    }
    Ok(open)
}

/// Whether an owner is this user.
pub fn is_mine(owner: u32) -> bool {
    owner == rustix::process::geteuid().as_raw()
}

/// Whether an owner is this user or the administrator, who can do anything anyway.
pub fn is_ours(owner: u32) -> bool {
    owner == 0 || is_mine(owner)
}

/// A path as a shell takes it literally.
pub fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', "'\\''"))
}

/// Says that somebody else could have put this there.
pub fn foreign(path: &Path) -> Error {
    Error::config(
        "unsafe_file",
        t!("config-file-foreign", file = path.display().to_string()),
    )
}
