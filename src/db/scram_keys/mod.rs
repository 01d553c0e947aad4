//! SCRAM keys of a database role, kept between commands. The proof of a password takes 4,096 rounds of HMAC, most of the
//! work of a short command; libpq 18 takes the result instead (`scram_client_key` and `scram_server_key`).
//!
//! The keys are as good as the password for this role, salt and number of rounds, and are stored like a secret: they die
//! with the password. A server that refuses them is given the password, and the keys are renewed.

mod challenge;

use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

pub use challenge::Login;

use crate::crypto::{self, hex, scram};
use crate::error::Result;
use crate::files;

/// Time until a server that has given no challenge is asked again: one with another method, or one that asks for
/// a client certificate.
const NO_KEYS_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// Content of a file; an empty one stands for a server without keys.
#[derive(Serialize, Deserialize)]
struct Stored {
    /// MAC of the password that the keys were made from: another one in the URL is not served by them.
    password: String,
    client_key: SecretText,
    server_key: SecretText,
}

type SecretText = Zeroizing<String>;

/// The parameters of libpq.
pub struct Keys {
    pub client: SecretText,
    pub server: SecretText,
}

/// State of a login.
pub enum Known {
    Keys(Keys),
    /// The server has given no challenge lately.
    NoKeys,
    Nothing,
}

/// The directory of the keys.
pub struct ScramKeys {
    directory: PathBuf,
    pepper: SecretString,
}

impl ScramKeys {
    pub const fn new(directory: PathBuf, pepper: SecretString) -> Self {
        Self { directory, pepper }
    }

    /// Reads the keys of a login.
    ///
    /// # Errors
    ///
    /// `config.unsafe_file`, `config.unreadable_file` (exit 10), as for a secret.
    pub fn read(&self, login: &Login) -> Result<Known> {
        let file = self.file(login);
        let Some(content) = files::read_private(&file)?.map(Zeroizing::new) else {
            return Ok(Known::Nothing);
        };
        if content.is_empty() {
            return Ok(if is_younger(&file, NO_KEYS_FOR) {
                Known::NoKeys
            } else {
                Known::Nothing
            });
        }
        let password = self.mac(login)?;
        Ok(match serde_json::from_slice::<Stored>(&content) {
            Ok(stored) if stored.password == password => Known::Keys(Keys {
                client: stored.client_key,
                server: stored.server_key,
            }),
            _ => Known::Nothing,
        })
    }

    /// Asks the server for its challenge, and stores the keys. A failure is left for another time: the password works.
    pub fn renew(&self, login: &Login) {
        if files::create_private_directory(&self.directory).is_err() {
            return;
        }
        let stored = challenge::ask(login).and_then(|asked| {
            let [client, server] =
                scram::keys(&login.password, &asked.salt, asked.iterations).ok()?;
            let stored = Stored {
                password: self.mac(login).ok()?,
                client_key: client,
                server_key: server,
            };
            serde_json::to_vec(&stored).ok()
        });
        let content = Zeroizing::new(stored.unwrap_or_default());
        let _ = files::write_private(&self.file(login), &content);
    }

    /// Removes the keys of a login that was refused.
    pub fn forget(&self, login: &Login) {
        let _ = files::remove(&self.file(login));
    }

    fn file(&self, login: &Login) -> PathBuf {
        let name = hex::encode(&Sha256::digest(login.name()));
        self.directory.join(&name[..32])
    }

    /// Keyed, so that the file alone does not help to guess the password.
    fn mac(&self, login: &Login) -> Result<String> {
        let pepper = self.pepper.expose_secret().as_bytes();
        let password = login.password.expose_secret().as_bytes();
        let mac = crypto::mac(pepper, &[b"scram\0", &login.name(), password])?;
        Ok(hex::encode(&mac))
    }
}

fn is_younger(file: &Path, than: Duration) -> bool {
    let modified = std::fs::metadata(file).and_then(|it| it.modified());
    modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age < than))
}
