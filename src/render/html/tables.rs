//! Tables: a scroll container of their own, a caption, header cells.

use crate::markdown::{Alignment, NodeId, NodeKind};

use super::escape::push_attribute;
use super::writer::{Task, Writer};

impl Writer<'_> {
    /// The start tag of a table's scroll container, with a name for those who come to it by keyboard.
    pub(super) fn table_wrap(&mut self, name: Option<String>) -> String {
        self.tables += 1;
        let name = name.unwrap_or_else(|| format!("Table {} of this page", self.tables));
        let mut open = "<div class=\"table-wrap\" role=\"region\" tabindex=\"0\"".to_owned();
        push_attribute(&mut open, "aria-label", &name);
        open.push('>');
        open
    }

    pub(super) fn table(&mut self, node: NodeId, alignments: &[Alignment]) {
        let document = self.document;
        let caption = self.layout.captions.get(&node).copied();
        let name = caption.map(|caption| self.publication.work.plain(caption));
        let open = self.table_wrap(name);
        self.out.push_str(&open);
        self.out.push_str("<table");
        let id = self.layout.directives.get(&node).and_then(|directive| directive.id.clone());
        if let Some(id) = id.filter(|id| self.ids.claim(id)) {
            push_attribute(&mut self.out, "id", &id);
        }
        self.out.push_str(">\n");
        let mut tasks = Vec::new();
        if let Some(caption) = caption {
            let open = self.caption_tag(caption, "caption");
            tasks.push(Task::Markup(format!("{open}<span>").into()));
            tasks.push(Task::Children(caption));
            tasks.push(Task::Markup("</span></caption>\n".into()));
        }
        let mut body = false;
        for row in document.children(node) {
            let header = matches!(document.kind(row), NodeKind::TableRow { header: true });
            if header {
                tasks.push(Task::Markup("<thead>\n".into()));
            } else if !body {
                tasks.push(Task::Markup("<tbody>\n".into()));
                body = true;
            }
            self.row(row, header, alignments, &mut tasks);
            if header {
                tasks.push(Task::Markup("</thead>\n".into()));
            }
        }
        let end = if body { "</tbody>\n</table></div>\n" } else { "</table></div>\n" };
        tasks.push(Task::Markup(end.into()));
        self.tasks.extend(tasks.into_iter().rev());
    }

    fn row(&self, row: NodeId, header: bool, alignments: &[Alignment], tasks: &mut Vec<Task>) {
        let document = self.document;
        tasks.push(Task::Markup("<tr>".into()));
        for (column, cell) in document.children(row).enumerate() {
            // A header cell without text would be the header of nothing.
            let (open, close) = if header && document.children(cell).next().is_some() {
                ("<th scope=\"col\"", "</th>")
            } else {
                ("<td", "</td>")
            };
            let class = match alignments.get(column) {
                Some(Alignment::Left) => " class=\"align-left\"",
                Some(Alignment::Center) => " class=\"align-center\"",
                Some(Alignment::Right) => " class=\"align-right\"",
                _ => "",
            };
            tasks.push(Task::Markup(format!("{open}{class}>").into()));
            tasks.push(Task::Children(cell));
            tasks.push(Task::Markup(close.into()));
        }
        tasks.push(Task::Markup("</tr>\n".into()));
    }
}
