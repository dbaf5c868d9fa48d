//! Which form of a plural goes with a number, by the rules of CLDR.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

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

/// Which form a language uses with which number. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Plurals {
    language: Arc<str>,
    /// The forms of small whole numbers, which are most of what a site counts: to ask the rules takes longer than to fill
    /// in a whole UI string.
    small: Arc<[Form]>,
}

/// The first whole number whose form is not kept.
const SMALL: u32 = 201;

impl Plurals {
    /// Those of a language by its tag. One that CLDR does not know is treated as English.
    pub fn of(language: &str) -> Self {
        let rules = rules(language);
        let small = (0..SMALL).map(|it| select(rules.as_ref(), &it.to_string())).collect();
        Self { language: language.into(), small }
    }

    /// The form that goes with a number.
    pub fn form(&self, number: &str) -> Form {
        let is_whole = number.bytes().all(|byte| byte.is_ascii_digit());
        let small = number.parse::<usize>().ok().filter(|_| is_whole);
        let known = small.and_then(|it| self.small.get(it).copied());
        known.unwrap_or_else(|| select(rules(&self.language).as_ref(), number))
    }

    /// The forms of the language.
    pub fn forms(&self) -> Forms {
        let needed: BTreeSet<Form> = self.small.iter().copied().collect();
        let unusual = ["1000000", "0.5", "1.5"].map(|it| self.form(it));
        let known = needed.iter().copied().chain(unusual).chain([Form::Other]).collect();
        Forms { needed, known }
    }
}

/// The language says all.
impl PartialEq for Plurals {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language
    }
}

impl Eq for Plurals {}

impl Hash for Plurals {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.language.hash(state);
    }
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
    use crate::theme::plural::{Form, Forms, Plurals, rules, select};

    fn forms(language: &str) -> String {
        let needed = Plurals::of(language).forms().needed;
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
            let Forms { needed, known } = Plurals::of(language).forms();
            assert!(known.contains(&form) && !needed.contains(&form), "{language}");
        }
        assert!(!Plurals::of("en").forms().known.contains(&Form::Few));
    }

    #[test]
    fn a_language_that_is_not_known_counts_as_english() {
        assert_eq!(Plurals::of("tlh").form("1"), Form::One);
        assert_eq!(Plurals::of("not a tag").form("2"), Form::Other);
    }

    #[test]
    fn what_is_no_number_is_no_singular() {
        for number in ["many", "", "1 1"] {
            assert_eq!(Plurals::of("en").form(number), Form::Other, "{number}");
        }
    }

    #[test]
    fn what_is_kept_of_the_rules_is_what_they_say() {
        for language in ["en", "pl", "ar", "br"] {
            let (kept, asked) = (Plurals::of(language), rules(language));
            for number in ["0", "1", "2", "5", "21", "101", "200", "201", "1002", "1.0", "1.5"] {
                assert_eq!(
                    kept.form(number),
                    select(asked.as_ref(), number),
                    "{language} {number}"
                );
            }
        }
    }
}
