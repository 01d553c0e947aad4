//! Tokens and the session file: header, claims and signature of a token on lines, or any bytes as a file.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use epic::auth::credential;
use epic::crypto::{hex, jwt, mac, secret};
use epic::domain::{CollaboratorId, Instant};
use epic::files;
use jiff::SignedDuration;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use super::{lines, text_of, with_folder};

const KEY: &str = "0123456789abcdef0123456789abcdef";
const MAX_BYTES: usize = 64 * 1024 + 1;

pub fn check(data: &[u8]) {
    let key = SecretString::from(KEY);
    // No input has a signature of this key.
    assert!(jwt::open(&key, data).is_err());
    let input = text_of(data);
    let [header, claims, signature] = lines(&input);
    what_opens_has_every_claim(&key, header, claims);
    a_session_opens_with_its_signature_alone(&key, signature.as_bytes());
    a_file_holds_a_token(data);
    a_token_has_its_form(data);
    hexadecimal_is_read_back(data, &input);
}

fn what_opens_has_every_claim(key: &SecretString, header: &str, claims: &str) {
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(claims)
    );
    let signature = mac(KEY.as_bytes(), &[signed.as_bytes()]).expect("a signature");
    let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature));
    let Ok(opened) = jwt::open(key, token.as_bytes()) else {
        return;
    };
    assert!(token.len() <= 2048);
    let header: Value = serde_json::from_str(header).expect("a header in JSON");
    let claims: Value = serde_json::from_str(claims).expect("claims in JSON");
    assert_eq!(
        (&header["alg"], &header["typ"]),
        (&"HS256".into(), &"JWT".into())
    );
    for name in ["kid", "jku", "jwk", "x5u"] {
        assert!(header[name].is_null(), "{name}");
    }
    assert_eq!(
        (&claims["iss"], &claims["aud"]),
        (&"epic".into(), &"epic-cli".into())
    );
    let subject = claims["sub"].as_str().expect("a subject").trim();
    assert_eq!(opened.subject.to_string(), subject);
    let secret = opened.secret.expose_secret();
    assert!(secret::is_plausible(secret) && claims["jti"] == secret);
    let now = Instant::now().timestamp();
    let time = |name: &str| claims[name].as_i64().expect("a time");
    assert!(time("exp") >= now - 60 && time("nbf") <= now + 60);
    let _ = time("iat");
    assert!(opened.subject.0 > 0);
}

fn a_session_opens_with_its_signature_alone(key: &SecretString, noise: &[u8]) {
    let seconds = noise.first().map_or(1, |byte| 1 + i64::from(*byte));
    let subject = CollaboratorId(seconds);
    let random = URL_SAFE_NO_PAD.encode(mac(b"", &[noise]).expect("a secret"));
    let random = SecretString::from(random);
    let now = Instant::now();
    let end = now.plus(SignedDuration::from_secs(seconds));
    let token = jwt::sign(key, subject, &random, now, end).expect("a token");
    let token = token.expose_secret();
    let opened = jwt::open(key, token.as_bytes()).expect("it opens");
    assert_eq!(opened.subject, subject);
    assert_eq!(opened.secret.expose_secret(), random.expose_secret());

    let mut altered = token.as_bytes().to_vec();
    for (byte, place) in noise.iter().zip((0..altered.len()).rev()) {
        altered[place] ^= byte;
    }
    if altered != token.as_bytes() {
        assert!(jwt::open(key, &altered).is_err());
    }
}

fn a_file_holds_a_token(data: &[u8]) {
    with_folder(|folder| {
        let path = folder.join("session");
        if !path.exists() {
            files::create_private(&path, b"").expect("a file");
        }
        fs::write(&path, data).expect("a file");
        let read = credential::saved(&path).expect("a token");
        let whole = &data[..data.len().min(MAX_BYTES)];
        assert_eq!(read.as_slice(), whole.trim_ascii());
    });
}

fn a_token_has_its_form(data: &[u8]) {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let random = data.strip_prefix(b"epk_");
    let has_form = random.is_some_and(|it| it.len() == 43 && it.iter().all(|byte| known(*byte)));
    let secret = credential::token_secret(data);
    assert_eq!(secret.is_some(), has_form);
    if let Some(secret) = secret {
        assert_eq!(secret.expose_secret().as_bytes(), data);
    }
}

fn hexadecimal_is_read_back(data: &[u8], text: &str) {
    assert_eq!(hex::decode(&hex::encode(data)).as_deref(), Some(data));
    for line in text.lines() {
        if let Some(bytes) = hex::decode(line) {
            assert_eq!(hex::encode(&bytes), line.to_ascii_lowercase());
        }
    }
}
