//! The nodes of a document in the order in which they stand.

use super::tree::{Document, Node, NodeId};

/// Puts what stands below a node right behind it, and leaves out nodes that hang nowhere any more.
pub(super) fn arrange(document: &mut Document) {
    let order: Vec<NodeId> = std::iter::once(document.root()).chain(document.walk(document.root())).collect();
    if order.len() != document.nodes.len() || !order.is_sorted() {
        rearrange(document, &order);
    }
    let nodes = &mut document.nodes;
    for index in (0..nodes.len()).rev() {
        let node = &mut nodes[index];
        node.end = node.end.max(id(index + 1));
        let (parent, end) = (node.parent, node.end);
        if let Some(above) = parent.and_then(|parent| nodes.get_mut(parent.0 as usize)) {
            above.end = above.end.max(end);
        }
    }
}

fn id(index: usize) -> NodeId {
    NodeId(u32::try_from(index).unwrap_or(u32::MAX))
}

fn rearrange(document: &mut Document, order: &[NodeId]) {
    let mut places: Vec<Option<NodeId>> = vec![None; document.nodes.len()];
    for (index, old) in order.iter().enumerate() {
        places[old.0 as usize] = Some(id(index));
    }
    let place = |old: NodeId| places.get(old.0 as usize).copied().flatten();
    // What hangs nowhere stood in the nearest node above that does not.
    let nearest = |document: &Document, old: NodeId| {
        std::iter::once(old).chain(document.ancestors(old)).find_map(place).unwrap_or(document.root())
    };
    let blocks: Vec<NodeId> = document.explicit_ids.iter().map(|id| nearest(document, id.block)).collect();
    let holders: Vec<NodeId> = document.comments.iter().map(|comment| nearest(document, comment.node)).collect();
    for (id, block) in document.explicit_ids.iter_mut().zip(blocks) {
        id.block = block;
    }
    for (comment, holder) in document.comments.iter_mut().zip(holders) {
        comment.node = holder;
    }
    let mut nodes: Vec<Option<Node>> = std::mem::take(&mut document.nodes).into_iter().map(Some).collect();
    let moved = order.iter().filter_map(|old| nodes.get_mut(old.0 as usize)?.take());
    document.nodes = moved
        .map(|node| Node {
            parent: node.parent.and_then(place),
            first_child: node.first_child.and_then(place),
            next_sibling: node.next_sibling.and_then(place),
            ..node
        })
        .collect();
}

#[cfg(test)]
mod tests {
    use crate::markdown::{NodeKind, parse};

    #[test]
    fn what_stands_below_a_node_stands_behind_it() {
        let text = "# A <b>b</b> c <!-- x -->\n\n- d <img src=\"e\" alt=\"f\"> g\n- [h](#a)<a id=\"i\"></a>\n\nj\n";
        let document = parse(text).unwrap();
        let mut all = vec![document.root()];
        let mut at = 0;
        while let Some(&node) = all.get(at) {
            at += 1;
            all.splice(at..at, document.children(node).collect::<Vec<_>>());
        }
        assert!(all.is_sorted());
        assert_eq!(all[1..], document.descendants(document.root()).collect::<Vec<_>>());
        for &node in &all {
            let below: Vec<_> = all.iter().copied().filter(|&n| document.ancestors(n).any(|a| a == node)).collect();
            assert_eq!(document.descendants(node).collect::<Vec<_>>(), below);
        }
        assert!(matches!(document.kind(document.comments[0].node), NodeKind::HtmlInline));
        assert!(matches!(document.kind(document.explicit_ids[0].block), NodeKind::Paragraph));
    }
}
