//! Lower-case hexadecimal.

use std::fmt::Write as _;

pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a `String` is infallible.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Decodes two digits per byte, in either case; `None` for anything else.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
        return None;
    };
    // The standard parser accepts a leading `+`.
    let digit = |byte: u8| char::from(byte).to_digit(16);
    pairs
        .iter()
        .map(|[high, low]| u8::try_from(16 * digit(*high)? + digit(*low)?).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_digits_are_a_byte_and_nothing_else_is() {
        assert_eq!(decode(""), Some(vec![]));
        assert_eq!(decode("00fF7b"), Some(vec![0x00, 0xff, 0x7b]));
        for text in ["0", "+f", "-f", "0x", " 1", "é", "00f", "00+f"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
