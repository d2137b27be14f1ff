//! Dates and times in the binary protocol: a length byte, then as many fields as are not zero.

use versa_calendar as calendar;

const MICROSECONDS_PER_DAY: i64 = 86_400_000_000;

/// A date with a time, field by field.
#[derive(Default)]
struct Fields {
    year: u16,
    month: u8,
    day: u8,
    clock: Clock,
}

#[derive(Default)]
struct Clock {
    hour: u32,
    minute: u8,
    second: u8,
    microsecond: u32,
}

/// The length and as many bytes.
fn measured(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (&length, rest) = bytes.split_first()?;
    let length = usize::from(length);
    (rest.len() == length).then_some((length, rest))
}

fn fields(bytes: &[u8]) -> Option<Fields> {
    let (length, rest) = measured(bytes)?;
    let mut fields = Fields::default();
    if length >= 4 {
        fields.year = u16::from_le_bytes(rest.get(..2)?.try_into().ok()?);
        fields.month = *rest.get(2)?;
        fields.day = *rest.get(3)?;
    }
    if length >= 7 {
        fields.clock = clock(rest.get(4..7)?, rest.get(7..11))?;
    }
    Some(fields)
}

fn clock(fields: &[u8], fraction: Option<&[u8]>) -> Option<Clock> {
    let microsecond = match fraction {
        Some(bytes) => u32::from_le_bytes(bytes.try_into().ok()?),
        None => 0,
    };
    Some(Clock {
        hour: u32::from(*fields.first()?),
        minute: *fields.get(1)?,
        second: *fields.get(2)?,
        microsecond,
    })
}

/// The instant of a `DATE`, `DATETIME` or `TIMESTAMP`, taken as UTC, in microseconds since 1970.
/// None for a day the calendar does not have (`2026-00-00`).
pub(crate) fn instant(bytes: &[u8]) -> Option<i64> {
    let Fields { year, month, day, clock } = fields(bytes)?;
    if day == 0 || day > days_of_month(year, month)? {
        return None;
    }
    let days = calendar::days_from_date(i64::from(year), u32::from(month), u32::from(day));
    let seconds =
        i64::from(clock.hour) * 3_600 + i64::from(clock.minute) * 60 + i64::from(clock.second);
    Some(days * MICROSECONDS_PER_DAY + seconds * 1_000_000 + i64::from(clock.microsecond))
}

fn days_of_month(year: u16, month: u8) -> Option<u8> {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    Some(match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    })
}

/// Writes the date part as it is stored.
pub(crate) fn write_date(bytes: &[u8], out: &mut String) -> Option<()> {
    let Fields { year, month, day, .. } = fields(bytes)?;
    push_number(out, u32::from(year), 4);
    out.push('-');
    push_number(out, u32::from(month), 2);
    out.push('-');
    push_number(out, u32::from(day), 2);
    Some(())
}

/// Writes an instant as all databases do here.
pub(crate) fn write_timestamp(bytes: &[u8], out: &mut String) -> Option<()> {
    calendar::write_timestamp(out, instant(bytes)?);
    Some(())
}

/// Writes a day with a time as it is stored.
pub(crate) fn write_date_time(bytes: &[u8], out: &mut String) -> Option<()> {
    let clock = fields(bytes)?.clock;
    write_date(bytes, out)?;
    out.push('T');
    push_clock(out, &clock);
    Some(())
}

/// Writes a `TIME`, which reaches from −838 to 838 hours.
pub(crate) fn write_time(bytes: &[u8], out: &mut String) -> Option<()> {
    let (length, rest) = measured(bytes)?;
    let (mut negative, mut time) = (false, Clock::default());
    if length >= 8 {
        negative = *rest.first()? != 0;
        let days = u32::from_le_bytes(rest.get(1..5)?.try_into().ok()?);
        time = clock(rest.get(5..8)?, rest.get(8..12))?;
        time.hour = time.hour.checked_add(days.checked_mul(24)?)?;
    }
    if negative {
        out.push('-');
    }
    push_clock(out, &time);
    Some(())
}

/// Writes a time with as many digits of a second as it has.
fn push_clock(out: &mut String, clock: &Clock) {
    push_number(out, clock.hour, 2);
    out.push(':');
    push_number(out, u32::from(clock.minute), 2);
    out.push(':');
    push_number(out, u32::from(clock.second), 2);
    if clock.microsecond != 0 {
        out.push('.');
        push_number(out, clock.microsecond, 6);
        out.truncate(out.trim_end_matches('0').len());
    }
}

/// Writes a number with as many digits at least.
fn push_number(out: &mut String, number: u32, digits: usize) {
    let mut text = [b'0'; 10];
    let (mut rest, mut first) = (number, text.len());
    while rest > 0 || text.len() - first < digits.min(text.len()) {
        first -= 1;
        text[first] = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
    }
    out.push_str(std::str::from_utf8(&text[first..]).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(bytes: &[u8], write: impl Fn(&[u8], &mut String) -> Option<()>) -> Option<String> {
        let mut out = String::new();
        write(bytes, &mut out).map(|()| out)
    }

    #[test]
    fn each_length_has_its_fields() {
        let date = [4, 0xea, 0x07, 1, 31];
        assert_eq!(written(&date, write_date).as_deref(), Some("2026-01-31"));
        assert_eq!(written(&date, write_timestamp).as_deref(), Some("2026-01-31 00:00:00.000"));
        let full = [11, 0xea, 0x07, 1, 31, 23, 59, 58, 0x40, 0xe2, 0x01, 0];
        assert_eq!(written(&full, write_timestamp).as_deref(), Some("2026-01-31 23:59:58.123456"));
        assert_eq!(written(&full, write_date_time).as_deref(), Some("2026-01-31T23:59:58.123456"));
        assert_eq!(written(&date, write_date_time).as_deref(), Some("2026-01-31T00:00:00"));
        assert_eq!(written(&full[..8], write_timestamp), None, "shorter than it says");
    }

    #[test]
    fn times_go_beyond_a_day() {
        assert_eq!(written(&[0], write_time).as_deref(), Some("00:00:00"));
        let long = [8, 1, 34, 0, 0, 0, 22, 59, 59];
        assert_eq!(written(&long, write_time).as_deref(), Some("-838:59:59"));
        let fraction = [12, 0, 0, 0, 0, 0, 1, 2, 3, 0x20, 0xa1, 0x07, 0];
        assert_eq!(written(&fraction, write_time).as_deref(), Some("01:02:03.5"));
    }

    #[test]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small numbers")]
    fn a_day_that_is_none_has_no_instant() {
        assert_eq!(instant(&[4, 0xea, 0x07, 0, 0]), None);
        assert_eq!(instant(&[4, 0xea, 0x07, 2, 30]), None);
        for day in calendar::days_from_date(1999, 1, 1)..calendar::days_from_date(2005, 1, 1) {
            let (year, month, date) = calendar::date_from_days(day);
            let bytes = [4, (year % 256) as u8, (year / 256) as u8, month as u8, date as u8];
            assert_eq!(instant(&bytes), Some(day * MICROSECONDS_PER_DAY), "{year}-{month}-{date}");
        }
        for (year, month, day) in [(2025_u16, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 1, 0)] {
            let [low, high] = year.to_le_bytes();
            assert_eq!(instant(&[4, low, high, month, day]), None, "{year}-{month}-{day}");
        }
    }
}
