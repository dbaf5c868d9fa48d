//! Numbers in front of the names of files, which put them in order.

/// A number in front of the name of a file or folder: `3` or `1.5`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrderNumber {
    whole: u32,
    /// Digits behind the point, without zeros at their end, so that they compare as text.
    fraction: String,
}

/// The first number that is no place in an order but a year or part of a date, where a page has it.
const FIRST_YEAR: u32 = 1000;

impl OrderNumber {
    /// The number in front of a level's name, and the rest, which is its id.
    pub fn of_level(name: &str) -> (Option<Self>, &str) {
        split(name).map_or((None, name), |(number, rest)| (Some(number), rest))
    }

    /// The number in front of a page's name, and the rest. A year or a date belongs to the name: the
    /// reviews of 2024 and 2025 are two pages.
    pub fn of_page(name: &str) -> (Option<Self>, &str) {
        let number = split(name).filter(|(it, _)| it.whole < FIRST_YEAR && !is_date(name));
        number.map_or((None, name), |(number, rest)| (Some(number), rest))
    }
}

/// A number, a separator and the rest: `3-x`, `03_x`, `1.5-x`, `3 - x`, `3. x`.
fn split(name: &str) -> Option<(OrderNumber, &str)> {
    let (whole, after) = digits(name);
    let whole = whole.parse().ok()?;
    let (fraction, after) = match after.strip_prefix('.').map(digits) {
        Some((fraction, after)) if !fraction.is_empty() => (fraction, after),
        _ => ("", after),
    };
    let separator = after.trim_start();
    let point = || separator.strip_prefix('.').filter(|rest| rest.starts_with(' '));
    let rest = separator.strip_prefix(['-', '_']).or_else(point)?.trim_start();
    let fraction = fraction.trim_end_matches('0').to_owned();
    (!rest.is_empty()).then_some((OrderNumber { whole, fraction }, rest))
}

/// The digits that a text starts with, and the rest.
fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// Whether a name starts with a day, a month and a year.
fn is_date(name: &str) -> bool {
    let mut parts = name.split(['-', '_']);
    let mut number = || parts.next().map(digits);
    let is_short = |part: Option<(&str, &str)>| {
        part.is_some_and(|(digits, rest)| matches!(digits.len(), 1..=2) && rest.is_empty())
    };
    is_short(number())
        && is_short(number())
        && number().is_some_and(|(digits, rest)| {
            digits.len() == 4 && !rest.starts_with(char::is_alphanumeric)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_level(name: &str) -> (Option<String>, &str) {
        let (number, rest) = OrderNumber::of_level(name);
        let number = number.map(|it| format!("{}.{}", it.whole, it.fraction));
        (number.map(|it| it.trim_end_matches('.').to_owned()), rest)
    }

    #[test]
    fn a_name_may_start_with_a_number() {
        let cases = [
            ("3-senior", Some("3"), "senior"),
            ("03-a-b", Some("3"), "a-b"),
            ("01_senior", Some("1"), "senior"),
            ("1 - Senior engineer", Some("1"), "Senior engineer"),
            ("1. Senior", Some("1"), "Senior"),
            ("1.5-senior", Some("1.5"), "senior"),
            ("1.50 - senior", Some("1.5"), "senior"),
            ("2025-hires", Some("2025"), "hires"),
            ("senior", None, "senior"),
            ("3", None, "3"),
            ("3-", None, "3-"),
            ("3 - ", None, "3 - "),
            ("-3", None, "-3"),
            ("e2-e", None, "e2-e"),
            ("3 seniors", None, "3 seniors"),
            ("1.x", None, "1.x"),
            ("99999999999-x", None, "99999999999-x"),
        ];
        for (name, number, rest) in cases {
            assert_eq!(of_level(name), (number.map(str::to_owned), rest), "{name}");
        }
    }

    #[test]
    fn numbers_order_as_decimals() {
        let number = |name: &str| OrderNumber::of_level(name).0;
        let names = ["0-x", "1-x", "1.25-x", "1.3-x", "1.5-x", "2-x", "10-x"];
        assert!(names.map(number).is_sorted());
        assert_eq!(number("1.5-a"), number("01.50_b"));
    }

    #[test]
    fn a_year_or_a_date_is_part_of_a_page_s_name() {
        for name in ["2024-review", "2024-05-01-review", "20240501_review", "05-12-2024-offsite"] {
            assert_eq!(OrderNumber::of_page(name), (None, name));
        }
        for (name, rest) in [("1-2024-review", "2024-review"), ("01-02-notes", "02-notes")] {
            assert_eq!(OrderNumber::of_page(name).1, rest);
        }
    }
}
