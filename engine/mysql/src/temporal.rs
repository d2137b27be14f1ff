//! Dates and times in the binary protocol: a length byte, then as many fields as are not zero.

use std::fmt::Write as _;

use versa_driver::calendar;

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
    let (year, month, day) = (i64::from(year), u32::from(month), u32::from(day));
    let days = calendar::days_from_date(year, month, day);
    if calendar::date_from_days(days) != (year, month, day) {
        return None;
    }
    let seconds =
        i64::from(clock.hour) * 3_600 + i64::from(clock.minute) * 60 + i64::from(clock.second);
    Some(days * MICROSECONDS_PER_DAY + seconds * 1_000_000 + i64::from(clock.microsecond))
}

/// Writes the date part as it is stored.
pub(crate) fn write_date(bytes: &[u8], out: &mut String) -> Option<()> {
    let Fields { year, month, day, .. } = fields(bytes)?;
    write!(out, "{year:04}-{month:02}-{day:02}").ok()
}

/// Writes an instant as all databases do here.
pub(crate) fn write_timestamp(bytes: &[u8], out: &mut String) -> Option<()> {
    calendar::write_timestamp(out, instant(bytes)?);
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
    let sign = if negative { "-" } else { "" };
    write!(out, "{sign}{:02}:{:02}:{:02}", time.hour, time.minute, time.second).ok()?;
    if time.microsecond != 0 {
        write!(out, ".{:06}", time.microsecond).ok()?;
        out.truncate(out.trim_end_matches('0').len());
    }
    Some(())
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
    fn a_day_that_is_none_has_no_instant() {
        assert_eq!(instant(&[4, 0xea, 0x07, 0, 0]), None);
        assert_eq!(instant(&[4, 0xea, 0x07, 2, 30]), None);
    }
}
