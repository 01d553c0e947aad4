//! The challenge of a role: salt and number of rounds, which the server tells before any proof. The exchange ends there.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use native_tls::{Certificate, TlsConnector};
use secrecy::{ExposeSecret as _, SecretString};

use crate::crypto::secret;
use crate::db::postgres_url::Parameters;

const TIMEOUT: Duration = Duration::from_secs(4);
const PROTOCOL_3: u32 = 3 << 16;
const SSL_REQUEST: u32 = 80_877_103;
const AUTHENTICATION: u8 = b'R';
const SASL: u32 = 10;
const SASL_CONTINUE: u32 = 11;
const MECHANISM: &str = "SCRAM-SHA-256";
/// Longest message of an exchange.
const MAX_MESSAGE: usize = 4096;
/// Fewer rounds than PostgreSQL's default are not worth storing keys for; more than this are no honest server's.
const ROUNDS: std::ops::RangeInclusive<u32> = 4096..=1_000_000;

/// Role, server and password of a URL.
pub struct Login {
    user: String,
    database: String,
    hosts: Vec<Host>,
    tls: Option<Tls>,
    pub password: SecretString,
}

#[derive(Clone, PartialEq, Eq)]
struct Host {
    name: String,
    /// Address to connect to, if not by name; a directory of a Unix socket.
    address: String,
    port: u16,
}

/// Root certificates: a file, or those of the system.
struct Tls {
    roots: Option<PathBuf>,
}

pub struct Challenge {
    pub salt: Vec<u8>,
    pub iterations: u32,
}

impl Login {
    /// Returns the login of the parameters that libpq gets, with the variables that libpq heeds; `None` without user or
    /// password, for a password that SCRAM would normalise, and for protection that only libpq negotiates.
    pub fn of(parameters: &Parameters) -> Option<Self> {
        let given = |name: &str, variable: &str| {
            let given = parameters.get(name).filter(|it| !it.is_empty());
            match given {
                Some(given) => String::from_utf8(given.to_vec()).ok(),
                // libpq takes an empty one for none.
                None => std::env::var(variable).ok().filter(|it| !it.is_empty()),
            }
        };
        let user = given("user", "PGUSER")?;
        let password = given("password", "PGPASSWORD").filter(|it| it.is_ascii())?;
        let tls = match parameters.get("sslmode")? {
            b"disable" | b"allow" | b"prefer" => None,
            b"verify-full" => Some(Tls {
                roots: roots(parameters)?,
            }),
            _ => return None,
        };
        let database = parameters.get("dbname").filter(|it| !it.is_empty());
        let database = String::from_utf8(database?.to_vec()).ok()?;
        Some(Self {
            hosts: hosts(parameters)?,
            user,
            database,
            tls,
            password: password.into(),
        })
    }

    /// Identifies the role and the server that keys belong to.
    pub fn name(&self) -> Vec<u8> {
        let mut name = self.user.clone().into_bytes();
        for host in &self.hosts {
            name.extend(format!("\0{}\0{}\0{}", host.name, host.address, host.port).bytes());
        }
        name
    }
}

fn hosts(parameters: &Parameters) -> Option<Vec<Host>> {
    let names = parameters.list("host");
    let addresses = parameters.list("hostaddr");
    let ports = parameters.list("port");
    let count = names.len().max(addresses.len());
    let at = |list: &[String], index: usize| list.get(index).cloned().unwrap_or_default();
    (0..count)
        .map(|index| {
            let name = at(&names, index);
            let address = Some(at(&addresses, index)).filter(|it| !it.is_empty());
            let port = ports.get(index).or(ports.first()).map(|port| port.trim());
            let port = port.filter(|port| !port.is_empty()).unwrap_or("5432");
            Some(Host {
                address: address.unwrap_or_else(|| name.clone()),
                name,
                port: port.parse().ok()?,
            })
        })
        .collect()
}

/// The file of the root certificates, as libpq finds it; `Some(None)` stands for those of the system.
fn roots(parameters: &Parameters) -> Option<Option<PathBuf>> {
    match parameters.get("sslrootcert").filter(|it| !it.is_empty()) {
        Some(b"system") => Some(None),
        Some(file) => Some(Some(String::from_utf8(file.to_vec()).ok()?.into())),
        None => Some(Some(std::env::home_dir()?.join(".postgresql/root.crt"))),
    }
}

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

/// Asks the first host that answers; `None` for a server that wants no SCRAM, or cannot be asked.
pub fn ask(login: &Login) -> Option<Challenge> {
    login.hosts.iter().find_map(|host| {
        let mut stream = connect(host, login.tls.as_ref()).ok()?;
        exchange(&mut *stream, login).ok()
    })
}

fn connect(host: &Host, tls: Option<&Tls>) -> io::Result<Box<dyn Stream>> {
    if host.address.starts_with('/') {
        let socket = format!("{}/.s.PGSQL.{}", host.address, host.port);
        let stream = UnixStream::connect(socket)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        stream.set_write_timeout(Some(TIMEOUT))?;
        return Ok(Box::new(stream));
    }
    let mut addresses = (host.address.as_str(), host.port).to_socket_addrs()?;
    let address = addresses.next().ok_or(io::ErrorKind::NotFound)?;
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    let Some(tls) = tls else {
        return Ok(Box::new(stream));
    };
    stream.write_all(&[8_u32.to_be_bytes(), SSL_REQUEST.to_be_bytes()].concat())?;
    let mut answer = [0];
    stream.read_exact(&mut answer)?;
    if answer != *b"S" {
        return Err(io::ErrorKind::Unsupported.into());
    }
    let connector = tls.connector()?;
    let stream = connector.connect(&host.name, stream);
    Ok(Box::new(stream.map_err(io::Error::other)?))
}

impl Tls {
    fn connector(&self) -> io::Result<TlsConnector> {
        let mut builder = TlsConnector::builder();
        builder.min_protocol_version(Some(native_tls::Protocol::Tlsv12));
        if let Some(file) = &self.roots {
            builder.disable_built_in_roots(true);
            let certificates = Certificate::stack_from_pem(&std::fs::read(file)?);
            for certificate in certificates.map_err(io::Error::other)? {
                builder.add_root_certificate(certificate);
            }
        }
        builder.build().map_err(io::Error::other)
    }
}

fn exchange(stream: &mut dyn Stream, login: &Login) -> io::Result<Challenge> {
    let mut startup = PROTOCOL_3.to_be_bytes().to_vec();
    for text in ["user", &login.user, "database", &login.database, ""] {
        startup.extend_from_slice(text.as_bytes());
        startup.push(0);
    }
    send(stream, None, &startup)?;
    let mechanisms = authentication(stream, SASL)?;
    let mut offered = mechanisms.split(|byte| *byte == 0);
    if !offered.any(|it| it == MECHANISM.as_bytes()) {
        return Err(io::ErrorKind::Unsupported.into());
    }
    let nonce = secret::random_text::<18>().map_err(|_| io::ErrorKind::Other)?;
    let first = format!("n,,n=,r={}", nonce.expose_secret());
    let length = u32::try_from(first.len()).map_err(io::Error::other)?;
    let initial = [
        MECHANISM.as_bytes(),
        &[0],
        &length.to_be_bytes(),
        first.as_bytes(),
    ]
    .concat();
    send(stream, Some(b'p'), &initial)?;
    let answer = authentication(stream, SASL_CONTINUE)?;
    challenge_of(&answer).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// Parses `r=…,s=…,i=…` (RFC 5802, section 5.1).
fn challenge_of(answer: &[u8]) -> Option<Challenge> {
    let text = std::str::from_utf8(answer).ok()?;
    let attribute = |name: &str| text.split(',').find_map(|it| it.strip_prefix(name));
    let iterations = attribute("i=")?.parse().ok()?;
    Some(Challenge {
        salt: STANDARD.decode(attribute("s=")?).ok()?,
        iterations: Some(iterations).filter(|it| ROUNDS.contains(it))?,
    })
}

fn send(stream: &mut dyn Stream, kind: Option<u8>, body: &[u8]) -> io::Result<()> {
    let length = u32::try_from(body.len() + 4).map_err(io::Error::other)?;
    let mut message = Vec::from_iter(kind);
    message.extend_from_slice(&length.to_be_bytes());
    message.extend_from_slice(body);
    stream.write_all(&message)?;
    stream.flush()
}

/// Reads an authentication request of this kind.
fn authentication(stream: &mut dyn Stream, kind: u32) -> io::Result<Vec<u8>> {
    let mut head = [0; 9];
    stream.read_exact(&mut head)?;
    let number = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(0, |sum, byte| sum << 8 | u32::from(*byte))
    };
    let length = number(&head[1..5]) as usize;
    if head[0] != AUTHENTICATION
        || number(&head[5..]) != kind
        || !(8..=MAX_MESSAGE).contains(&length)
    {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut body = vec![0; length - 8];
    stream.read_exact(&mut body)?;
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(url: &str) -> Option<Login> {
        Login::of(&Parameters::read(url).unwrap())
    }

    #[test]
    fn a_challenge_has_a_salt_and_an_honest_number_of_rounds() {
        let of = |text: &str| challenge_of(text.as_bytes()).map(|it| (it.salt, it.iterations));
        assert_eq!(of("r=x,s=AAEC,i=4096"), Some((vec![0, 1, 2], 4096)));
        for refused in [
            "",
            "r=x",
            "r=x,s=AAEC",
            "r=x,s=AAEC,i=1",
            "r=x,s=AAEC,i=4095",
            "r=x,s=AAEC,i=1000001",
            "r=x,s=!,i=4096",
            "r=x,s=AAEC,i=x",
        ] {
            assert_eq!(of(refused), None, "{refused}");
        }
    }

    #[test]
    fn only_a_login_with_a_plain_password_has_keys() {
        let base = "postgresql://u:p@h:1,[::1]/d?sslmode=";
        assert!(login(&format!("{base}prefer")).is_some());
        assert!(login(&format!("{base}verify-full")).is_some());
        assert!(login(&format!("{base}require")).is_none());
        assert!(login("postgresql://u:caf%C3%A9@h/d?sslmode=prefer").is_none());
        let (one, other) = (
            login(&format!("{base}prefer")).unwrap(),
            "postgresql://u:q@h:1,[::1]/d?sslmode=prefer",
        );
        assert_eq!(one.name(), login(other).unwrap().name());
        let elsewhere = login("postgresql://u:p@h:2/d?sslmode=prefer").unwrap();
        assert_ne!(one.name(), elsewhere.name());
    }

    #[test]
    fn a_message_that_is_not_expected_ends_the_exchange() {
        for bytes in [
            &b"E\0\0\0\x08\0\0\0\x0a"[..],
            b"R\0\0\0\x07\0\0\0\x0a",
            b"R\0\0\x20\0\0\0\0\x0a",
            b"R\0\0\0\x08\0\0\0\x05",
            b"R",
        ] {
            let mut stream = io::Cursor::new(bytes.to_vec());
            assert!(authentication(&mut stream, SASL).is_err(), "{bytes:?}");
        }
    }
}
