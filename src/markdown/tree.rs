//! The document tree: plain data, byte ranges, no borrowed text.

use crate::source::TextRange;

/// Index of a node in its [`Document`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

/// What a node is. Text that equals its source slice is not stored twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// The root.
    Document,
    /// YAML between `---` lines at the top.
    FrontMatter,
    /// A heading of level 1 to 6.
    Heading {
        /// Number of `#`, or 1 and 2 for setext.
        level: u8,
        /// Underlined with `=` or `-`.
        setext: bool,
    },
    /// A paragraph.
    Paragraph,
    /// A block quote.
    BlockQuote,
    /// `> [!NOTE]` and its kin.
    Alert {
        /// `note`, `tip`, `important`, `warning` or `caution`.
        kind: &'static str,
        /// Title written after the marker.
        title: Option<Box<str>>,
    },
    /// A list.
    List {
        /// Number of the first item; `None` for bullets.
        start: Option<usize>,
        /// No blank lines between the items.
        tight: bool,
    },
    /// A list item; `checked` for task items.
    Item {
        /// State of the check box, if there is one.
        checked: Option<bool>,
    },
    /// `Term` / `: details`.
    DescriptionList,
    /// One term with its details.
    DescriptionItem,
    /// The term.
    DescriptionTerm,
    /// The details.
    DescriptionDetails,
    /// Code, fenced or indented.
    CodeBlock {
        /// Info string of the fence, unescaped; empty for indented code.
        info: Box<str>,
        /// Written between fences.
        fenced: bool,
        /// The closing fence is there.
        closed: bool,
        /// The code itself, without fences and indentation.
        literal: Box<str>,
    },
    /// A block of raw HTML.
    HtmlBlock,
    /// `---`.
    ThematicBreak,
    /// A table with the alignment of its columns.
    Table {
        /// One per column.
        alignments: Box<[Alignment]>,
    },
    /// A row.
    TableRow {
        /// The header row.
        header: bool,
    },
    /// A cell.
    TableCell,
    /// `[^name]: text`.
    FootnoteDefinition {
        /// The name, as first written.
        name: Box<str>,
    },
    /// Characters. `literal` only where it differs from the source (escapes, entities).
    Text {
        /// What the source means, where that is not what it says.
        literal: Option<Box<str>>,
    },
    /// A line break that renders as a space.
    SoftBreak,
    /// A line break that stays: a backslash, two spaces, or `<br>`.
    HardBreak,
    /// A code span.
    Code {
        /// The code.
        literal: Box<str>,
    },
    /// A formula in TeX: `$a$`, or `$$a$$` on display.
    Math {
        /// The TeX.
        literal: Box<str>,
        /// On a line of its own.
        display: bool,
    },
    /// A raw HTML tag, comment or instruction that is not folded into another node.
    HtmlInline,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck-out text.
    Strikethrough,
    /// `<sub>`.
    Subscript,
    /// `<sup>`.
    Superscript,
    /// An inline HTML element with no node of its own (`<span>`, `<kbd>`), its tags removed.
    Element {
        /// Name of the element, lower case.
        name: Box<str>,
    },
    /// A link.
    Link {
        /// Destination, unescaped.
        url: Box<str>,
        /// Title.
        title: Box<str>,
        /// How it is written.
        form: LinkForm,
    },
    /// An image; the children are its alternative text.
    Image {
        /// Source of the picture, unescaped.
        url: Box<str>,
        /// Title.
        title: Box<str>,
    },
    /// `[^name]`.
    FootnoteReference {
        /// Name of the definition.
        name: Box<str>,
    },
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkForm {
    /// `[text](url)`.
    Inline,
    /// `[text][label]`, `[label][]` or `[label]`.
    Reference,
    /// `<url>`.
    Angle,
    /// A bare URL.
    Bare,
    /// `<a href>`.
    Html,
}

/// Alignment of a table column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// None given.
    None,
    /// Left.
    Left,
    /// Center.
    Center,
    /// Right.
    Right,
}

/// A node with its place in the text and in the tree.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its bytes, markers included.
    pub range: TextRange,
    pub(super) parent: Option<NodeId>,
    pub(super) first_child: Option<NodeId>,
    pub(super) next_sibling: Option<NodeId>,
    /// One behind the last node below.
    pub(super) end: NodeId,
}

/// A parsed Markdown text.
#[derive(Debug, Clone)]
pub struct Document {
    pub(super) nodes: Vec<Node>,
    /// Ids given in the source, and where.
    pub explicit_ids: Vec<ExplicitId>,
    /// HTML comments, with the range of the whole comment.
    pub comments: Vec<Comment>,
    /// Link reference definitions.
    pub definitions: Vec<Definition>,
    /// `data:` URIs that were lifted out, by the range they take in the source.
    pub data_uris: Vec<TextRange>,
}

/// An id that the author gave: `{#id}`, `<a id>`, `<a name>`, `<span id>`, `<dt id>`, `[]{#id}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplicitId {
    /// The id.
    pub id: Box<str>,
    /// Bytes of the id itself.
    pub range: TextRange,
    /// The block it stands in.
    pub block: NodeId,
    /// How it is written.
    pub form: IdForm,
}

/// How an explicit id is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdForm {
    /// `{#id}` after a heading or a bracketed span.
    Attribute,
    /// An attribute of an HTML element.
    Html,
}

/// An HTML comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The whole comment with its delimiters.
    pub range: TextRange,
    /// What stands between them.
    pub text: Box<str>,
    /// The node it stands in.
    pub node: NodeId,
}

/// A link reference definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The label.
    pub label: Box<str>,
    /// The destination.
    pub url: Box<str>,
    /// The title.
    pub title: Box<str>,
    /// Bytes of the definition.
    pub range: TextRange,
}

impl Document {
    /// A document that holds nothing.
    #[must_use]
    pub fn empty() -> Self {
        let root = Node {
            kind: NodeKind::Document,
            range: TextRange::default(),
            parent: None,
            first_child: None,
            next_sibling: None,
            end: NodeId(1),
        };
        Self {
            nodes: vec![root],
            explicit_ids: Vec::new(),
            comments: Vec::new(),
            definitions: Vec::new(),
            data_uris: Vec::new(),
        }
    }

    /// The root.
    #[must_use]
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// A node by id.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// What a node is.
    #[must_use]
    pub fn kind(&self, id: NodeId) -> &NodeKind {
        &self.node(id).kind
    }

    /// The bytes of a node.
    #[must_use]
    pub fn range(&self, id: NodeId) -> TextRange {
        self.node(id).range
    }

    /// The node above.
    #[must_use]
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent
    }

    /// The next node with the same parent.
    #[must_use]
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).next_sibling
    }

    /// The nodes directly below, in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.node(id).first_child, |&child| self.node(child).next_sibling)
    }

    /// All nodes below `id` in document order, `id` left out.
    pub fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        (id.0 + 1..self.node(id).end.0).map(NodeId)
    }

    /// As [`Self::descendants`], while the nodes are not in order yet.
    pub(super) fn walk(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut next = self.node(id).first_child;
        std::iter::from_fn(move || {
            let current = next?;
            next = self.node(current).first_child.or_else(|| self.after(current, id));
            Some(current)
        })
    }

    fn after(&self, mut current: NodeId, top: NodeId) -> Option<NodeId> {
        loop {
            if current == top {
                return None;
            }
            if let Some(next) = self.node(current).next_sibling {
                return Some(next);
            }
            current = self.node(current).parent?;
        }
    }

    /// The nodes above, nearest first.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.node(id).parent, |&above| self.node(above).parent)
    }

    /// The blocks directly below the root.
    pub fn blocks(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.children(self.root())
    }

    /// The nearest block that holds `id`, itself included.
    #[must_use]
    pub fn block_of(&self, id: NodeId) -> NodeId {
        std::iter::once(id).chain(self.ancestors(id)).find(|&above| self.kind(above).is_block()).unwrap_or(self.root())
    }

    /// The characters of a text, code or formula node.
    #[must_use]
    pub fn literal<'a>(&'a self, id: NodeId, text: &'a str) -> &'a str {
        match self.kind(id) {
            NodeKind::Text { literal: Some(literal) }
            | NodeKind::Code { literal }
            | NodeKind::Math { literal, .. }
            | NodeKind::CodeBlock { literal, .. } => literal,
            NodeKind::Text { literal: None } => text.get(self.range(id).as_usize()).unwrap_or_default(),
            _ => "",
        }
    }

    /// What a reader sees of `id`: text, code and formulas, breaks as spaces, no markup.
    #[must_use]
    pub fn plain_text(&self, id: NodeId, text: &str) -> String {
        let mut plain = String::new();
        for node in std::iter::once(id).chain(self.descendants(id)) {
            match self.kind(node) {
                NodeKind::SoftBreak | NodeKind::HardBreak => plain.push(' '),
                _ => plain.push_str(self.literal(node, text)),
            }
        }
        plain
    }
}

impl NodeKind {
    /// Whether nodes of this kind stand on lines of their own.
    #[must_use]
    pub fn is_block(&self) -> bool {
        !matches!(
            self,
            Self::Text { .. }
                | Self::SoftBreak
                | Self::HardBreak
                | Self::Code { .. }
                | Self::Math { .. }
                | Self::HtmlInline
                | Self::Emphasis
                | Self::Strong
                | Self::Strikethrough
                | Self::Subscript
                | Self::Superscript
                | Self::Element { .. }
                | Self::Link { .. }
                | Self::Image { .. }
                | Self::FootnoteReference { .. }
        )
    }
}
