//! Which form of a plural goes with a number, by the rules of CLDR.

use std::collections::BTreeSet;

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use unic_langid::LanguageIdentifier;

/// A plural category of CLDR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Form {
    /// The key by which language files name it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }
}

/// The forms that a language has.
pub struct Forms {
    /// Those of whole numbers that a handbook may show.
    pub needed: BTreeSet<Form>,
    /// Those and, for languages that have them, those of fractions (`other` in Polish) and of millions (`many`
    /// in Breton).
    pub known: BTreeSet<Form>,
}

impl Forms {
    pub fn of(language: &str) -> Self {
        let rules = rules(language);
        let form = |number: &str| select(rules.as_ref(), number);
        let needed: BTreeSet<Form> = (0..=200).map(|it: u32| form(&it.to_string())).collect();
        let unusual = ["1000000", "0.5", "1.5"].map(form);
        let known = needed.iter().copied().chain(unusual).chain([Form::Other]).collect();
        Self { needed, known }
    }
}

/// The form that a language uses with a number.
pub fn form(language: &str, number: &str) -> Form {
    select(rules(language).as_ref(), number)
}

/// The rules of a language. One that CLDR does not know is treated as English.
fn rules(language: &str) -> Option<PluralRules> {
    let primary = language.split('-').next().unwrap_or(language);
    let create = |tag: &str| {
        let tag: LanguageIdentifier = tag.parse().ok()?;
        PluralRules::create(tag, PluralRuleType::CARDINAL).ok()
    };
    [language, primary, "en"].into_iter().find_map(create)
}

fn select(rules: Option<&PluralRules>, number: &str) -> Form {
    match rules.and_then(|rules| rules.select(number).ok()) {
        Some(PluralCategory::ZERO) => Form::Zero,
        Some(PluralCategory::ONE) => Form::One,
        Some(PluralCategory::TWO) => Form::Two,
        Some(PluralCategory::FEW) => Form::Few,
        Some(PluralCategory::MANY) => Form::Many,
        Some(PluralCategory::OTHER) | None => Form::Other,
    }
}

#[cfg(test)]
mod tests {
    use crate::theme::plural::{Form, Forms, form};

    fn forms(language: &str) -> String {
        let needed = Forms::of(language).needed;
        needed.into_iter().map(Form::key).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn languages_need_the_forms_of_their_whole_numbers() {
        assert_eq!(forms("en"), "one other");
        assert_eq!(forms("fr-CA"), "one other");
        assert_eq!(forms("ja"), "other");
        assert_eq!(forms("pl"), "one few many");
        assert_eq!(forms("ru"), "one few many");
        assert_eq!(forms("ar"), "zero one two few many other");
    }

    #[test]
    fn a_form_for_fractions_or_millions_is_known_and_not_needed() {
        for (language, form) in [("pl", Form::Other), ("cs", Form::Many), ("br", Form::Many)] {
            let Forms { needed, known } = Forms::of(language);
            assert!(known.contains(&form) && !needed.contains(&form), "{language}");
        }
        assert!(!Forms::of("en").known.contains(&Form::Few));
    }

    #[test]
    fn a_language_that_is_not_known_counts_as_english() {
        assert_eq!(form("tlh", "1"), Form::One);
        assert_eq!(form("not a tag", "2"), Form::Other);
    }

    #[test]
    fn what_is_no_number_is_no_singular() {
        assert_eq!(form("en", "many"), Form::Other);
    }
}
