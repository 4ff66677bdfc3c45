//! A tree as text, for tests and for whoever wants to know what a writer is given.

use std::fmt::{self, Display, Formatter, Write as _};

use super::block::{Block, BlockKind};
use super::inline::{Inline, InlineKind, Picture, Target, Width};
use super::table::{Alignment, Caption, Table};
use super::{Item, Tree};

impl Display for Tree {
    /// One line for each block, deeper ones further in; inlines in braces.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut dump = Dump { out: f, depth: 0 };
        dump.line("cover")?;
        let (opening, matter) = self.cover.split_at(self.opening.min(self.cover.len()));
        dump.below(opening)?;
        dump.line("labels")?;
        dump.below(matter)?;
        dump.line(&format!("contents{} {:?}", ids(&self.contents.ids), self.contents.title))?;
        dump.depth += 1;
        for entry in &self.contents.entries {
            let number = if entry.number.is_empty() { String::new() } else { format!("{} ", entry.number) };
            dump.line(&format!("{} #{} {number}{}", entry.depth, entry.anchor, entry.title))?;
        }
        dump.depth -= 1;
        dump.line("body")?;
        dump.below(&self.body)?;
        for (index, note) in self.notes.iter().enumerate() {
            dump.line(&format!("note {}{} from{}", index + 1, ids(&note.ids), ids(&note.references)))?;
            dump.below(&note.blocks)?;
        }
        Ok(())
    }
}

struct Dump<'f, 'w> {
    out: &'f mut Formatter<'w>,
    depth: usize,
}

impl Dump<'_, '_> {
    fn line(&mut self, text: &str) -> fmt::Result {
        writeln!(self.out, "{:indent$}{text}", "", indent = self.depth * 2)
    }

    fn below(&mut self, blocks: &[Block]) -> fmt::Result {
        self.depth += 1;
        blocks.iter().try_for_each(|block| self.block(block))?;
        self.depth -= 1;
        Ok(())
    }

    fn block(&mut self, block: &Block) -> fmt::Result {
        let ids = ids(&block.ids);
        match &block.kind {
            BlockKind::Anchor => self.line(&format!("anchor{ids}")),
            BlockKind::Heading(heading) => {
                let listed = if heading.listed { " listed" } else { "" };
                let said = inlines(&heading.inlines);
                self.line(&format!("heading {} {:?}{listed}{ids}: {said}", heading.rank, heading.role))
            }
            BlockKind::Paragraph(said) => self.line(&format!("paragraph{ids}: {}", inlines(said))),
            BlockKind::Quote(blocks) => self.with(&format!("quote{ids}"), blocks),
            BlockKind::Alert { kind, title, blocks } => {
                self.with(&format!("alert {} {title:?}{ids}", kind.name()), blocks)
            }
            BlockKind::List { numbering, tight, items } => {
                let kind =
                    numbering.map_or("bullets".to_owned(), |n| format!("numbers from {} {:?}", n.start, n.ordinal));
                self.line(&format!("list {kind}{}{ids}", if *tight { " tight" } else { "" }))?;
                self.items(items)
            }
            BlockKind::Definitions(definitions) => {
                self.line(&format!("definitions{ids}"))?;
                self.depth += 1;
                for definition in definitions {
                    let terms: Vec<String> = definition.terms.iter().map(|term| inlines(term)).collect();
                    self.line(&format!("term{}: {}", self::ids(&definition.ids), terms.join(" | ")))?;
                    for details in &definition.details {
                        self.with("  details", details)?;
                    }
                }
                self.depth -= 1;
                Ok(())
            }
            BlockKind::Code { language, text } => {
                self.line(&format!("code {}{ids}", language.as_deref().unwrap_or("-")))?;
                self.text(text)
            }
            BlockKind::Diagram { svg, code, alt, width: asked } => {
                self.line(&format!("diagram {alt:?}{} drawn: {}{ids}", width(*asked), svg.starts_with("<svg")))?;
                self.text(code)
            }
            BlockKind::Math(tex) => self.line(&format!("math{ids} {tex:?}")),
            BlockKind::Table(table) => self.table(table, &ids),
            BlockKind::Figure { kind, blocks, caption } => {
                self.line(&format!("figure {kind:?}{ids}"))?;
                self.caption(caption.as_ref())?;
                self.below(blocks)
            }
            BlockKind::Details { summary, open, blocks } => {
                let open = if *open { " open" } else { "" };
                self.with(&format!("details{open}{ids}: {}", inlines(summary)), blocks)
            }
            BlockKind::Division { alignment, blocks } => self.with(&format!("division {alignment:?}{ids}"), blocks),
            BlockKind::Rule => self.line(&format!("rule{ids}")),
            BlockKind::PageBreak => self.line("page break"),
        }
    }

    fn with(&mut self, line: &str, blocks: &[Block]) -> fmt::Result {
        self.line(line)?;
        self.below(blocks)
    }

    fn text(&mut self, text: &str) -> fmt::Result {
        self.depth += 1;
        text.lines().try_for_each(|line| self.line(format!("> {line}").trim_end()))?;
        self.depth -= 1;
        Ok(())
    }

    fn items(&mut self, items: &[Item]) -> fmt::Result {
        self.depth += 1;
        for item in items {
            let checked = match item.checked {
                None => "",
                Some(true) => " done",
                Some(false) => " to do",
            };
            self.with(&format!("item{checked}{}", ids(&item.ids)), &item.blocks)?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn caption(&mut self, caption: Option<&Caption>) -> fmt::Result {
        let Some(caption) = caption else { return Ok(()) };
        self.depth += 1;
        let said = inlines(&caption.inlines);
        self.line(&format!("caption {:?}{}: {said}", caption.position, ids(&caption.ids)))?;
        self.depth -= 1;
        Ok(())
    }

    fn table(&mut self, table: &Table, ids: &str) -> fmt::Result {
        let columns: Vec<String> = table
            .columns
            .iter()
            .map(|column| {
                let percent = column.percent.map_or(String::new(), |percent| format!(" {percent}%"));
                format!("{}{percent}", aligned(column.alignment))
            })
            .collect();
        self.line(&format!("table [{}] {} header rows{ids}", columns.join(", "), table.header_rows))?;
        self.caption(table.caption.as_ref())?;
        self.depth += 1;
        for row in &table.rows {
            self.line(&format!("row{}", self::ids(&row.ids)))?;
            self.depth += 1;
            for cell in &row.cells {
                let span = if cell.columns * cell.rows > 1 {
                    format!(" {}x{}", cell.columns, cell.rows)
                } else {
                    String::new()
                };
                let scope = cell.header.map_or(String::new(), |scope| format!(" header of {scope:?}"));
                let place = format!("{}{span}{scope} {}{}", cell.column, aligned(cell.alignment), self::ids(&cell.ids));
                match cell.blocks.as_slice() {
                    [] => self.line(&place)?,
                    [Block { kind: BlockKind::Paragraph(said), ids, .. }] if ids.is_empty() => {
                        self.line(&format!("{place}: {}", inlines(said)))?;
                    }
                    blocks => self.with(&place, blocks)?,
                }
            }
            self.depth -= 1;
        }
        self.depth -= 1;
        Ok(())
    }
}

fn aligned(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::None => "-",
        Alignment::Left => "left",
        Alignment::Center => "center",
        Alignment::Right => "right",
    }
}

fn ids(ids: &[String]) -> String {
    ids.iter().fold(String::new(), |list, id| list + " #" + id)
}

fn width(width: Option<Width>) -> String {
    match width {
        None => String::new(),
        Some(Width::Percent(percent)) => format!(" {percent}%"),
        Some(Width::Pixels(pixels)) => format!(" {pixels}px"),
    }
}

fn inlines(list: &[Inline]) -> String {
    list.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    let ids = ids(&inline.ids);
    let title = |title: &Option<String>| title.as_ref().map_or(String::new(), |title| format!(" {title:?}"));
    match &inline.kind {
        InlineKind::Anchor => format!("{{anchor{ids}}}"),
        InlineKind::Text(text) => text.chars().fold(String::new(), |mut said, c| {
            let _ = match c {
                '\n' => write!(said, "\\n"),
                '\u{a0}' => write!(said, "\\u{{a0}}"),
                c => write!(said, "{c}"),
            };
            said
        }),
        InlineKind::SoftBreak => "\u{21b5}".to_owned(),
        InlineKind::Break => "{break}".to_owned(),
        InlineKind::BreakOpportunity => "{wbr}".to_owned(),
        InlineKind::Code(code) => format!("{{code{ids}: {code}}}"),
        InlineKind::Styled { style, title: said, inlines: inner } => {
            format!("{{{style:?}{}{ids}: {}}}", title(said), inlines(inner))
        }
        InlineKind::Link { target, title: said, inlines: inner } => {
            let target = match target {
                Target::Anchor(id) => format!("#{id}"),
                Target::Address(address) => address.clone(),
                Target::Relative(path) => format!("file {path}"),
            };
            format!("{{link to {target}{}{ids}: {}}}", title(said), inlines(inner))
        }
        InlineKind::Image(image) => {
            let picture = match &image.picture {
                Picture::Resource(key) => format!("picture {}", key.chars().take(24).collect::<String>()),
                Picture::Logo { .. } => "logo".to_owned(),
                Picture::Missing { address } => format!("missing picture {address:?}"),
            };
            format!("{{{picture} {:?}{}{}{ids}}}", image.alt, title(&image.title), width(image.width))
        }
        InlineKind::Note(index) => format!("{{note {}{ids}}}", index + 1),
        InlineKind::Math(tex) => format!("{{math: {tex}}}"),
    }
}
