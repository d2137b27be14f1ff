//! Dates and instants as text, for databases that keep or return them so.
//!
//! The day arithmetic is Howard Hinnant's `civil_from_days` and `days_from_civil`
//! (<https://howardhinnant.github.io/date_algorithms.html>): proleptic Gregorian, no tables.

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
    let mut text = DateText::default();
    text.date(days);
    out.push_str(text.as_str());
}

/// Writes an instant (microseconds since 1970) as [`timestamp_text`] says.
pub fn write_timestamp(out: &mut String, microseconds: i64) {
    out.push_str(timestamp_text(microseconds).as_str());
}

/// Writes a day with a time (microseconds since 1970 began on the same clock) as
/// `2026-01-31T23:59:59.5`, with as many digits of a second as it has.
pub fn write_date_time(out: &mut String, microseconds: i64) {
    let of_day = microseconds.rem_euclid(MICROSECONDS_PER_DAY).unsigned_abs();
    let (seconds, fraction) = (of_day / 1_000_000, of_day % 1_000_000);
    let mut text = DateText::default();
    text.date(microseconds.div_euclid(MICROSECONDS_PER_DAY));
    text.number(b'T', seconds / 3_600, 2);
    text.number(b':', seconds / 60 % 60, 2);
    text.number(b':', seconds % 60, 2);
    if fraction == 0 {
        out.push_str(text.as_str());
    } else {
        text.number(b'.', fraction, 6);
        out.push_str(text.as_str().trim_end_matches('0'));
    }
}

/// An instant (microseconds since 1970) as `2026-01-31 23:59:59.123` in UTC, with six digits of a
/// second where three would lose some.
#[must_use]
pub fn timestamp_text(microseconds: i64) -> DateText {
    let of_day = microseconds.rem_euclid(MICROSECONDS_PER_DAY).unsigned_abs();
    let (seconds, fraction) = (of_day / 1_000_000, of_day % 1_000_000);
    let mut text = DateText::default();
    text.date(microseconds.div_euclid(MICROSECONDS_PER_DAY));
    text.number(b' ', seconds / 3_600, 2);
    text.number(b':', seconds / 60 % 60, 2);
    text.number(b':', seconds % 60, 2);
    if fraction % 1_000 == 0 {
        text.number(b'.', fraction / 1_000, 3);
    } else {
        text.number(b'.', fraction, 6);
    }
    text
}

/// The text of a date or an instant, without an allocation; `{:02}` and its like cost ten times
/// what its digits do.
#[derive(Clone, Copy, Debug, Default)]
pub struct DateText {
    bytes: [u8; DATE_CHARACTERS],
    length: usize,
}

/// Room for the longest one: `-292278-12-31 23:59:59.999999`.
const DATE_CHARACTERS: usize = 32;

impl DateText {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let text = self.bytes.get(..self.length).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }

    fn date(&mut self, days: i64) {
        let (year, month, day) = date_from_days(days);
        if year < 0 {
            self.push(b'-');
        }
        let digits = match year {
            ..=-100_000 | 100_000.. => 6,
            -99_999..=-10_000 | 10_000.. => 5,
            -9_999..=-1_000 | 0.. => 4,
            -999..=-1 => 3,
        };
        self.digits(year.unsigned_abs(), digits);
        self.number(b'-', u64::from(month), 2);
        self.number(b'-', u64::from(day), 2);
    }

    fn number(&mut self, before: u8, number: u64, digits: usize) {
        self.push(before);
        self.digits(number, digits);
    }

    fn push(&mut self, byte: u8) {
        self.digits_place(1).fill(byte);
    }

    fn digits(&mut self, number: u64, digits: usize) {
        let mut rest = number;
        for place in self.digits_place(digits).iter_mut().rev() {
            *place = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
    }

    /// The next bytes, to be written.
    fn digits_place(&mut self, count: usize) -> &mut [u8] {
        let start = self.length;
        self.length += count;
        self.bytes.get_mut(start..self.length).unwrap_or_default()
    }
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
    fn wall_clocks_are_written_with_the_digits_they_have() {
        for (microseconds, text) in [
            (0, "1970-01-01T00:00:00"),
            (-1, "1969-12-31T23:59:59.999999"),
            (1_700_000_000_120_000, "2023-11-14T22:13:20.12"),
            (1_700_000_400_000_000, "2023-11-14T22:20:00"),
            (-62_135_596_800_000_000, "0001-01-01T00:00:00"),
        ] {
            let mut written = String::new();
            write_date_time(&mut written, microseconds);
            assert_eq!(written, text);
            assert_eq!(parse_timestamp(text), Some(microseconds));
        }
    }

    #[test]
    fn years_of_any_length_are_written_as_the_standard_library_would() {
        for year in [-292_277, -12_345, -1_000, -999, -1, 0, 5, 987, 9_999, 10_000, 123_456] {
            for (month, day) in [(1, 1), (2, 28), (12, 31)] {
                let mut text = String::new();
                write_date(&mut text, days_from_date(year, month, day));
                assert_eq!(text, format!("{year:04}-{month:02}-{day:02}"));
            }
        }
    }

    #[test]
    fn the_first_and_the_last_instant_there_is_are_written_whole() {
        assert_eq!(timestamp_text(i64::MIN).as_str(), "-290308-12-21 19:59:05.224192");
        assert_eq!(timestamp_text(i64::MAX).as_str(), "294247-01-10 04:00:54.775807");
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
