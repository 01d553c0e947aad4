//! Parses a PostgreSQL connection URI into its parameters exactly as libpq does, and formats them as a URI.

use std::fmt::Write as _;

use zeroize::Zeroizing;

use crate::error::Malformed;

/// Decoded parameters of a URI. The last of a repeated name wins, as in libpq.
#[derive(Clone, Default)]
pub struct Parameters(Vec<(Vec<u8>, Zeroizing<Vec<u8>>)>);

impl Parameters {
    /// Parses a URI as strictly as libpq (`conninfo_uri_parse_options` in its `fe-connect.c`).
    pub fn read(url: &str) -> Result<Self, Malformed> {
        let mut parameters = Self::default();
        let mut rest = url.split_once("://").map_or("", |(_, rest)| rest);
        if let Some(at) = rest
            .find(['@', '/'])
            .filter(|at| rest[*at..].starts_with('@'))
        {
            let (user, password) = rest[..at].split_once(':').unwrap_or((&rest[..at], ""));
            parameters.set_unless_empty("user", user)?;
            parameters.set_unless_empty("password", password)?;
            rest = &rest[at + 1..];
        }
        let (mut hosts, mut ports) = (String::new(), String::new());
        loop {
            let host;
            if let Some(inside) = rest.strip_prefix('[') {
                let end = inside.find(']').ok_or(Malformed::Bracket)?;
                if end == 0 {
                    return Err(Malformed::EmptyAddress);
                }
                (host, rest) = (&inside[..end], &inside[end + 1..]);
                if !(rest.is_empty() || rest.starts_with([':', '/', '?', ','])) {
                    return Err(Malformed::AfterBracket);
                }
            } else {
                let end = rest.find([':', '/', '?', ',']).unwrap_or(rest.len());
                (host, rest) = rest.split_at(end);
            }
            hosts.push_str(host);
            if let Some(after) = rest.strip_prefix(':') {
                let end = after.find(['/', '?', ',']).unwrap_or(after.len());
                ports.push_str(&after[..end]);
                rest = &after[end..];
            }
            let Some(next) = rest.strip_prefix(',') else {
                break;
            };
            rest = next;
            hosts.push(',');
            ports.push(',');
        }
        parameters.set_unless_empty("host", &hosts)?;
        parameters.set_unless_empty("port", &ports)?;
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        parameters.set_unless_empty("dbname", path.strip_prefix('/').unwrap_or(path))?;
        let mut query = query;
        while !query.is_empty() {
            let (pair, next) = query.split_once('&').unwrap_or((query, ""));
            let (name, value) = pair.split_once('=').ok_or(Malformed::NoEquals)?;
            if value.contains('=') {
                return Err(Malformed::TwoEquals);
            }
            parameters.set_as_written(&decode(name)?, decode(value)?);
            query = next;
        }
        let ports = parameters.list("port");
        if ports.iter().any(|port| {
            let port = port.trim();
            !port.is_empty() && port.parse::<i32>().is_err()
        }) {
            return Err(Malformed::Port);
        }
        Ok(parameters)
    }

    /// Sets a query parameter, translating the old spellings that libpq knows.
    fn set_as_written(&mut self, name: &[u8], value: Zeroizing<Vec<u8>>) {
        match name {
            b"ssl" if value.as_slice() == b"true" => self.set("sslmode", "require"),
            b"requiressl" if value.starts_with(b"1") => self.set("sslmode", "require"),
            b"requiressl" => self.set("sslmode", "prefer"),
            _ => self.put(name, value),
        }
    }

    fn set_unless_empty(&mut self, name: &str, encoded: &str) -> Result<(), Malformed> {
        if !encoded.is_empty() {
            self.put(name.as_bytes(), decode(encoded)?);
        }
        Ok(())
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.put(name.as_bytes(), Zeroizing::new(value.into()));
    }

    pub fn set_default(&mut self, name: &str, value: &str) {
        if self.get(name).is_none() {
            self.set(name, value);
        }
    }

    pub fn put(&mut self, name: &[u8], value: Zeroizing<Vec<u8>>) {
        match self.0.iter_mut().find(|(given, _)| given == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.into(), value)),
        }
    }

    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(given, _)| given != name.as_bytes());
    }

    pub fn get(&self, name: &str) -> Option<&[u8]> {
        let mut named = self.0.iter().filter(|(it, _)| it == name.as_bytes());
        named.next().map(|(_, value)| value.as_slice())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let pairs = self.0.iter();
        pairs.map(|(name, value)| (name.as_slice(), value.as_slice()))
    }

    pub fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value.as_bytes())
    }

    /// Splits a comma-separated value. Bytes that are not UTF-8 become something that is neither host nor number.
    pub fn list(&self, name: &str) -> Vec<String> {
        let value = String::from_utf8_lossy(self.get(name).unwrap_or_default());
        value.split(',').map(str::to_owned).collect()
    }

    /// Formats the URI, percent-encoding every reserved byte.
    pub fn write(&self) -> Zeroizing<String> {
        let length = |bytes: &[u8]| 3 * bytes.len() + 1;
        let capacity = self
            .0
            .iter()
            .map(|(name, value)| length(name) + length(value));
        // Allocated once: a reallocation would leave an unwiped copy.
        let mut uri = Zeroizing::new(String::with_capacity(16 + capacity.sum::<usize>()));
        uri.push_str("postgresql://");
        for (index, (name, value)) in self.0.iter().enumerate() {
            uri.push(if index == 0 { '?' } else { '&' });
            encode(name, &mut uri);
            uri.push('=');
            encode(value, &mut uri);
        }
        uri
    }
}

/// Percent-decodes as libpq does: surrounding spaces are trimmed, inner ones refused.
pub fn decode(text: &str) -> Result<Zeroizing<Vec<u8>>, Malformed> {
    let mut decoded = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut bytes = text.trim_matches(' ').bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b' ' => return Err(Malformed::Space),
            // libpq's text would end here.
            0 => return Err(Malformed::Zero),
            b'%' => {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                let (Some(high), Some(low)) = (digit(), digit()) else {
                    return Err(Malformed::Percent);
                };
                match u8::try_from(16 * high + low) {
                    Ok(0) => return Err(Malformed::Zero),
                    Ok(byte) => byte,
                    Err(_) => return Err(Malformed::Percent),
                }
            }
            byte => byte,
        });
    }
    Ok(decoded)
}

/// Percent-encodes every reserved byte.
pub fn encode(bytes: &[u8], uri: &mut String) {
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            uri.push(char::from(*byte));
        } else {
            // Writing to a `String` is infallible.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<String, Malformed> {
        let parameters = Parameters::read(url)?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut pairs: Vec<String> = parameters
            .0
            .iter()
            .map(|(name, value)| format!("{}={}", text(name), text(value)))
            .collect();
        pairs.sort();
        Ok(pairs.join(" "))
    }

    #[test]
    fn parses_as_libpq_does() {
        for (url, expected) in [
            ("postgresql://", ""),
            ("postgresql:///", ""),
            ("postgresql://?", ""),
            ("postgresql://h", "host=h"),
            (
                "postgresql://u:p@h:1/d",
                "dbname=d host=h password=p port=1 user=u",
            ),
            // The first `@` ends the user, whatever stands before it.
            ("postgresql://u?a=b:p@h", "host=h password=p user=u?a=b"),
            (
                "postgresql://u:p@x@h/d",
                "dbname=d host=x@h password=p user=u",
            ),
            ("postgresql://h/?user=a@b", "host=h user=a@b"),
            ("postgresql://h?user=a@b", "host=b user=h?user=a"),
            ("postgresql://u:12/x@h/d", "dbname=x@h/d host=u port=12"),
            (
                "postgresql://a:1,b,[::1]:3/d",
                "dbname=d host=a,b,::1 port=1,,3",
            ),
            ("postgresql://[::1]", "host=::1"),
            ("postgresql://%2Frun%2Fpg/d", "dbname=d host=/run/pg"),
            // A comma that was encoded separates hosts too.
            (
                "postgresql://localhost%2Cevil/d",
                "dbname=d host=localhost,evil",
            ),
            ("postgresql://localhost/d?host=evil", "dbname=d host=evil"),
            ("postgresql://h/d?h%6Fst=evil", "dbname=d host=evil"),
            ("postgresql://h/d?host=a&host=b", "dbname=d host=b"),
            (
                "postgresql://h?sslmode=verify-full&ssl=true",
                "host=h sslmode=require",
            ),
            (
                "postgresql://h?sslmode=verify-full&requiressl=1",
                "host=h sslmode=require",
            ),
            (
                "postgresql://h?sslmode=verify-full&requiressl=0",
                "host=h sslmode=prefer",
            ),
            ("postgresql://h/d?port=%205%20", "dbname=d host=h port= 5 "),
            ("postgresql://h/d? user = x ", "dbname=d host=h user=x"),
            ("postgresql://h/d?a=1&", "a=1 dbname=d host=h"),
        ] {
            let result = read(url).map_err(|it| it.text().into_string());
            assert_eq!(result.as_deref(), Ok(expected), "{url}");
        }
    }

    #[test]
    fn refuses_what_libpq_refuses() {
        for (url, why) in [
            ("postgresql://u:p%zz@h", Malformed::Percent),
            ("postgresql://h/d%4", Malformed::Percent),
            ("postgresql://h/d?x=%00", Malformed::Zero),
            ("postgresql://h/d\0x", Malformed::Zero),
            ("postgresql://h h/d", Malformed::Space),
            ("postgresql://[::1/d", Malformed::Bracket),
            ("postgresql://[]/d", Malformed::EmptyAddress),
            ("postgresql://[::1]x/d", Malformed::AfterBracket),
            ("postgresql://h/d?x", Malformed::NoEquals),
            ("postgresql://h/d?a=b&&c=d", Malformed::NoEquals),
            ("postgresql://h/d?options=-c a=b", Malformed::TwoEquals),
            ("postgresql://h:port/d", Malformed::Port),
        ] {
            assert_eq!(read(url), Err(why), "{url}");
        }
    }

    #[test]
    fn writes_what_it_reads() {
        let url = "postgresql://u%20:p%26%3D%3F%23@%2Frun,[::1]:1,2/d%FFé?options=-c%20a%3Db";
        let written = Parameters::read(url).unwrap().write();
        assert!(written.is_ascii());
        assert_eq!(read(&written), read(url));
    }
}
