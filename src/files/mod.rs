//! Private files: created 0600 in directories 0700, refused when others can read them, and replaced atomically. All
//! checks are made on open descriptors, the directory before the file, so that nothing can be swapped between check and
//! use.

mod directory;
mod write;

use std::fs::{self, File, Permissions};
use std::io::{self, Read as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use rustix::fs::{AtFlags, FileType, Mode, OFlags};
use rustix::io::Errno;

pub use directory::shown;
pub use write::{create_private, remove, unwritable, write_private};

use crate::error::{Error, Result, cause};
use crate::t;
use directory::{LOOK_UP, Refusal, WRITABLE, foreign, is_mine, is_ours, open_directory, quoted};

/// Maximum size of a file that is read.
const MAX_BYTES: u64 = 64 * 1024;

/// Mode bits that a private file must not have.
const PRIVATE: u32 = 0o077;

/// Mode bits that let everyone change a file or directory.
const PUBLIC: u32 = 0o002;

/// Creates a directory and its missing parents with mode 0700.
pub fn create_private_directory(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(path)
}

/// Removes all permissions of group and others.
pub fn make_private(path: &Path) -> io::Result<()> {
    fs::set_permissions(path, Permissions::from_mode(0o600))
}

/// Conditions for reading a file.
struct Demands {
    /// Follows a symbolic link.
    follow: bool,
    /// Forbidden mode bits of the file.
    file: u32,
    /// Forbidden mode bits of its directory.
    directory: u32,
    /// Refuses a file that is too large.
    whole: bool,
}

/// Reads a private file; `None` if it does not exist.
///
/// # Errors
///
/// `config.unsafe_file` (exit 10) with the `chmod` to run if others can read or replace it, if another user owns it, or
/// if it has another hard link or is a symbolic link; `config.unreadable_file` for any other failure.
pub fn read_private(path: &Path) -> Result<Option<Vec<u8>>> {
    let demands = Demands {
        follow: false,
        file: PRIVATE,
        directory: WRITABLE,
        whole: true,
    };
    read_checked(path, &demands)
}

/// Reads as [`read_private`], but of a file that is too large its start, which is no token; `follow` follows symbolic links,
/// for a file that the user names.
///
/// # Errors
///
/// Those of [`read_private`].
pub fn read_token(path: &Path, follow: bool) -> Result<Option<Vec<u8>>> {
    let demands = Demands {
        follow,
        file: PRIVATE,
        directory: if follow { PUBLIC } else { WRITABLE },
        whole: false,
    };
    read_checked(path, &demands)
}

/// Reads a file that decides where data goes: readable by others, but not writable.
///
/// # Errors
///
/// Those of [`read_private`].
pub fn read_trusted(path: &Path) -> Result<Option<Vec<u8>>> {
    let demands = Demands {
        follow: true,
        file: PUBLIC,
        directory: PUBLIC,
        whole: true,
    };
    read_checked(path, &demands)
}

fn read_checked(path: &Path, demands: &Demands) -> Result<Option<Vec<u8>>> {
    let Some(name) = path.file_name() else {
        return Err(not_a_file(path));
    };
    let directory = match open_directory(path, LOOK_UP, demands.directory) {
        Err(Refusal::Io(error)) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(Refusal::Io(error)) => return Err(unreadable(path, &error)),
        Err(Refusal::Unsafe(error)) => return Err(error),
        Ok(directory) => directory,
    };
    let mut flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOCTTY;
    // Opening a pipe must not wait for its writer.
    flags |= OFlags::NONBLOCK;
    if demands.follow {
        // A link is as trustworthy as its owner.
        let link = rustix::fs::statat(&directory, name, AtFlags::SYMLINK_NOFOLLOW);
        let is_link = |mode| FileType::from_raw_mode(mode) == FileType::Symlink;
        if link.is_ok_and(|it| is_link(it.st_mode) && !is_ours(it.st_uid)) {
            return Err(foreign(path));
        }
    } else {
        flags |= OFlags::NOFOLLOW;
    }
    let file = match rustix::fs::openat(&directory, name, flags, Mode::empty()) {
        Ok(file) => File::from(file),
        Err(Errno::NOENT) => return Ok(None),
        Err(Errno::LOOP) => {
            let message = t!("config-file-link", file = shown(path));
            let hint = format!("rm {}", quoted(path));
            return Err(Error::config_hinted("unsafe_file", message, hint));
        }
        Err(error) => return Err(unreadable(path, &error.into())),
    };
    let metadata = file.metadata().map_err(|error| unreadable(path, &error))?;
    if !metadata.is_file() {
        return Err(not_a_file(path));
    }
    // A file that everyone may read may belong to root too.
    let private = demands.file == PRIVATE;
    if !is_mine(metadata.uid()) && (private || !is_ours(metadata.uid())) {
        return Err(foreign(path));
    }
    if metadata.mode() & demands.file != 0 {
        let message = t!("config-file-open", file = shown(path));
        let hint = format!("chmod 600 {}", quoted(path));
        return Err(Error::config_hinted("unsafe_file", message, hint));
    }
    if private && metadata.nlink() > 1 {
        let message = t!("config-file-hard-link", file = shown(path));
        return Err(Error::config("unsafe_file", message));
    }
    let mut content = Vec::new();
    let mut file = file.take(MAX_BYTES + 1);
    let read = file.read_to_end(&mut content);
    read.map_err(|error| unreadable(path, &error))?;
    if demands.whole && file.limit() == 0 {
        return Err(unreadable(path, &io::ErrorKind::FileTooLarge.into()));
    }
    Ok(Some(content))
}

/// Returns the error for a named file that does not exist.
pub fn missing(path: &Path) -> Error {
    let message = t!("config-file-missing", file = shown(path));
    Error::config("unreadable_file", message)
}

fn not_a_file(path: &Path) -> Error {
    let message = t!("config-file-not-file", file = shown(path));
    Error::config("unreadable_file", message)
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    let (file, cause) = (shown(path), cause::of_io(error));
    let message = t!("config-file-unreadable", file = file, cause = cause);
    Error::config("unreadable_file", message)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn what_is_written_is_private_and_read_back() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a/b/secret");
        write_private(&path, b"x").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
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
    fn a_symbolic_link_a_directory_and_a_hard_link_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        let target = directory.path().join("secret");
        write_private(&target, b"x").unwrap();
        let link = directory.path().join("link");
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(read_private(&link).is_err());
        assert_eq!(read_token(&link, true).unwrap().unwrap(), b"x");
        assert!(read_private(directory.path()).is_err());
        fs::hard_link(&target, directory.path().join("other")).unwrap();
        assert!(read_private(&target).is_err());
        // The write replaces the file; the other hard link keeps the old content.
        write_private(&target, b"y").unwrap();
        assert_eq!(read_private(&target).unwrap().unwrap(), b"y");
        assert_eq!(fs::read(directory.path().join("other")).unwrap(), b"x");
    }

    #[test]
    fn a_directory_that_others_can_write_into_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("secret");
        write_private(&path, b"x").unwrap();
        let mode = |mode| {
            fs::set_permissions(directory.path(), Permissions::from_mode(mode)).unwrap();
        };
        for open in [0o777, 0o770, 0o720, 0o702] {
            mode(open);
            for error in [
                read_private(&path).unwrap_err(),
                write_private(&path, b"y").unwrap_err(),
                create_private(&path, b"y").unwrap_err(),
            ] {
                assert_eq!(error.code(), "config.unsafe_file", "{open:o}");
                assert!(error.hint().unwrap().starts_with("chmod go-w '"));
            }
            let is_public = open & 0o002 != 0;
            let following = read_token(&path, true);
            assert_eq!(following.is_err(), is_public, "{open:o}");
            assert_eq!(read_trusted(&path).is_err(), is_public, "{open:o}");
        }
        mode(0o1777);
        assert_eq!(read_private(&path).unwrap().unwrap(), b"x");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    /// A read during swaps returns the file or an error, never the target of a link.
    #[test]
    fn a_file_that_is_swapped_all_the_time_is_never_followed() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("secret");
        let foreign = directory.path().join("foreign");
        let spare = directory.path().join("spare");
        write_private(&foreign, b"foreign").unwrap();
        write_private(&path, b"mine").unwrap();
        let done = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    std::os::unix::fs::symlink(&foreign, &spare).unwrap();
                    fs::rename(&spare, &path).unwrap();
                    write_private(&path, b"mine").unwrap();
                }
            });
            let (mut read, mut refused) = (0, 0);
            while read < 200 || refused < 200 {
                match read_private(&path) {
                    Ok(content) => {
                        assert_eq!(content.unwrap(), b"mine");
                        read += 1;
                    }
                    Err(error) => {
                        assert_eq!(error.code(), "config.unsafe_file");
                        refused += 1;
                    }
                }
            }
            done.store(true, Ordering::Relaxed);
        });
        assert_eq!(fs::read(&foreign).unwrap(), b"foreign");
    }

    #[test]
    fn a_reader_sees_the_old_content_or_the_new_one() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("secret");
        let (old, new) = (vec![b'o'; 40_000], vec![b'n'; 20_000]);
        write_private(&path, &old).unwrap();
        let done = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                for _ in 0..100 {
                    write_private(&path, &new).unwrap();
                    write_private(&path, &old).unwrap();
                }
                done.store(true, Ordering::Relaxed);
            });
            while !done.load(Ordering::Relaxed) {
                let content = read_private(&path).unwrap().unwrap();
                assert!(content == old || content == new, "{} bytes", content.len());
            }
        });
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn of_two_that_create_one_writes() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("secret");
        thread::scope(|scope| {
            for number in 0..8_u8 {
                let path = &path;
                scope.spawn(move || create_private(path, &[number]).unwrap());
            }
        });
        let content = read_private(&path).unwrap().unwrap();
        create_private(&path, b"late").unwrap();
        assert_eq!(read_private(&path).unwrap().unwrap(), content);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_is_too_long_is_refused_not_truncated() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("secret");
        let mut content = vec![b'x'; 64 * 1024];
        write_private(&path, &content).unwrap();
        assert_eq!(read_private(&path).unwrap().unwrap(), content);
        content.push(b'x');
        write_private(&path, &content).unwrap();
        let error = read_private(&path).unwrap_err();
        assert_eq!(error.code(), "config.unreadable_file");
        let expected = format!("cannot read {}: it is too large", shown(&path));
        assert_eq!(error.to_string(), expected);
        assert!(read_token(&path, false).unwrap().unwrap().starts_with(b"x"));
    }

    #[test]
    fn a_missing_file_is_none() {
        let path = Path::new("/nonexistent/secret");
        assert_eq!(read_private(path).unwrap(), None);
    }
}
