//! Types that are text outside and something tighter in the binary format: UUIDs, times of day,
//! network addresses and bit strings.

use std::fmt::Write as _;
use std::net::IpAddr;

use versa_calendar as calendar;

const MICROSECONDS_PER_DAY: i64 = 86_400_000_000;
const FAMILY_IPV4: u8 = 2;
const FAMILY_IPV6: u8 = 3;

/// The 16 bytes of a UUID, with or without hyphens, in any case.
pub(crate) fn encode_uuid(text: &str, out: &mut Vec<u8>) -> Option<()> {
    let digits: Vec<u8> = text.bytes().filter(|&byte| byte != b'-').collect();
    if digits.len() != 32 {
        return None;
    }
    let begin = out.len();
    for pair in digits.chunks_exact(2) {
        match (hex_digit(pair[0]), hex_digit(pair[1])) {
            (Some(high), Some(low)) => out.push(high << 4 | low),
            _ => {
                out.truncate(begin);
                return None;
            }
        }
    }
    Some(())
}

/// A UUID in lower case with hyphens.
pub(crate) fn decode_uuid(bytes: &[u8], out: &mut String) -> Option<()> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let bytes: &[u8; 16] = bytes.try_into().ok()?;
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    Some(())
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// A time of day (`23:59:59.123456`) in microseconds.
pub(crate) fn parse_time(text: &str) -> Option<i64> {
    if text.contains(['Z', 'z', '+', '-']) {
        return None;
    }
    calendar::parse_timestamp(&format!("1970-01-01T{text}"))
        .filter(|microseconds| (0..=MICROSECONDS_PER_DAY).contains(microseconds))
}

/// A date with or without a time as microseconds since 1970 in UTC; none for years of more digits
/// than any database keeps, with which no one should calculate.
pub(crate) fn parse_timestamp(text: &str) -> Option<i64> {
    let year_digits = text.get(1..)?.find('-')?;
    if year_digits > 6 { None } else { calendar::parse_timestamp(text) }
}

/// Writes a time of day, with as many digits of a second as it has.
pub(crate) fn write_time(microseconds: i64, out: &mut String) -> Option<()> {
    let (seconds, fraction) = (microseconds / 1_000_000, microseconds % 1_000_000);
    let (hour, minute) = (seconds / 3_600, seconds / 60 % 60);
    write!(out, "{hour:02}:{minute:02}:{:02}", seconds % 60).ok()?;
    if fraction != 0 {
        write!(out, ".{fraction:06}").ok()?;
        out.truncate(out.trim_end_matches('0').len());
    }
    Some(())
}

/// A time of day with a zone: microseconds, then seconds *west* of UTC.
pub(crate) fn decode_time_with_zone(bytes: &[u8], out: &mut String) -> Option<()> {
    let microseconds = i64::from_be_bytes(bytes.get(..8)?.try_into().ok()?);
    let west = i32::from_be_bytes(bytes.get(8..12)?.try_into().ok()?);
    write_time(microseconds, out)?;
    let sign = if west > 0 { '-' } else { '+' };
    let offset = west.unsigned_abs();
    write!(out, "{sign}{:02}:{:02}", offset / 3_600, offset / 60 % 60).ok()
}

/// An address (`10.0.0.0/8`, `::1`): family, bits of the mask, whether it is a network, length,
/// bytes.
pub(crate) fn encode_address(text: &str, is_network: bool, out: &mut Vec<u8>) -> Option<()> {
    let (address, mask) = match text.split_once('/') {
        Some((address, mask)) => (address, Some(mask.parse::<u8>().ok()?)),
        None => (text, None),
    };
    let (family, bytes) = match address.parse().ok()? {
        IpAddr::V4(address) => (FAMILY_IPV4, address.octets().to_vec()),
        IpAddr::V6(address) => (FAMILY_IPV6, address.octets().to_vec()),
    };
    let length = u8::try_from(bytes.len()).ok()?;
    let mask = mask.unwrap_or(length * 8);
    if mask > length * 8 {
        return None;
    }
    out.extend_from_slice(&[family, mask, u8::from(is_network), length]);
    out.extend_from_slice(&bytes);
    Some(())
}

/// An address; a mask is written where it says something.
pub(crate) fn decode_address(bytes: &[u8], out: &mut String) -> Option<()> {
    let (&mask, &is_network) = (bytes.get(1)?, bytes.get(2)?);
    let address = bytes.get(4..)?;
    let parsed = match *bytes.first()? {
        FAMILY_IPV4 => IpAddr::from(<[u8; 4]>::try_from(address).ok()?),
        FAMILY_IPV6 => IpAddr::from(<[u8; 16]>::try_from(address).ok()?),
        _ => return None,
    };
    write!(out, "{parsed}").ok()?;
    if is_network != 0 || usize::from(mask) != address.len() * 8 {
        write!(out, "/{mask}").ok()?;
    }
    Some(())
}

/// A hardware address of six or eight bytes: `08:00:2b:01:02:03`.
pub(crate) fn encode_hardware_address(text: &str, out: &mut Vec<u8>) -> Option<()> {
    let bytes: Vec<u8> = text
        .split([':', '-'])
        .map(|part| if part.len() == 2 { u8::from_str_radix(part, 16).ok() } else { None })
        .collect::<Option<_>>()?;
    matches!(bytes.len(), 6 | 8).then(|| out.extend_from_slice(&bytes))
}

/// A hardware address with colons.
pub(crate) fn decode_hardware_address(bytes: &[u8], out: &mut String) -> Option<()> {
    for (index, byte) in bytes.iter().enumerate() {
        let colon = if index == 0 { "" } else { ":" };
        write!(out, "{colon}{byte:02x}").ok()?;
    }
    Some(())
}

/// A bit string (`0101`): the number of bits, then the bits from the highest of each byte on.
pub(crate) fn encode_bits(text: &str, out: &mut Vec<u8>) -> Option<()> {
    if !text.bytes().all(|byte| matches!(byte, b'0' | b'1')) {
        return None;
    }
    out.extend_from_slice(&i32::try_from(text.len()).ok()?.to_be_bytes());
    for bits in text.as_bytes().chunks(8) {
        let byte = bits
            .iter()
            .enumerate()
            .fold(0, |byte, (index, bit)| byte | (bit - b'0') << (7 - index));
        out.push(byte);
    }
    Some(())
}

/// A bit string as text.
pub(crate) fn decode_bits(bytes: &[u8], out: &mut String) -> Option<()> {
    let count = usize::try_from(i32::from_be_bytes(bytes.get(..4)?.try_into().ok()?)).ok()?;
    for index in 0..count {
        let byte = bytes.get(4 + index / 8)?;
        out.push(if byte >> (7 - index % 8) & 1 == 1 { '1' } else { '0' });
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(
        text: &str,
        encode: impl Fn(&str, &mut Vec<u8>) -> Option<()>,
        decode: impl Fn(&[u8], &mut String) -> Option<()>,
    ) -> Option<String> {
        let (mut bytes, mut written) = (Vec::new(), String::new());
        encode(text, &mut bytes)?;
        decode(&bytes, &mut written)?;
        Some(written)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let uuid = "6f9619ff-8b86-d011-b42d-00cf4fc964ff";
        assert_eq!(round_trip(uuid, encode_uuid, decode_uuid).as_deref(), Some(uuid));
        assert_eq!(
            round_trip(&uuid.to_uppercase().replace('-', ""), encode_uuid, decode_uuid).as_deref(),
            Some(uuid)
        );
        let inet = |text: &str, out: &mut Vec<u8>| encode_address(text, false, out);
        for address in ["10.1.2.3", "10.1.2.0/24", "::1", "2001:db8::/32"] {
            assert_eq!(round_trip(address, inet, decode_address).as_deref(), Some(address));
        }
        let mac = "08:00:2b:01:02:03";
        let written = round_trip(mac, encode_hardware_address, decode_hardware_address);
        assert_eq!(written.as_deref(), Some(mac));
        for bits in ["", "1", "0101", "101010101"] {
            assert_eq!(round_trip(bits, encode_bits, decode_bits).as_deref(), Some(bits));
        }
    }

    #[test]
    fn times_keep_their_fraction() {
        for (text, expected) in [
            ("23:59:59.123456", "23:59:59.123456"),
            ("00:00", "00:00:00"),
            ("12:30:00.5", "12:30:00.5"),
            ("24:00:00", "24:00:00"),
        ] {
            let mut written = String::new();
            write_time(parse_time(text).unwrap(), &mut written).unwrap();
            assert_eq!(written, expected);
        }
        for text in ["", "25:00", "12", "12:61", "12:00Z", "24:00:01"] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        let mut out = Vec::new();
        assert_eq!(encode_uuid("6f9619ff-8b86-d011-b42d-00cf4fc964fg", &mut out), None);
        assert_eq!(encode_uuid("6f9619ff", &mut out), None);
        assert_eq!(encode_address("10.0.0.0/33", false, &mut out), None);
        assert_eq!(encode_hardware_address("08:00", &mut out), None);
        assert_eq!(encode_bits("012", &mut out), None);
        assert!(out.is_empty(), "a refused value leaves nothing behind");
    }
}
