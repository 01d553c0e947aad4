//! JWT of a session (RFC 7519): one algorithm, all claims required. It grants nothing beyond the row in `sessions`.

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use crate::crypto::{hs256, secret};
use crate::domain::{CollaboratorId, Instant};
use crate::error::{Auth, Error, Result};

const ISSUER: &str = "epic";
const AUDIENCE: &str = "epic-cli";
/// Accepted clock skew in seconds.
const LEEWAY_SECONDS: u64 = 30;
const MAX_TOKEN_BYTES: usize = 2048;

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    jti: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// Verified content of a token.
#[derive(Debug)]
pub struct Opened {
    /// Collaborator, to be confirmed by the row.
    pub subject: CollaboratorId,
    /// Secret that the row is looked up by.
    pub secret: SecretString,
}

/// Signs the token of a session.
///
/// # Errors
///
/// `internal` on a failure to sign.
pub fn sign(
    key: &SecretString,
    subject: CollaboratorId,
    secret: &SecretString,
    now: Instant,
    expires_at: Instant,
) -> Result<SecretString> {
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: subject.to_string(),
        jti: secret.expose_secret().to_owned(),
        iat: now.timestamp(),
        nbf: now.timestamp(),
        exp: expires_at.timestamp(),
    };
    hs256::install();
    let key = EncodingKey::from_secret(key.expose_secret().as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key)
        .map(SecretString::from)
        .map_err(|error| Error::internal("token signing", error))
}

/// Verifies and decodes a token; nothing else does.
///
/// # Errors
///
/// `auth.expired` for an expired token with a valid signature, `auth.invalid_token` for anything else (exit 4).
pub fn open(key: &SecretString, token: &[u8]) -> Result<Opened> {
    let invalid = || Error::from(Auth::InvalidToken);
    if token.len() > MAX_TOKEN_BYTES {
        return Err(invalid());
    }
    // Reject unexpected headers before verifying with them.
    let header = jsonwebtoken::decode_header(token).map_err(|_| invalid())?;
    if header.alg != Algorithm::HS256
        || header.typ.as_deref() != Some("JWT")
        || header.kid.is_some()
        || header.jku.is_some()
        || header.jwk.is_some()
        || header.x5u.is_some()
    {
        return Err(invalid());
    }
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "nbf", "exp"]);
    validation.validate_nbf = true;
    validation.leeway = LEEWAY_SECONDS;
    hs256::install();
    let key = DecodingKey::from_secret(key.expose_secret().as_bytes());
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation)
        .map_err(|error| match error.kind() {
            ErrorKind::ExpiredSignature => Auth::Expired.into(),
            _ => invalid(),
        })?
        .claims;
    let subject = claims.sub.parse().map_err(|_| invalid())?;
    if !secret::is_plausible(&claims.jti) {
        return Err(invalid());
    }
    Ok(Opened {
        subject,
        secret: claims.jti.into(),
    })
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn key() -> SecretString {
        "k".repeat(32).into()
    }

    #[track_caller]
    fn refuses(token: impl AsRef<[u8]>, error: Auth) {
        assert_eq!(open(&key(), token.as_ref()).unwrap_err(), error.into());
    }

    fn issued(offset: i64) -> String {
        let now = Instant::now();
        let at = |seconds| now.plus(jiff::SignedDuration::from_secs(seconds));
        let secret = secret::generate().unwrap();
        let (start, end) = (at(offset), at(offset + 3600));
        let token = sign(&key(), CollaboratorId(7), &secret, start, end);
        token.unwrap().expose_secret().to_owned()
    }

    #[test]
    fn a_token_opens_with_its_key_alone() {
        let token = issued(0);
        let opened = open(&key(), token.as_bytes()).unwrap();
        assert_eq!(opened.subject, CollaboratorId(7));
        let other = "o".repeat(32).into();
        let refused = open(&other, token.as_bytes()).unwrap_err();
        assert_eq!(refused, Auth::InvalidToken.into());
    }

    #[test]
    fn an_expired_token_says_so_and_one_from_the_future_is_invalid() {
        refuses(issued(-7200), Auth::Expired);
        refuses(issued(3600), Auth::InvalidToken);
    }

    #[test]
    fn a_truncated_altered_or_foreign_token_is_invalid() {
        let token = issued(0);
        let mut forgeries: Vec<Vec<u8>> = (0..token.len())
            .map(|end| token.as_bytes()[..end].to_vec())
            .collect();
        forgeries.push(vec![0xff; 5000]);
        forgeries.push(b"a.b.c".to_vec());
        forgeries.push([token.as_bytes(), b"x"].concat());
        for forgery in forgeries {
            refuses(forgery, Auth::InvalidToken);
        }
    }

    #[test]
    fn other_headers_and_missing_claims_are_invalid() {
        let now = Instant::now().timestamp();
        let full = serde_json::json!({
            "iss": ISSUER, "aud": AUDIENCE, "sub": "7", "jti": "j".repeat(43),
            "iat": now, "nbf": now, "exp": now + 60,
        });
        let sign = |header: &Header, claims: &serde_json::Value| {
            let secret = key();
            let encoding = EncodingKey::from_secret(secret.expose_secret().as_bytes());
            jsonwebtoken::encode(header, claims, &encoding).unwrap()
        };
        let opens = |token: String| open(&key(), token.as_bytes()).is_ok();
        let header = Header::new(Algorithm::HS256);
        assert!(opens(sign(&header, &full)));
        for claim in ["iss", "aud", "sub", "jti", "iat", "nbf", "exp"] {
            let mut claims = full.clone();
            claims.as_object_mut().unwrap().remove(claim);
            assert!(!opens(sign(&header, &claims)), "{claim}");
        }
        for (claim, value) in [
            ("iss", "other"),
            ("aud", "other"),
            ("sub", "x"),
            ("sub", "-1"),
            ("jti", "x"),
            ("jti", "-c epic.session=x"),
        ] {
            let mut claims = full.clone();
            claims[claim] = value.into();
            assert!(!opens(sign(&header, &claims)), "{claim}");
        }
        let mut kid = header.clone();
        kid.kid = Some("1".to_owned());
        assert!(!opens(sign(&kid, &full)));
        let claims = URL_SAFE_NO_PAD.encode(full.to_string());
        for (algorithm, size) in [("none", 0), ("HS384", 48), ("HS512", 64), ("RS256", 256)] {
            let header = format!(r#"{{"alg":"{algorithm}","typ":"JWT"}}"#);
            let header = URL_SAFE_NO_PAD.encode(header);
            let key = key();
            let mac = hs256::sign(
                key.expose_secret().as_bytes(),
                &format!("{header}.{claims}"),
            );
            for signature in [mac, vec![0; size]] {
                let signature = URL_SAFE_NO_PAD.encode(signature);
                assert!(
                    !opens(format!("{header}.{claims}.{signature}")),
                    "{algorithm}"
                );
            }
        }
    }
}
