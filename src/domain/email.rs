//! E-mail addresses: checked for form, kept as typed. The database enforces uniqueness, ignoring ASCII case.

use std::str::FromStr;

use super::Invalid;
use super::text::{is_disturbing, is_invisible, refuse_disturbing, text_newtype, trimmed};
use crate::t;

/// Maximum length in bytes: a path has 256, two of which are its angle brackets (RFC 5321, 4.5.3.1.3).
const MAX_BYTES: usize = 254;

/// Maximum length of a name in bytes (RFC 5321, 4.5.3.1.1).
const MAX_NAME_BYTES: usize = 64;

/// Maximum length of a part of a domain in characters (RFC 1035, 2.3.4).
const MAX_LABEL: usize = 63;

text_newtype!(
    /// E-mail address without a display name, on a domain with a dot (RFC 5321, RFC 6531), kept as typed. Quoted names,
    /// comments and IP addresses are not accepted.
    Email
);

impl FromStr for Email {
    type Err = Invalid;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let address = trimmed(input)?;
        if let Some(c) = address.chars().find(|&c| is_disturbing(c)) {
            return Err(refuse_disturbing(c));
        }
        if address.len() > MAX_BYTES {
            let count = address.len();
            return Err(Invalid::new(t!(
                "invalid-email-bytes",
                max = MAX_BYTES,
                count = count
            )));
        }
        if address.contains(['<', '>']) {
            return Err(Invalid::new(t!("invalid-email-display-name")));
        }
        let Some((name, domain)) = address.rsplit_once('@') else {
            return Err(Invalid::new(t!("invalid-email-at")));
        };
        check_name(name)?;
        check_domain(domain)?;
        Ok(Self(address.to_owned()))
    }
}

/// Checks the part before the `@`: a dot-string (RFC 5321, 4.1.2).
fn check_name(name: &str) -> Result<(), Invalid> {
    if name.is_empty() {
        return Err(Invalid::new(t!("invalid-email-name")));
    }
    if name.len() > MAX_NAME_BYTES {
        return Err(Invalid::new(t!("invalid-email-name-long")));
    }
    let allowed = |c: char| is_letter(c) || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let is_atom = |atom: &str| !atom.is_empty() && atom.chars().all(allowed);
    if !name.split('.').all(is_atom) {
        return Err(Invalid::new(t!("invalid-email-character")));
    }
    Ok(())
}

fn check_domain(domain: &str) -> Result<(), Invalid> {
    if domain.is_empty() {
        return Err(Invalid::new(t!("invalid-email-domain")));
    }
    if domain.starts_with('[') {
        return Err(Invalid::new(t!("invalid-email-literal")));
    }
    for label in domain.split('.') {
        if label.is_empty() {
            return Err(Invalid::new(t!("invalid-email-part")));
        }
        if label.chars().count() > MAX_LABEL {
            return Err(Invalid::new(t!("invalid-email-part-long")));
        }
        let allowed = |c: char| is_letter(c) || c == '-';
        if !label.chars().all(allowed) || label.starts_with('-') || label.ends_with('-') {
            return Err(Invalid::new(t!("invalid-email-character")));
        }
    }
    if !domain.contains('.') {
        return Err(Invalid::new(t!("invalid-email-dot")));
    }
    Ok(())
}

/// Tests for a letter, a digit, or any other character outside ASCII that can be seen (RFC 6531, 3.3).
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii() && !is_invisible(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusal(text: &str) -> String {
        text.parse::<Email>().unwrap_err().to_string()
    }

    #[test]
    fn keeps_the_address_as_typed() {
        let addresses = "kevin@startup.io Jean.Noel+crm@Epic-Events.FR o'neil@example.co.uk \
            zoé@exemple.fr info@café.fr a@b.cd x_y@1.example.com";
        for text in addresses.split(' ') {
            assert_eq!(text.parse::<Email>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn trims() {
        let email = " a@b.fr\n".parse::<Email>().unwrap();
        assert_eq!(email.into_string(), "a@b.fr");
    }

    #[test]
    fn refuses_blank() {
        for text in ["", "  ", "\n"] {
            assert_eq!(refusal(text), "must not be blank");
        }
    }

    #[test]
    fn refuses_an_address_without_an_at_sign() {
        assert!(refusal("jean.epic.fr").contains("must contain an @"));
    }

    #[test]
    fn says_which_form_is_refused() {
        let part = "must not have an empty part in its domain";
        assert_eq!(refusal("jean@epic..fr"), part);
        let alone = "must be the address alone, without a name or angle brackets";
        assert_eq!(refusal("Jean <jean@epic.fr>"), alone);
    }

    #[test]
    fn refuses_a_missing_side() {
        assert_eq!(refusal("@example.com"), "must have a name before the @");
        assert_eq!(refusal("jean@"), "must have a domain after the @");
    }

    #[test]
    fn refuses_a_domain_without_a_dot() {
        for text in ["jean@localhost", "jean@com"] {
            assert!(refusal(text).contains("domain with a dot"), "{text}");
        }
    }

    #[test]
    fn refuses_a_domain_literal() {
        for text in ["jean@[127.0.0.1]", "jean@[IPv6:::1]"] {
            assert!(refusal(text).contains("not an IP address"), "{text}");
        }
    }

    #[test]
    fn refuses_a_display_name() {
        let named = "Jean <jean@example.com>|<jean@example.com>|Jean <jean@example.com";
        for text in named.split('|') {
            refusal(text);
        }
    }

    #[test]
    fn refuses_malformed_addresses() {
        let malformed = "a@b@c.fr|a b@example.com|a@exa mple.com|.a@example.com|a.@example.com|\
            a..b@example.com|a@example..com|a@.example.com|a@example.com.|a@-example.com|\
            a@example-.com|a@exa_mple.com|a@exa!mple.com|a,b@example.com|\
            a@example.com,b@example.com|mailto:a@example.com|(x)a@example.com|\
            a\u{200b}@example.com";
        for text in malformed.split('|') {
            refusal(text);
        }
    }

    #[test]
    fn refuses_control_and_bidirectional_characters() {
        for text in [
            "a\0@example.com",
            "a@exam\nple.com",
            "\"a\tb\"@example.com",
            "a\u{1b}[31m@example.com",
            "a\u{202e}@example.com",
            "\u{feff}a@example.com",
        ] {
            assert!(refusal(text).starts_with("must not contain"), "{text:?}");
        }
    }

    #[test]
    fn accepts_254_bytes_and_refuses_255() {
        let domain = format!("{0}.{0}.{0}.fr", "d".repeat(60));
        let longest = format!("{}@{domain}", "a".repeat(254 - 1 - domain.len() - 5));
        let longest = longest.replace(".fr", ".museum").replace("@d", "@dd");
        assert_eq!(longest.len(), 254);
        assert!(longest.parse::<Email>().is_ok());
        let refused = refusal(&longest.replace("@d", "@dd"));
        assert_eq!(refused, "must have at most 254 bytes (this has 255)");
    }

    #[test]
    fn refuses_a_local_part_or_label_that_is_too_long() {
        assert!(refusal(&format!("{}@example.com", "a".repeat(65))).contains("64 bytes"));
        assert!(refusal(&format!("a@{}.com", "a".repeat(64))).contains("63 characters"));
    }

    proptest! {
        #[test]
        fn ordinary_addresses_are_read_back(text in "[A-Za-z0-9_+-]{1,20}(\\.[a-z0-9]{1,9})?@[a-z0-9]{1,20}\\.[a-z]{2,6}") {
            prop_assert_eq!(text.parse::<Email>().map(|email| email.to_string()), Ok(text));
        }

        #[test]
        fn any_text_that_resembles_an_address_is_accepted_or_refused(text in "[a-zé\"\\\\<>\\[\\]@. ]{0,30}") {
            let _ = text.parse::<Email>();
        }
    }
}
