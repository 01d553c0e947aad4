//! Atomic writes of private files: to a temporary file in the same directory, flushed to disk, then renamed.

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use rustix::fs::{AtFlags, Mode, OFlags, RenameFlags};
use rustix::io::Errno;

use super::create_private_directory;
use super::directory::{Refusal, WRITABLE, open_directory, shown};
use crate::error::{Error, Result, cause};
use crate::t;

/// Writes a file with mode 0600 atomically: temporary file, fsync, rename. A link of that name is replaced, not
/// followed.
///
/// # Errors
///
/// `config.unsafe_file` if others can replace files in the directory, `config.unwritable_file` (exit 10).
pub fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    put(path, content, RenameFlags::empty())
}

/// Writes as [`write_private`], but keeps an existing file, even one created concurrently.
///
/// # Errors
///
/// Those of [`write_private`].
pub fn create_private(path: &Path, content: &[u8]) -> Result<()> {
    put(path, content, RenameFlags::NOREPLACE)
}

fn put(path: &Path, content: &[u8], flags: RenameFlags) -> Result<()> {
    let failed = |error: io::Error| unwritable(path, &error);
    let name = path
        .file_name()
        .ok_or_else(|| failed(io::ErrorKind::InvalidInput.into()))?;
    if let Some(directory) = path.parent() {
        create_private_directory(directory).map_err(failed)?;
    }
    let directory = match open_directory(path, OFlags::RDONLY, WRITABLE) {
        Err(Refusal::Unsafe(error)) => return Err(error),
        Err(Refusal::Io(error)) => return Err(failed(error)),
        Ok(directory) => directory,
    };
    let (temporary, file) = create_temporary(&directory).map_err(failed)?;
    let done =
        fill(file, content).and_then(|()| rename(&directory, temporary.as_ref(), name, flags));
    if done.is_err() {
        let _ = rustix::fs::unlinkat(&directory, &temporary, AtFlags::empty());
    }
    let keeps_existing = flags == RenameFlags::NOREPLACE;
    match done {
        Err(error) if keeps_existing && error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        // The rename is durable once the directory is synced.
        done => done.and_then(|()| directory.sync_all()).map_err(failed),
    }
}

/// Creates a file with an unpredictable name; never opens an existing one.
fn create_temporary(directory: &File) -> io::Result<(String, File)> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
    let name = format!(".new-{:016x}", u64::from_ne_bytes(random));
    let file = rustix::fs::openat(directory, &name, flags, Mode::RUSR | Mode::WUSR)?;
    Ok((name, file.into()))
}

fn fill(mut file: File, content: &[u8]) -> io::Result<()> {
    // Independent of the umask.
    file.set_permissions(Permissions::from_mode(0o600))?;
    file.write_all(content)?;
    file.sync_all()
}

fn rename(directory: &File, from: &OsStr, to: &OsStr, flags: RenameFlags) -> io::Result<()> {
    if flags.is_empty() {
        return Ok(rustix::fs::renameat(directory, from, directory, to)?);
    }
    match rustix::fs::renameat_with(directory, from, directory, to, flags) {
        // The file system has no atomic rename without replacement; a hard link does not replace either.
        Err(Errno::INVAL | Errno::NOSYS) => {
            rustix::fs::linkat(directory, from, directory, to, AtFlags::empty())?;
            Ok(rustix::fs::unlinkat(directory, from, AtFlags::empty())?)
        }
        result => Ok(result?),
    }
}

/// Returns the error for a file that cannot be written.
pub fn unwritable(path: &Path, error: &io::Error) -> Error {
    let (file, cause) = (shown(path), cause::of_io(error));
    let message = t!("config-file-unwritable", file = file, cause = cause);
    Error::config("unwritable_file", message)
}

/// Removes a file if it exists. A link is removed, not followed.
///
/// # Errors
///
/// `config.unwritable_file` (exit 10).
pub fn remove(path: &Path) -> Result<()> {
    let removed = fs::remove_file(path).and_then(|()| match path.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => File::open(directory)?.sync_all(),
        _ => Ok(()),
    });
    match removed {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => {
            let (file, cause) = (shown(path), cause::of_io(&error));
            let message = t!("config-file-irremovable", file = file, cause = cause);
            Err(Error::config("unwritable_file", message))
        }
    }
}
