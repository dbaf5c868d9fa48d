//! What a workbook looks like: quiet, on paper as well.

use std::collections::{HashMap, HashSet};

use rust_xlsxwriter::{
    ColNum, Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, RowNum,
    Worksheet, XlsxError,
};

use super::list::FINGERPRINT;
use crate::handbook::Level;

/// Text of headings, a warm black.
const INK: Color = Color::RGB(0x0026_2A30);
/// Text that stays in the background.
const QUIET: Color = Color::RGB(0x006A_6F78);
/// Lines between rows.
const LINE: Color = Color::RGB(0x00D9_D5CC);
/// Ground of the row of headings.
const HEAD: Color = Color::RGB(0x00EE_EAE2);
/// Ground of rows that head others.
const BAND: Color = Color::RGB(0x00F7_F5F0);

/// What every machine has, or another of the same widths: heights of rows are worked out for it.
const FONT: &str = "Arial";
/// How far words stand from the lines between columns, in steps of a sheet.
const INDENT: u8 = 1;
/// Size of the text, in points.
const SIZE: f64 = 10.0;

/// A format for each part of a sheet.
pub struct Look {
    /// The title of a sheet.
    pub title: Format,
    /// A sentence below it.
    pub lede: Format,
    /// The row of headings.
    pub head: Format,
    /// A row that heads others, such as a category.
    pub band: Format,
    /// The first field of a row.
    pub name: Format,
    /// A field that goes over several lines.
    pub text: Format,
    /// The same for a text that would be taken for a formula if it were typed in again.
    pub quoted: Format,
    /// What is there to find one's way, and for machines.
    pub quiet: Format,
    /// A field that is to be filled in.
    pub field: Format,
    /// Words inside a field: plain, strong and quiet ones.
    pub plain: Format,
    pub strong: Format,
    pub faint: Format,
}

impl Look {
    pub fn new() -> Self {
        let words = Format::new().set_font_name(FONT).set_font_size(SIZE).set_font_color(INK);
        let top = words
            .clone()
            .set_align(FormatAlign::Top)
            .set_align(FormatAlign::Left)
            .set_indent(INDENT);
        let cell = top.clone().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(LINE);
        let text = cell
            .clone()
            .set_text_wrap()
            .set_border_left(FormatBorder::Thin)
            .set_border_left_color(LINE);
        Self {
            title: top.clone().set_font_size(16.0).set_bold(),
            lede: top.clone().set_font_color(QUIET),
            head: text
                .clone()
                .set_bold()
                .set_background_color(HEAD)
                .set_border_bottom(FormatBorder::Medium),
            band: cell.clone().set_bold().set_background_color(BAND).set_font_color(QUIET),
            name: cell.clone().set_text_wrap().set_bold(),
            quoted: text.clone().set_quote_prefix(),
            quiet: text.clone().set_font_color(QUIET),
            field: text.clone().set_border(FormatBorder::Thin).set_border_color(LINE),
            text,
            plain: words.clone(),
            strong: words.clone().set_bold(),
            faint: words.set_font_color(QUIET),
        }
    }
}

/// How a sheet lies on paper.
pub struct Paper<'a> {
    /// The title of the book, at the foot of each page.
    pub book: &'a str,
    /// Rows that head each page.
    pub head: (u32, u32),
    /// Whether it is wide enough for a larger sheet of paper.
    pub is_wide: bool,
    /// How many pages stand side by side.
    pub pages_wide: u16,
}

const A4: u8 = 9;
const A3: u8 = 8;

/// Landscape, as wide as the paper, with its headings on each page.
pub fn set_up(sheet: &mut Worksheet, paper: &Paper) -> Result<(), XlsxError> {
    sheet
        .set_landscape()
        .set_paper_size(if paper.is_wide { A3 } else { A4 })
        .set_print_fit_to_pages(paper.pages_wide, 0)
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        .set_footer(footer(paper.book))
        .set_screen_gridlines(false);
    sheet.set_repeat_rows(paper.head.0, paper.head.1)?;
    Ok(())
}

/// The title of the book, the name of the sheet and the number of the page. A title that does not fit in what a
/// footer holds is left out.
fn footer(book: &str) -> String {
    const MOST: usize = 180;
    let book = book.replace('&', "&&");
    let book = if book.chars().count() > MOST { String::new() } else { book };
    // The blank keeps a title that begins with a digit from being read as a size.
    format!("&L&8 {book}&C&8&A&R&8&P / &N")
}

/// A workbook's own data. The clock is no part of it, so that one handbook gives one file.
pub fn properties(title: &str) -> DocProperties {
    const MOST: usize = 255;
    let title: String = title.chars().take(MOST).collect();
    let start = ExcelDateTime::from_ymd(1980, 1, 1).expect("a day that Excel knows");
    DocProperties::new().set_title(title).set_creation_datetime(&start)
}

/// The names of the sheets of a workbook, each another one in any case.
#[derive(Default)]
pub struct SheetNames {
    taken: HashSet<String>,
    /// What is tried next for a name that is taken.
    numbers: HashMap<String, usize>,
}

impl SheetNames {
    /// None yet but some that are names of other sheets.
    pub fn beside(others: &[&str]) -> Self {
        let taken = others.iter().map(|it| it.to_lowercase()).collect();
        Self { taken, ..Self::default() }
    }

    /// A name that a sheet may have and that no other one has, from a title.
    pub fn of(&mut self, title: &str) -> String {
        const MOST: usize = 31;
        let allowed = |it: char| !it.is_control() && !"[]:*?/\\".contains(it);
        let cleaned: String = title.chars().map(|it| if allowed(it) { it } else { ' ' }).collect();
        let cleaned = cleaned.trim_matches(|it: char| it == '\'' || it.is_whitespace());
        let base = match cleaned {
            "" => "Sheet",
            // Excel keeps this one for itself.
            name if name.eq_ignore_ascii_case("history") => "History of work",
            name => name,
        };
        let cut = |length: usize| {
            let mut units = 0;
            let short = base.chars().take_while(|it| {
                units += it.len_utf16();
                units <= length
            });
            short.collect::<String>().trim_end_matches(['\'', ' ']).to_owned()
        };
        let mut name = cut(MOST);
        let number = self.numbers.entry(name.to_lowercase()).or_insert(2);
        while !self.taken.insert(name.to_lowercase()) {
            let suffix = format!(" ({number})");
            name = cut(MOST - suffix.len()) + &suffix;
            *number += 1;
        }
        name
    }
}

/// The title of a sheet and the sentence below it, in its first two rows.
pub fn top(sheet: &mut Worksheet, title: &str, lede: &str, look: &Look) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, title, &look.title)?;
    sheet.set_row_height(0, 26)?;
    sheet.write_string_with_format(1, 0, lede, &look.lede)?;
    sheet.set_row_height(1, 20)?;
    Ok(())
}

/// Heads the two columns that travel with a sheet out of sight: what a row is about, and what it said.
pub fn hide_machine_columns(
    sheet: &mut Worksheet,
    head: RowNum,
    first: ColNum,
) -> Result<(), XlsxError> {
    for (column, title) in (first..).zip(["id", FINGERPRINT]) {
        sheet.write_string(head, column, title)?;
        sheet.set_column_hidden(column)?;
    }
    Ok(())
}

/// What a level is called: its code and a name.
pub fn with_code(level: &Level, name: &str) -> String {
    match level.code.as_str() {
        "" => name.to_owned(),
        code => format!("{code} · {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::SheetNames;

    #[test]
    fn a_sheet_has_a_name_that_excel_takes() {
        let mut names = SheetNames::beside(&["Criteria"]);
        let mut name = |title: &str| names.of(title);
        assert_eq!(name("Engineering"), "Engineering");
        assert_eq!(name("engineering"), "engineering (2)");
        assert_eq!(name("criteria"), "criteria (2)");
        assert_eq!(name("R&D: data/ml [new]"), "R&D  data ml  new");
        assert_eq!(name("'"), "Sheet");
        assert_eq!(name("History"), "History of work");
        let long = "An engineering track with a very long title";
        assert_eq!(name(long), "An engineering track with a ver");
        assert_eq!(name(long), "An engineering track with a (2)");
    }
}
