//! Grid tables as pandoc and reStructuredText write them, with spans.
//!
//! ```text
//! +-------+-------+
//! | Name  | Depth |
//! +=======+=======+
//! | North | 9 m   |
//! +-------+-------+
//! ```

use std::ops::Range;

use super::tree::Alignment;

/// A grid table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridTable {
    /// Alignment of each column.
    pub alignments: Vec<Alignment>,
    /// Width of each column, in characters.
    pub widths: Vec<usize>,
    /// How many rows stand above the double line.
    pub header_rows: usize,
    /// Rows of cells, each with the cells that begin in it.
    pub rows: Vec<Vec<GridCell>>,
}

/// A cell of a grid table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell {
    /// Column it begins in.
    pub column: usize,
    /// Columns it takes.
    pub columns: usize,
    /// Rows it takes.
    pub rows: usize,
    /// Its text, which is Markdown.
    pub text: String,
    /// The lines it stands on, from 0 at the first line of the table.
    pub lines: Range<usize>,
}

/// More columns than any page can show.
const MAX_COLUMNS: usize = 64;

/// The table that lines are; `None` where they are none.
#[must_use]
pub fn grid_table(lines: &[&str]) -> Option<GridTable> {
    let first = lines.first()?.trim_end();
    if lines.len() < 3 || !first.starts_with("+-") && !first.starts_with("+=") && !first.starts_with("+:") {
        return None;
    }
    let lines: Vec<Vec<char>> = lines.iter().map(|line| line.trim().chars().collect()).collect();
    let width = lines.first()?.len();
    let ends = |line: &Vec<char>| {
        line.len() == width && [line.first(), line.last()].iter().all(|end| matches!(end, Some('+' | '|')))
    };
    if !lines.iter().all(ends) {
        return None;
    }
    Some(Drawing::new(lines, width)?.table())
}

/// The characters of a table and where its lines run.
struct Drawing {
    lines: Vec<Vec<char>>,
    /// Places of the vertical lines.
    columns: Vec<usize>,
    /// Places of the horizontal lines.
    rows: Vec<usize>,
    /// Index in `rows` of the double line below the header.
    header: Option<usize>,
}

/// A rule, which may end at a cell that spans rows.
fn is_rule(line: &[char]) -> bool {
    let dashes = |from: usize| line.get(from + 1).is_some_and(|&c| matches!(c, '-' | '=' | ':'));
    line.iter().enumerate().any(|(at, &c)| c == '+' && dashes(at) && segment(line, at).is_some())
}

/// The end of the piece of a rule that begins at a `+`.
fn segment(line: &[char], from: usize) -> Option<usize> {
    let rest = line.get(from + 1..)?;
    let end = rest.iter().position(|&c| !matches!(c, '-' | '=' | ':'))?;
    (end > 0 && rest.get(end) == Some(&'+')).then_some(from + 1 + end)
}

impl Drawing {
    fn new(lines: Vec<Vec<char>>, width: usize) -> Option<Self> {
        let rows: Vec<usize> =
            lines.iter().enumerate().filter(|(_, line)| is_rule(line)).map(|(index, _)| index).collect();
        let mut is_column = vec![false; width];
        for line in rows.iter().filter_map(|&row| lines.get(row)) {
            let mut at = 0;
            while let Some(from) = line.get(at..).and_then(|rest| rest.iter().position(|&c| c == '+')) {
                let from = at + from;
                at = from + 1;
                if let Some(end) = segment(line, from) {
                    is_column[from] = true;
                    is_column[end] = true;
                    at = end;
                }
            }
        }
        let columns: Vec<usize> = (0..width).filter(|&at| is_column[at]).collect();
        let framed = rows.first() == Some(&0) && rows.last() == Some(&(lines.len() - 1));
        let whole = columns.first() == Some(&0) && columns.last() == Some(&(width - 1));
        if !framed || !whole || columns.len() < 2 || columns.len() > MAX_COLUMNS || rows.len() < 2 {
            return None;
        }
        let double = |row: &usize| lines.get(*row).is_some_and(|line| line.contains(&'='));
        let header = rows.iter().position(double).filter(|&at| at > 0 && at + 1 < rows.len());
        Some(Self { lines, columns, rows, header })
    }

    fn char(&self, line: usize, at: usize) -> char {
        self.lines.get(line).and_then(|line| line.get(at)).copied().unwrap_or(' ')
    }

    /// Whether a line runs down right of a place.
    fn wall_right(&self, row: usize, column: usize) -> bool {
        let at = self.columns[column + 1];
        (self.rows[row] + 1..self.rows[row + 1]).all(|line| matches!(self.char(line, at), '|' | '+'))
    }

    /// Whether a line runs below a place.
    fn wall_below(&self, row: usize, column: usize) -> bool {
        let line = self.rows[row + 1];
        (self.columns[column] + 1..self.columns[column + 1])
            .all(|at| matches!(self.char(line, at), '-' | '=' | ':' | '+'))
    }

    fn table(&self) -> GridTable {
        let (height, width) = (self.rows.len() - 1, self.columns.len() - 1);
        let mut taken = vec![vec![false; width]; height];
        let mut rows: Vec<Vec<GridCell>> = vec![Vec::new(); height];
        for row in 0..height {
            for column in 0..width {
                if taken[row][column] {
                    continue;
                }
                let mut columns = 1;
                while column + columns < width
                    && !taken[row][column + columns]
                    && !self.wall_right(row, column + columns - 1)
                {
                    columns += 1;
                }
                let open = |below: usize| (column..column + columns).all(|at| !self.wall_below(below, at));
                let mut down = 1;
                while row + down < height && open(row + down - 1) {
                    down += 1;
                }
                for line in &mut taken[row..row + down] {
                    line[column..column + columns].fill(true);
                }
                rows[row].push(self.cell(row, column, down, columns));
            }
        }
        let header_rows = self.header.unwrap_or(0);
        GridTable { alignments: self.alignments(), widths: self.widths(), header_rows, rows }
    }

    fn cell(&self, row: usize, column: usize, rows: usize, columns: usize) -> GridCell {
        let lines = self.rows[row] + 1..self.rows[row + rows];
        let inside = self.columns[column] + 1..self.columns[column + columns];
        let texts: Vec<String> = lines
            .clone()
            .map(|line| {
                let text = self.lines.get(line).and_then(|line| line.get(inside.clone())).unwrap_or_default();
                let text: String = text.iter().collect();
                text.strip_prefix(' ').unwrap_or(&text).trim_end().to_owned()
            })
            .collect();
        let text = texts.join("\n").trim_matches('\n').to_owned();
        GridCell { column, columns, rows, text, lines }
    }

    fn widths(&self) -> Vec<usize> {
        self.columns.windows(2).map(|pair| pair[1] - pair[0] - 1).collect()
    }

    /// Colons in the double line, or in the first line where there is no header.
    fn alignments(&self) -> Vec<Alignment> {
        let line = self.header.map_or(0, |header| self.rows[header]);
        let of = |pair: &[usize]| match (self.char(line, pair[0] + 1), self.char(line, pair[1] - 1)) {
            (':', ':') => Alignment::Center,
            (':', _) => Alignment::Left,
            (_, ':') => Alignment::Right,
            _ => Alignment::None,
        };
        self.columns.windows(2).map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<GridTable> {
        grid_table(&text.lines().collect::<Vec<_>>())
    }

    #[test]
    fn reads_spans_headers_and_alignments() {
        let table = read(
            "+-----+-----------+\n| A   | B         |\n|     +:---:+-----+\n|     | C   | D   |\n+=====+:===:+====:+\n| e   | f         |\n| e   |           |\n+-----+-----+-----+\n",
        )
        .unwrap();
        assert_eq!(table.header_rows, 2);
        assert_eq!(table.alignments, [Alignment::None, Alignment::Center, Alignment::Right]);
        let cells: Vec<Vec<(&str, usize, usize, usize)>> = table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| (cell.text.as_str(), cell.column, cell.columns, cell.rows)).collect())
            .collect();
        assert_eq!(
            cells,
            [
                vec![("A", 0, 1, 2), ("B", 1, 2, 1)],
                vec![("C", 1, 1, 1), ("D", 2, 1, 1)],
                vec![("e\ne", 0, 1, 1), ("f", 1, 2, 1)]
            ]
        );
        assert_eq!(table.rows[2][0].lines, 5..7);
    }

    #[test]
    fn other_drawings_are_no_tables() {
        for none in ["+---+\n| a |\n", "+---+\n| a |\n+--+\n", "+---\n| a\n+---\n", "a\nb\nc\n", "+++\n+++\n+++\n"] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
