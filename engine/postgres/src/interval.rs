//! `interval` in the binary format and in PostgreSQL's text form: `1 year 2 mons 3 days
//! 04:05:06.7`.
//!
//! ```text
//! i64 microseconds │ i32 days │ i32 months
//! ```

use std::fmt::Write as _;

const MICROSECONDS_PER_SECOND: i64 = 1_000_000;
const MICROSECONDS_PER_MINUTE: i64 = 60 * MICROSECONDS_PER_SECOND;
const MICROSECONDS_PER_HOUR: i64 = 60 * MICROSECONDS_PER_MINUTE;

#[derive(Default)]
struct Interval {
    months: i64,
    days: i64,
    microseconds: i64,
}

/// Appends an interval, written as PostgreSQL writes it (`1 year -2 days 04:05:06.7`) or with units
/// in words (`90 minutes`), in the binary format. None for anything else.
pub(crate) fn encode(text: &str, out: &mut Vec<u8>) -> Option<()> {
    let interval = parse(text)?;
    let days = i32::try_from(interval.days).ok()?;
    let months = i32::try_from(interval.months).ok()?;
    out.extend_from_slice(&interval.microseconds.to_be_bytes());
    out.extend_from_slice(&days.to_be_bytes());
    out.extend_from_slice(&months.to_be_bytes());
    Some(())
}

fn parse(text: &str) -> Option<Interval> {
    let mut interval = Interval::default();
    let mut words = text.split_whitespace().peekable();
    words.peek()?;
    while let Some(word) = words.next() {
        if word.contains(':') {
            interval.microseconds = interval.microseconds.checked_add(parse_clock(word)?)?;
        } else {
            let count: i64 = word.parse().ok()?;
            interval.add(count, words.next()?)?;
        }
    }
    Some(interval)
}

impl Interval {
    fn add(&mut self, count: i64, unit: &str) -> Option<()> {
        let (field, size) = match unit.trim_end_matches('s') {
            "year" => (&mut self.months, 12),
            "mon" | "month" => (&mut self.months, 1),
            "week" => (&mut self.days, 7),
            "day" => (&mut self.days, 1),
            "hour" => (&mut self.microseconds, MICROSECONDS_PER_HOUR),
            "min" | "minute" => (&mut self.microseconds, MICROSECONDS_PER_MINUTE),
            "sec" | "second" => (&mut self.microseconds, MICROSECONDS_PER_SECOND),
            "millisecond" => (&mut self.microseconds, 1_000),
            "microsecond" => (&mut self.microseconds, 1),
            _ => return None,
        };
        *field = field.checked_add(count.checked_mul(size)?)?;
        Some(())
    }
}

fn parse_clock(text: &str) -> Option<i64> {
    let (negative, clock) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let mut parts = whole.split(':').map(|part| part.parse::<u32>().ok().map(i64::from));
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() || minutes > 59 || seconds > 59 || fraction.len() > 6 {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<6}").parse().ok().filter(|part| *part >= 0)?;
    let total = hours * MICROSECONDS_PER_HOUR
        + minutes * MICROSECONDS_PER_MINUTE
        + seconds * MICROSECONDS_PER_SECOND
        + fraction;
    Some(if negative { -total } else { total })
}

/// Writes a binary interval as text. None where the bytes are no interval.
pub(crate) fn decode(bytes: &[u8], out: &mut String) -> Option<()> {
    let microseconds = i64::from_be_bytes(bytes.get(..8)?.try_into().ok()?);
    let days = i32::from_be_bytes(bytes.get(8..12)?.try_into().ok()?);
    let months = i32::from_be_bytes(bytes.get(12..16)?.try_into().ok()?);
    let begin = out.len();
    for (count, unit) in [(months / 12, "year"), (months % 12, "mon"), (days, "day")] {
        if count != 0 {
            let plural = if count == 1 { "" } else { "s" };
            write!(out, "{count} {unit}{plural} ").ok()?;
        }
    }
    if microseconds != 0 || out.len() == begin {
        write_clock(microseconds, out)?;
    } else {
        out.pop();
    }
    Some(())
}

fn write_clock(microseconds: i64, out: &mut String) -> Option<()> {
    let sign = if microseconds < 0 { "-" } else { "" };
    let total = microseconds.unsigned_abs();
    let (seconds, fraction) = (total / 1_000_000, total % 1_000_000);
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    write!(out, "{sign}{hours:02}:{minutes:02}:{:02}", seconds % 60).ok()?;
    if fraction != 0 {
        let digits = format!("{fraction:06}");
        write!(out, ".{}", digits.trim_end_matches('0')).ok()?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for (text, expected) in [
            ("1 year 2 mons 3 days 04:05:06.7", "1 year 2 mons 3 days 04:05:06.7"),
            ("00:00:00", "00:00:00"),
            ("90 minutes", "01:30:00"),
            ("-1 days", "-1 days"),
            ("-00:00:00.000001", "-00:00:00.000001"),
            ("14 months", "1 year 2 mons"),
            ("2 weeks 3:04", "14 days 03:04:00"),
        ] {
            let mut bytes = Vec::new();
            encode(text, &mut bytes).unwrap();
            let mut written = String::new();
            decode(&bytes, &mut written).unwrap();
            assert_eq!(written, expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_interval_is_refused() {
        for text in ["", "soon", "1", "1 fortnight", "1:2:3:4", "99999999999 years", "1:60:00"] {
            assert_eq!(encode(text, &mut Vec::new()), None, "{text}");
        }
    }
}
