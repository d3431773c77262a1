//! Comma-separated values as surveys and help desks write them (RFC 4180, and the semicolons and tabs
//! of spreadsheets).

/// One row with the line it begins on, counted from 1.
pub(super) struct Row {
    pub line: usize,
    pub cells: Vec<String>,
    /// A quotation mark that was opened and never closed.
    pub open: bool,
}

/// The rows of a text; empty lines are none.
pub(super) fn rows(text: &str) -> Vec<Row> {
    let mark = separator(text);
    let mut rows = Vec::new();
    let mut chars = text.chars().peekable();
    let (mut line, mut begun) = (1, 1);
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    // Whether the cell began with a quotation mark: only then does one end it.
    let mut in_marks = false;
    while let Some(c) = chars.next() {
        if c == '\n' {
            line += 1;
        }
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() && !in_marks => {
                cell.clear();
                (quoted, in_marks) = (true, true);
            }
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                cells.push(std::mem::take(&mut cell));
                push(&mut rows, begun, std::mem::take(&mut cells), false);
                (begun, in_marks) = (line, false);
            }
            c if c == mark && !quoted => {
                cells.push(std::mem::take(&mut cell));
                in_marks = false;
            }
            c => cell.push(c),
        }
    }
    cells.push(cell);
    push(&mut rows, begun, cells, quoted);
    rows
}

fn push(rows: &mut Vec<Row>, line: usize, cells: Vec<String>, open: bool) {
    let cells: Vec<String> = cells.into_iter().map(|cell| cell.trim().to_owned()).collect();
    if cells.iter().any(|cell| !cell.is_empty()) {
        rows.push(Row { line, cells, open });
    }
}

/// What stands between the columns: the one of `,`, `;` and tab that the first row has most of, outside
/// quotation marks.
fn separator(text: &str) -> char {
    let mut quoted = false;
    let mut counts = [(',', 0_usize), (';', 0), ('\t', 0)];
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => break,
            c if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(mark, _)| *mark == c) {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts.iter().find(|(_, count)| *count == most).map_or(',', |(mark, _)| *mark)
}
