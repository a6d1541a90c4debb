//! Tables in plain text.

use std::fmt;

/// Rows under a head, each column as wide as its widest cell.
#[derive(Clone, Debug)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns. A name that ends in `>` makes a column of figures, set to the
    /// right.
    pub fn new(columns: &[&str]) -> Self {
        Self { rows: vec![columns.iter().map(|&name| name.to_owned()).collect()] }
    }

    /// Adds a row.
    pub fn row<T: ToString>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(|cell| printable(&cell.to_string())).collect());
    }
}

/// Names come from hosts: what would steer the terminal is shown escaped.
fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(head) = self.rows.first() else { return Ok(()) };
        let right: Vec<bool> = head.iter().map(|name| name.ends_with('>')).collect();
        let shown = |cell: &str| cell.trim_end_matches('>').to_owned();
        let widths: Vec<usize> = (0..head.len())
            .map(|column| {
                let cells = self.rows.iter().filter_map(|row| row.get(column));
                cells.map(|cell| shown(cell).chars().count()).max().unwrap_or(0)
            })
            .collect();
        for (number, row) in self.rows.iter().enumerate() {
            let cells: Vec<String> = row
                .iter()
                .zip(widths.iter().zip(&right))
                .map(|(cell, (&width, &right))| {
                    let cell = if number == 0 { shown(cell) } else { cell.clone() };
                    if right { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
                })
                .collect();
            writeln!(f, "{}", cells.join("  ").trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_figures_stand_to_the_right() {
        let mut table = Table::new(&["host", "bytes>"]);
        table.row(["gett", "7"]);
        table.row(["rapidgator", "1024"]);
        let text = "host        bytes\ngett            7\nrapidgator   1024\n";
        assert_eq!(table.to_string(), text);
    }

    #[test]
    fn a_name_cannot_drive_the_terminal() {
        let mut table = Table::new(&["name"]);
        table.row(["\u{1b}[2Jgone"]);
        assert!(!table.to_string().contains('\u{1b}'));
    }
}
