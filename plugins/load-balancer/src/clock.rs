//! RFC 3339 to seconds, and no more of calendars than that takes.

/// Seconds since 1970 in UTC; none if it is no such time. Fractions are left out.
pub fn seconds(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let rest = text
        .get(19..)?
        .trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let offset = match rest {
        "Z" | "z" => 0,
        rest => {
            let sign = if rest.starts_with('-') { -1 } else { 1 };
            let part = |from: usize, to: usize| rest.get(from..to)?.parse::<i64>().ok();
            sign * (part(1, 3)? * 3600 + part(4, 6)? * 60)
        }
    };
    Some(days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset)
}

/// Days since 1970 of a date of the Gregorian calendar: years begin in March, so that a leap day is the
/// last of its year.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leaps + (month * 153 + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn a_time_is_read() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-01-01T00:00:00.000Z", Some(1_767_225_600)),
            ("2024-02-29T23:59:59Z", Some(1_709_251_199)),
            ("2024-03-01T00:00:00Z", Some(1_709_251_200)),
            ("2000-03-01T00:00:00Z", Some(951_868_800)),
            ("2026-01-01T02:00:00+02:00", Some(1_767_225_600)),
            ("2025-12-31T19:30:00.5-04:30", Some(1_767_225_600)),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}
