//! HMAC-SHA256 for [`jsonwebtoken`]: the one algorithm of a session, without the RSA and elliptic curves of its providers.

use hmac::{Hmac, KeyInit as _, Mac as _};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::signature::{Error, Signer, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use sha2::Sha256;

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key: &EncodingKey| {
        Ok(Box::new(Hs256::of(algorithm, key.as_bytes())?))
    },
    verifier_factory: |algorithm, key: &DecodingKey| {
        Ok(Box::new(Hs256::of(algorithm, key.try_get_as_bytes()?)?))
    },
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes `jsonwebtoken` use this algorithm. A second call changes nothing.
pub fn install() {
    let _ = PROVIDER.install_default();
}

/// Signs whatever the header says.
#[cfg(test)]
pub fn sign(key: &[u8], message: &str) -> Vec<u8> {
    let mac = Hs256::of(&Algorithm::HS256, key).expect("a key of any size");
    mac.sign(message.as_bytes())
}

struct Hs256(Hmac<Sha256>);

impl Hs256 {
    fn of(algorithm: &Algorithm, key: &[u8]) -> Result<Self> {
        if *algorithm != Algorithm::HS256 {
            return Err(ErrorKind::InvalidAlgorithm.into());
        }
        let mac = Hmac::new_from_slice(key).map_err(|_| ErrorKind::InvalidKeyFormat)?;
        Ok(Self(mac))
    }
}

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        let mac = self.0.clone().chain_update(message);
        Ok(mac.finalize().into_bytes().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    /// Compares in constant time.
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        let mac = self.0.clone().chain_update(message);
        mac.verify_slice(signature).map_err(|_| Error::new())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::hex;

    /// Test case 2 of RFC 4231.
    #[test]
    fn signs_as_the_standard_says() {
        let mac = Hs256::of(&Algorithm::HS256, b"Jefe").unwrap();
        let message = b"what do ya want for nothing?";
        let signature = mac.sign(message);
        assert_eq!(
            hex::encode(&signature),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert!(mac.verify(message, &signature).is_ok());
        assert!(mac.verify(b"what do ya want", &signature).is_err());
        assert!(mac.verify(message, &signature[..31].to_vec()).is_err());
        assert!(mac.verify(message, &Vec::new()).is_err());
    }

    #[test]
    fn no_other_algorithm_is_there() {
        for algorithm in [Algorithm::HS384, Algorithm::RS256, Algorithm::EdDSA] {
            assert!(Hs256::of(&algorithm, b"Jefe").is_err(), "{algorithm:?}");
        }
    }
}
