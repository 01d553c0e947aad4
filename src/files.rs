//! Files that nobody else may read: created 0600 in directories 0700, refused when others can read them or
//! when they are not what they seem, and replaced in one step.

use std::fs::{self, File, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::Path;

use tempfile::{NamedTempFile, PersistError};

use crate::error::{Error, Result};

/// A longer file is not one of ours.
const MAX_BYTES: u64 = 64 * 1024;

/// Creates a directory and what is missing above it, with mode 0700.
///
/// # Errors
///
/// Those of the file system.
pub fn create_private_directory(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
}

/// Takes a file away from everybody but its owner.
///
/// # Errors
///
/// Those of the file system.
pub fn make_private(path: &Path) -> io::Result<()> {
    fs::set_permissions(path, Permissions::from_mode(0o600))
}

/// Reads a private file; `None` when there is none.
///
/// # Errors
///
/// `config.unsafe_file` (exit 10) with the `chmod` to run when others can read it, when it belongs to somebody
/// else or is a symbolic link; `config.unreadable_file` for anything else.
pub fn read_private(path: &Path) -> Result<Option<Vec<u8>>> {
    read_checked(path, rustix::fs::OFlags::NOFOLLOW, 0o077)
}

/// As [`read_private`], but follows symbolic links: for a file that a person names.
///
/// # Errors
///
/// Those of [`read_private`].
pub fn read_private_following(path: &Path) -> Result<Option<Vec<u8>>> {
    read_checked(path, rustix::fs::OFlags::empty(), 0o077)
}

/// Reads a file that decides where data goes: others may read it, but not write it.
///
/// # Errors
///
/// Those of [`read_private`].
pub fn read_trusted(path: &Path) -> Result<Option<Vec<u8>>> {
    read_checked(path, rustix::fs::OFlags::empty(), 0o002)
}

/// `forbidden`: the mode bits that make the file unsafe.
fn read_checked(path: &Path, flags: rustix::fs::OFlags, forbidden: u32) -> Result<Option<Vec<u8>>> {
    let shown = path.display();
    // Not to wait for a writer if it turns out to be a pipe.
    let flags = flags | rustix::fs::OFlags::NONBLOCK;
    let opened = fs::OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path);
    let file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
            return Err(Error::config_hinted(
                "unsafe_file",
                format!("{shown} is a symbolic link, which is not followed"),
                format!("rm {}", quoted(path)),
            ));
        }
        Err(error) => return Err(unreadable(path, &error)),
    };
    let metadata = file.metadata().map_err(|error| unreadable(path, &error))?;
    if !metadata.is_file() {
        return Err(Error::config(
            "unreadable_file",
            format!("{shown} is not a file"),
        ));
    }
    let owner = metadata.uid();
    // What everybody may read may also be the administrator's.
    let administrators = owner == 0 && forbidden != 0o077;
    if owner != rustix::process::geteuid().as_raw() && !administrators {
        return Err(Error::config(
            "unsafe_file",
            format!("{shown} belongs to another user"),
        ));
    }
    if metadata.mode() & forbidden != 0 {
        return Err(Error::config_hinted(
            "unsafe_file",
            format!("others can read or write {shown}"),
            format!("chmod 600 {}", quoted(path)),
        ));
    }
    let mut content = Vec::new();
    file.take(MAX_BYTES)
        .read_to_end(&mut content)
        .map_err(|error| unreadable(path, &error))?;
    Ok(Some(content))
}

/// A path as a shell takes it literally.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', "'\\''"))
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::config(
        "unreadable_file",
        format!("cannot read {}: {error}", path.display()),
    )
}

/// Writes a file with mode 0600 beside its place, makes sure it is on the disk, and renames it: whoever reads
/// it sees the old content or the new one, never a part.
///
/// # Errors
///
/// `config.unwritable_file` (exit 10).
pub fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    put(path, content, |file| file.persist(path)).map_err(|error| unwritable(path, &error))
}

/// As [`write_private`], but leaves a file that is there as it is, also one that appears at this moment.
///
/// # Errors
///
/// `config.unwritable_file` (exit 10).
pub fn create_private(path: &Path, content: &[u8]) -> Result<()> {
    match put(path, content, |file| file.persist_noclobber(path)) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        result => result.map_err(|error| unwritable(path, &error)),
    }
}

fn put(
    path: &Path,
    content: &[u8],
    persist: impl FnOnce(NamedTempFile) -> std::result::Result<File, PersistError>,
) -> io::Result<()> {
    let directory = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    create_private_directory(directory)?;
    let mut file = tempfile::Builder::new()
        .permissions(Permissions::from_mode(0o600))
        .tempfile_in(directory)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    persist(file)?;
    // The rename itself is durable once the directory is.
    File::open(directory)?.sync_all()
}

fn unwritable(path: &Path, error: &io::Error) -> Error {
    Error::config(
        "unwritable_file",
        format!("cannot write {}: {error}", path.display()),
    )
}

/// Removes a file; that there is none is fine.
///
/// # Errors
///
/// `config.unwritable_file` (exit 10).
pub fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Error::config(
            "unwritable_file",
            format!("cannot remove {}: {error}", path.display()),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_private_and_read_back() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a/b/secret");
        write_private(&path, b"x").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert_eq!(
            fs::metadata(path.parent().unwrap()).unwrap().mode() & 0o777,
            0o700
        );
        assert_eq!(read_private(&path).unwrap().unwrap(), b"x");
    }

    #[test]
    fn a_file_that_others_can_read_is_refused_with_the_chmod() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("secret");
        write_private(&path, b"x").unwrap();
        for mode in [0o640, 0o604, 0o620, 0o602, 0o644] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let error = read_private(&path).unwrap_err();
            assert_eq!(error.exit_code(), 10);
            assert!(error.hint().unwrap().starts_with("chmod 600 "));
        }
    }

    #[test]
    fn a_symbolic_link_a_directory_and_a_pipe_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        let target = directory.path().join("secret");
        write_private(&target, b"x").unwrap();
        let link = directory.path().join("link");
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(read_private(&link).is_err());
        assert_eq!(read_private_following(&link).unwrap().unwrap(), b"x");
        assert!(read_private(directory.path()).is_err());
    }

    #[test]
    fn a_missing_file_is_none() {
        assert_eq!(
            read_private(Path::new("/nonexistent/secret")).unwrap(),
            None
        );
    }
}
