use std::collections::HashMap;

use super::plan::PlanRow;
use super::step::Step;

/// A step with those it is made of.
pub(super) struct Node<'plan> {
    pub(super) step: Step<'plan>,
    pub(super) detail: &'plan str,
    pub(super) children: Vec<Node<'plan>>,
}

/// Deeper steps than these become children of the last that may have some: SQLite nests far less,
/// and what is walked by recursion must not be as deep as somebody likes.
const MAX_DEPTH: usize = 100;

/// The steps by their parents. A parent that did not come before its child is none.
pub(super) fn build(rows: &[PlanRow]) -> Vec<Node<'_>> {
    let mut roots: Vec<Node<'_>> = Vec::new();
    // The path of places that leads to each step.
    let mut paths: HashMap<i64, Vec<usize>> = HashMap::new();
    for row in rows {
        let mut path = paths.get(&row.parent).cloned().unwrap_or_default();
        path.truncate(MAX_DEPTH - 1);
        let siblings = level(&mut roots, &path);
        path.push(siblings.len());
        let step = Step::read(&row.detail);
        siblings.push(Node { step, detail: &row.detail, children: Vec::new() });
        paths.insert(row.id, path);
    }
    roots
}

fn level<'nodes, 'plan>(
    nodes: &'nodes mut Vec<Node<'plan>>,
    path: &[usize],
) -> &'nodes mut Vec<Node<'plan>> {
    match path {
        [first, rest @ ..] if *first < nodes.len() => level(&mut nodes[*first].children, rest),
        _ => nodes,
    }
}
