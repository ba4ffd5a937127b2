//! Tables for spreadsheets, RFC 4180.

/// What makes Excel read the text as UTF-8.
const MARK: char = '\u{feff}';
/// A cell that begins so is run as a formula by spreadsheets, whatever it was meant to be.
const FORMULAS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A whole file: the headings, then the rows.
pub fn document<'a>(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>> + 'a) -> String {
    let mut text = String::from(MARK);
    line(&mut text, headings.iter().copied());
    for row in rows {
        line(&mut text, row.iter().map(String::as_str));
    }
    text
}

fn line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (place, value) in cells.enumerate() {
        if place > 0 {
            text.push(',');
        }
        cell(text, value);
    }
    text.push_str("\r\n");
}

/// A cell that a spreadsheet would run begins with an apostrophe, which it shows as text.
fn cell(text: &mut String, value: &str) {
    let is_formula = value.starts_with(FORMULAS);
    let is_quoted = value.contains([',', '"', '\r', '\n']);
    if is_quoted {
        text.push('"');
    }
    if is_formula {
        text.push('\'');
    }
    text.push_str(&value.replace('"', "\"\""));
    if is_quoted {
        text.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be_and_never_run() {
        for (value, expected) in [
            ("", ""),
            ("Released in part", "Released in part"),
            ("López", "López"),
            ("a,b", "\"a,b\""),
            ("She said \"no\"", "\"She said \"\"no\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\r=1", "\"'\r=1\""),
            (
                "=HYPERLINK(\"http://x\",\"y\")",
                "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"",
            ),
            ("a=1", "a=1"),
        ] {
            let mut text = String::new();
            cell(&mut text, value);
            assert_eq!(text, expected, "{value:?}");
        }
    }

    #[test]
    fn a_file_begins_with_its_mark_and_ends_each_line_alike() {
        let text = document(&["Receipt", "Ground"], [vec!["7K3M".to_owned(), "R1".to_owned()]]);

        assert_eq!(text, "\u{feff}Receipt,Ground\r\n7K3M,R1\r\n");
    }
}
