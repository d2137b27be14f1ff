//! Dates and instants as text, for databases that keep or return them so.
//!
//! The day arithmetic is Howard Hinnant's `civil_from_days` and `days_from_civil`
//! (<https://howardhinnant.github.io/date_algorithms.html>): proleptic Gregorian, no tables.

use std::fmt::Write as _;

const MICROSECONDS_PER_DAY: i64 = 86_400_000_000;

/// No database knows years with more characters, sign included; longer ones would overflow.
const YEAR_CHARACTERS: usize = 7;

/// A day since 1970-01-01 as year, month, day.
#[must_use]
pub fn date_from_days(days: i64) -> (i64, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, u32::try_from(month).unwrap_or(1), u32::try_from(day).unwrap_or(1))
}

/// Year, month, day as a day since 1970-01-01.
#[must_use]
pub fn days_from_date(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_index = i64::from((month + 9) % 12);
    let day_of_year = (153 * month_index + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Writes a date as `2026-01-31`.
pub fn write_date(out: &mut String, days: i64) {
    let (year, month, day) = date_from_days(days);
    // Writing to a String cannot fail.
    let _ = write!(out, "{year:04}-{month:02}-{day:02}");
}

/// Writes an instant (microseconds since 1970) as `2026-01-31 23:59:59.123` in UTC, with six
/// digits of a second where three would lose some.
pub fn write_timestamp(out: &mut String, microseconds: i64) {
    write_date(out, microseconds.div_euclid(MICROSECONDS_PER_DAY));
    let of_day = microseconds.rem_euclid(MICROSECONDS_PER_DAY);
    let (seconds, fraction) = (of_day / 1_000_000, of_day % 1_000_000);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let _ = if fraction % 1_000 == 0 {
        write!(out, " {hour:02}:{minute:02}:{second:02}.{:03}", fraction / 1_000)
    } else {
        write!(out, " {hour:02}:{minute:02}:{second:02}.{fraction:06}")
    };
}

/// Reads `2026-01-31`, alone or before a `T` or space and a time with an optional fraction and an
/// optional `Z` or offset (`+02:00`), as microseconds since 1970; without an offset: UTC.
#[must_use]
pub fn parse_timestamp(text: &str) -> Option<i64> {
    if let Some(microseconds) = parse_written(text.as_bytes()) {
        return Some(microseconds);
    }
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let days = parse_date(date)?;
    let of_day = match time {
        Some(time) => parse_time(time)?,
        None => 0,
    };
    days.checked_mul(MICROSECONDS_PER_DAY)?.checked_add(of_day)
}

/// Reads the very form that [`write_timestamp`] writes with milliseconds, without searching.
fn parse_written(text: &[u8]) -> Option<i64> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b' ', rest @ ..] = text else { return None };
    let [h1, h2, b':', n1, n2, b':', s1, s2, b'.', f1, f2, f3] = rest else { return None };
    let year = digits(&[*y1, *y2, *y3, *y4])?;
    let month = u32::try_from(digits(&[*m1, *m2])?).ok()?;
    let day = u32::try_from(digits(&[*d1, *d2])?).ok()?;
    let (hour, minute) = (digits(&[*h1, *h2])?, digits(&[*n1, *n2])?);
    let (second, milliseconds) = (digits(&[*s1, *s2])?, digits(&[*f1, *f2, *f3])?);
    // Days that not every month has, and what is no time, are for the careful way.
    if !(1..=12).contains(&month) || !(1..=28).contains(&day) || hour > 23 || minute > 59 {
        return None;
    }
    let days = days_from_date(year, month, day);
    let seconds = (hour * 60 + minute) * 60 + second;
    (second < 60)
        .then_some(days * MICROSECONDS_PER_DAY + seconds * 1_000_000 + milliseconds * 1_000)
}

fn digits(bytes: &[u8]) -> Option<i64> {
    bytes.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0'))
    })
}

/// Reads `2026-01-31` as a day since 1970-01-01; none for a day the calendar does not have.
#[must_use]
pub fn parse_date(text: &str) -> Option<i64> {
    let mut parts = text.rsplitn(3, '-');
    let (day, month, year) = (number(parts.next()?)?, number(parts.next()?)?, parts.next()?);
    if year.len() > YEAR_CHARACTERS {
        return None;
    }
    let year: i64 = year.parse().ok()?;
    let (month, day) = (u32::try_from(month).ok()?, u32::try_from(day).ok()?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let days = days_from_date(year, month, day);
    (date_from_days(days) == (year, month, day)).then_some(days)
}

fn parse_time(text: &str) -> Option<i64> {
    let (clock, offset) = match text.find(['Z', 'z', '+', '-']) {
        Some(at) => (&text[..at], parse_offset(&text[at..])?),
        None => (text, 0),
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let mut parts = clock.trim_end().split(':');
    let hour = number(parts.next()?)?;
    let minute = number(parts.next()?)?;
    let second = parts.next().map_or(Some(0), number)?;
    if hour > 24 || minute > 59 || second > 60 || parts.next().is_some() {
        return None;
    }
    let microseconds = parse_fraction(fraction.trim_end())?;
    Some(((hour * 60 + minute) * 60 + second - offset) * 1_000_000 + microseconds)
}

fn parse_fraction(digits: &str) -> Option<i64> {
    if digits.is_empty() {
        return Some(0);
    }
    let kept = &digits.get(..digits.len().min(6))?;
    let scale = 10_i64.pow(u32::try_from(6 - kept.len()).ok()?);
    Some(number(kept)? * scale)
}

fn parse_offset(text: &str) -> Option<i64> {
    let sign = match text.as_bytes().first()? {
        b'Z' | b'z' => return (text.len() == 1).then_some(0),
        b'+' => 1,
        _ => -1,
    };
    let digits = text.get(1..)?.replace(':', "");
    let hours = number(digits.get(..2)?)?;
    let minutes = digits.get(2..4).map_or(Some(0), number)?;
    Some(sign * (hours * 3_600 + minutes * 60))
}

fn number(text: &str) -> Option<i64> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_round_trip_over_ten_thousand_years() {
        for days in (-719_162..2_932_896).step_by(97) {
            let mut text = String::new();
            write_date(&mut text, days);
            assert_eq!(parse_date(&text), Some(days), "{text}");
        }
    }

    #[test]
    fn timestamps_keep_their_microseconds() {
        for (microseconds, text) in [
            (0, "1970-01-01 00:00:00.000"),
            (-1, "1969-12-31 23:59:59.999999"),
            (1_700_000_000_123_000, "2023-11-14 22:13:20.123"),
            (1_706_659_199_999_000, "2024-01-30 23:59:59.999"),
            (1_709_164_800_000_000, "2024-02-29 00:00:00.000"),
            (253_402_300_799_999_000, "9999-12-31 23:59:59.999"),
        ] {
            let mut written = String::new();
            write_timestamp(&mut written, microseconds);
            assert_eq!(written, text);
            assert_eq!(parse_timestamp(text), Some(microseconds));
        }
    }

    #[test]
    fn offsets_and_short_forms_are_understood() {
        let noon = parse_timestamp("2026-01-31 12:00:00");
        for text in
            ["2026-01-31T12:00:00Z", "2026-01-31T14:00+02:00", "2026-01-31 10:30:00.0-01:30"]
        {
            assert_eq!(parse_timestamp(text), noon, "{text}");
        }
        assert_eq!(parse_timestamp("2026-01-31"), noon.map(|at| at - 12 * 3_600_000_000));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "2026-02-30",
            "2026-13-01",
            "yesterday",
            "",
            "2026-01-31T99:00",
            "12:00",
            "99999999999999999-01-01",
        ] {
            assert_eq!(parse_timestamp(text), None, "{text}");
        }
    }
}
