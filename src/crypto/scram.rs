//! SCRAM verifiers of role passwords, computed here so that no statement, and so no log, holds the password (RFC 5802,
//! RFC 7677; format of `pg_authid.rolpassword`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{mac, secret};
use crate::error::{Error, Result};

/// PostgreSQL's default. More would add nothing to a password of 256 random bits.
const ITERATIONS: u32 = 4096;

const CLIENT_KEY: &[u8] = b"Client Key";
const SERVER_KEY: &[u8] = b"Server Key";

/// Generates a password of 256 random bits that needs no escaping in a URL.
///
/// # Errors
///
/// `internal` if the operating system provides no random numbers.
pub fn new_password() -> Result<SecretString> {
    secret::random_text::<32>()
}

/// Computes the SCRAM-SHA-256 verifier of a password.
///
/// # Errors
///
/// `internal` if the operating system provides no random numbers.
pub fn verifier(password: &SecretString) -> Result<String> {
    let mut salt = [0_u8; 16];
    secret::fill_random(&mut salt)?;
    verifier_with(password, &salt, ITERATIONS)
}

/// Computes client and server key of a password, in Base64 as libpq takes them.
///
/// # Errors
///
/// `internal`, but never for a key of HMAC.
pub fn keys(
    password: &SecretString,
    salt: &[u8],
    iterations: u32,
) -> Result<[Zeroizing<String>; 2]> {
    let salted = salted_password(password, salt, iterations)?;
    let key = |name: &[u8]| {
        let key = Zeroizing::new(mac(salted.as_slice(), &[name])?);
        Ok::<_, Error>(Zeroizing::new(STANDARD.encode(key.as_slice())))
    };
    Ok([key(CLIENT_KEY)?, key(SERVER_KEY)?])
}

fn verifier_with(password: &SecretString, salt: &[u8], iterations: u32) -> Result<String> {
    let salted = salted_password(password, salt, iterations)?;
    let client_key = Zeroizing::new(mac(salted.as_slice(), &[CLIENT_KEY])?);
    let server_key = mac(salted.as_slice(), &[SERVER_KEY])?;
    Ok(format!(
        "SCRAM-SHA-256${iterations}:{}${}:{}",
        STANDARD.encode(salt),
        STANDARD.encode(Sha256::digest(client_key.as_slice())),
        STANDARD.encode(server_key),
    ))
}

/// Computes `Hi` of RFC 5802: PBKDF2 with one block.
fn salted_password(
    password: &SecretString,
    salt: &[u8],
    iterations: u32,
) -> Result<Zeroizing<[u8; 32]>> {
    let password = password.expose_secret().as_bytes();
    let mut last = Zeroizing::new(mac(password, &[salt, &1_u32.to_be_bytes()])?);
    let mut all = last.clone();
    for _ in 1..iterations {
        last = Zeroizing::new(mac(password, &[last.as_slice()])?);
        for (sum, byte) in all.iter_mut().zip(last.iter()) {
            *sum ^= byte;
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Example of RFC 7677, section 3, with the signature that the server answers.
    #[test]
    fn the_verifier_is_that_of_the_standard() {
        let salt = STANDARD.decode("W22ZaJ0SNY7soEsUEjb6gQ==").unwrap();
        let verifier = verifier_with(&"pencil".into(), &salt, 4096).unwrap();
        let server_key = verifier.rsplit(':').next().unwrap();
        let signature = mac(
            &STANDARD.decode(server_key).unwrap(),
            &[b"n=user,r=rOprNGfwEbeRWgbNEkqO,\
                r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,\
                c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"],
        )
        .unwrap();
        let expected = "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";
        assert_eq!(STANDARD.encode(signature), expected);
    }

    #[test]
    fn a_password_is_long_plain_and_new() {
        let one = new_password().unwrap();
        assert_eq!(one.expose_secret().len(), 43);
        assert_ne!(one.expose_secret(), new_password().unwrap().expose_secret());
        assert_ne!(verifier(&one).unwrap(), verifier(&one).unwrap());
    }
}
