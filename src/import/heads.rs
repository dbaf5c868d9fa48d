//! What stands at the head of a column: a level's code and title, or something else.

/// What a cell says of a level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Code such as `L3`; may be empty.
    pub code: String,
    pub title: String,
    /// The grade, where the cell says one in words: `Level 3`.
    pub grade: Option<u32>,
}

/// Words that roles are called by.
const ROLES: [&str; 56] = [
    "advanced",
    "analyst",
    "apprentice",
    "architect",
    "architekt",
    "architektin",
    "associate",
    "ceo",
    "chief",
    "consultant",
    "cto",
    "designer",
    "developer",
    "direktor",
    "direktorin",
    "director",
    "distinguished",
    "engineer",
    "entry",
    "entwickler",
    "entwicklerin",
    "executive",
    "experte",
    "expertin",
    "expert",
    "fellow",
    "graduate",
    "head",
    "ingenieur",
    "ingenieurin",
    "intern",
    "jr",
    "junior",
    "lead",
    "leiter",
    "leiterin",
    "manager",
    "managerin",
    "mid",
    "middle",
    "president",
    "principal",
    "professional",
    "programmer",
    "scientist",
    "senior",
    "specialist",
    "sr",
    "staff",
    "svp",
    "teamleiter",
    "techlead",
    "trainee",
    "vp",
    "werkstudent",
    "azubi",
];

/// Words before a number that say which level it is.
const NUMBERED: [&str; 7] = ["level", "lvl", "stufe", "grade", "band", "rank", "tier"];

/// The longest text that is taken for the name of a level.
const LONGEST: usize = 80;

/// Whether a text looks like the name of a level.
pub fn is_level(text: &str) -> bool {
    if text.is_empty() || text.chars().count() > LONGEST || text.lines().count() > 3 {
        return false;
    }
    // What a cell refers to is no name.
    if refers(text) {
        return false;
    }
    let is_role = |word: &str| ROLES.contains(&word.to_lowercase().as_str());
    let head = read(text);
    !head.code.is_empty()
        || head.grade.is_some()
        || text.split(|it: char| !it.is_alphanumeric()).any(is_role)
}

/// Whether a text begins as one does that refers to what stands elsewhere.
pub fn refers(text: &str) -> bool {
    let starts = ["same as", "see ", "as ", "like ", "wie ", "siehe ", "everything "];
    let lower = text.to_lowercase();
    starts.iter().any(|start| lower.starts_with(start))
}

/// Code and title from one cell: `L3 Senior Engineer`, `Senior Engineer (L3)`, `Level 3: Senior`.
pub fn read(text: &str) -> Head {
    let text = text.replace(['*', '`'], "");
    let words: Vec<&str> = text.split_whitespace().collect();
    let whole = words.join(" ");
    if let [before @ .., first, second] = words.as_slice()
        && let Some(grade) = numbered(&[*first, *second]).filter(|_| !before.is_empty())
    {
        let title = before.join(" ");
        return Head { grade: Some(grade), ..read(without_sign(&title).as_str()) };
    }
    if let Some(grade) = numbered(&words) {
        let title = without_sign(&words[2..].join(" "));
        let title = if title.is_empty() { whole.trim_matches(SIGNS).to_owned() } else { title };
        return Head { code: String::new(), title, grade: Some(grade) };
    }
    if let Some((first, rest)) = words.split_first()
        && is_code(first.trim_matches(SIGNS))
    {
        let (code, rest) = (first.trim_matches(SIGNS), without_sign(&rest.join(" ")));
        return named(code, &rest);
    }
    if let Some((last, rest)) = words.split_last()
        && is_code(last.trim_matches(SIGNS))
        && last.trim_matches(SIGNS).chars().any(char::is_alphabetic)
        && !rest.is_empty()
    {
        return named(last.trim_matches(SIGNS), &without_sign(&rest.join(" ")));
    }
    Head { title: whole, ..Head::default() }
}

const SIGNS: [char; 12] = [':', '-', '–', '—', '·', '|', '/', '(', ')', '[', ']', ','];

fn without_sign(text: &str) -> String {
    text.trim_matches(|it: char| SIGNS.contains(&it) && !"()".contains(it) || it.is_whitespace())
        .to_owned()
}

/// A level that has no other name than its code is called by that.
fn named(code: &str, title: &str) -> Head {
    let inside = title.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(title);
    match inside.trim() {
        "" => Head { title: code.to_owned(), ..Head::default() },
        title => Head { code: code.to_owned(), title: title.to_owned(), grade: None },
    }
    .with_code_as_title(code)
}

impl Head {
    fn with_code_as_title(mut self, code: &str) -> Self {
        if self.code.is_empty() {
            code.clone_into(&mut self.code);
        }
        self
    }
}

/// The grade of `Level 3 …`.
fn numbered(words: &[&str]) -> Option<u32> {
    let [first, second, ..] = words else { return None };
    let is_word = NUMBERED.contains(&first.to_lowercase().as_str());
    is_word.then(|| second.trim_matches(SIGNS).parse().ok()).flatten()
}

/// Whether a word is a code: a few capitals and a number, `L3`, `IC-4`, `T2a`.
pub fn is_code(word: &str) -> bool {
    let letters = word.chars().take_while(|it| it.is_ascii_uppercase()).count();
    let rest = word[letters..].trim_start_matches(['-', '.']);
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let tail = &rest[digits..];
    (1..=5).contains(&letters)
        && (1..=2).contains(&digits)
        && (tail.is_empty()
            || tail == "+"
            || tail.len() == 1 && tail.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_title_come_from_one_cell() {
        let cases = [
            ("L3 Senior Engineer", "L3", "Senior Engineer", None),
            ("L3: Senior", "L3", "Senior", None),
            ("IC-4 – Staff", "IC-4", "Staff", None),
            ("Senior Engineer (L3)", "L3", "Senior Engineer", None),
            ("**L2**\nEngineer", "L2", "Engineer", None),
            ("Level 3: Senior", "", "Senior", Some(3)),
            ("Stufe 2", "", "Stufe 2", Some(2)),
            ("L4", "L4", "L4", None),
            ("IC1 · Junior\nGrade 1", "IC1", "Junior", Some(1)),
            ("Engineer II", "", "Engineer II", None),
            ("Tech Lead (Backend)", "", "Tech Lead (Backend)", None),
        ];
        for (text, code, title, grade) in cases {
            let expected = Head { code: code.to_owned(), title: title.to_owned(), grade };
            assert_eq!(read(text), expected, "{text}");
            assert!(is_level(text), "{text}");
        }
    }

    #[test]
    fn competencies_are_no_levels() {
        for text in [
            "Communication",
            "Technical skills",
            "Leadership",
            "Delivers 3 features",
            "",
            "Impact",
            "R&D",
            "same as L2",
        ] {
            assert!(!is_level(text), "{text}");
        }
    }
}
