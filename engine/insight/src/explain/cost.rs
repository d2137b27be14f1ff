//! Which steps hurt, why, and what would help.

use std::collections::HashSet;

use super::hints::Hints;
use super::plan::PlanStep;
use super::step::{By, Loop, SortUse, Step};
use super::tree::Node;
use super::words;

/// What is known of a whole plan.
pub(super) struct Costs<'plan> {
    hints: &'plan Hints,
    /// The subqueries: nobody can make an index for them.
    subqueries: HashSet<&'plan str>,
}

/// Where the steps stand that are looked at.
#[derive(Clone, Copy, Default)]
pub(super) struct Surroundings {
    /// They run again for each row of something outside.
    repeated: bool,
    /// They must read all, whatever the condition is.
    whole: bool,
    /// They are the step of a recursive query, one of whose loops is its queue.
    recursion: bool,
}

impl<'plan> Costs<'plan> {
    pub(super) fn new(nodes: &[Node<'plan>], hints: &'plan Hints) -> Self {
        let mut subqueries = HashSet::new();
        collect_subqueries(nodes, &mut subqueries);
        Self { hints, subqueries }
    }

    /// The steps of one level, explained: those that loop are nested in the order in which they
    /// stand.
    pub(super) fn steps(&self, nodes: &[Node<'plan>], around: &Surroundings) -> Vec<PlanStep> {
        let mut outer: Option<&str> = None;
        let mut steps = Vec::with_capacity(nodes.len());
        let queue = if around.recursion { self.queue(nodes) } else { None };
        for (at, node) in nodes.iter().enumerate() {
            let is_queue = queue == Some(at);
            let inside = self.inside(&node.step, around, outer.is_some());
            steps.push(PlanStep {
                detail: node.detail.to_owned(),
                explanation: words::explanation(&node.step, node.detail),
                kind: words::kind(&node.step),
                hurts: if is_queue { None } else { self.hurts(node, nodes, around, outer) },
                children: self.steps(&node.children, &inside),
            });
            match &node.step {
                _ if is_queue => {}
                Step::Loop(rows) => outer = outer.or(Some(rows.name)),
                Step::MultiIndexOr | Step::Constants => outer = outer.or(Some("the rows before")),
                _ => {}
            }
        }
        steps
    }

    fn inside(&self, step: &Step<'_>, around: &Surroundings, nested: bool) -> Surroundings {
        let repeated = match step {
            Step::Subquery { correlated, .. } => *correlated,
            Step::MultiIndexOr => nested || around.repeated,
            Step::Recursion => true,
            _ => around.repeated,
        };
        Surroundings {
            repeated,
            whole: matches!(step, Step::RightJoin(_)),
            recursion: matches!(step, Step::Recursion),
        }
    }

    /// The place of the loop over what the recursion has found, which gives one row at a time: the
    /// one with the subquery's name, or the outermost where an alias hides it.
    fn queue(&self, nodes: &[Node<'plan>]) -> Option<usize> {
        let is_loop = |node: &Node<'plan>, named: bool| match &node.step {
            Step::Loop(rows) => !named || self.is_subquery(self.hints.table(rows.name)),
            _ => false,
        };
        let find = |named| nodes.iter().position(|node| is_loop(node, named));
        find(true).or_else(|| find(false))
    }

    fn hurts(
        &self,
        node: &Node<'plan>,
        level: &[Node<'plan>],
        around: &Surroundings,
        outer: Option<&str>,
    ) -> Option<String> {
        match &node.step {
            Step::Loop(rows) => self.loop_hurts(rows, around, outer),
            Step::Sort(SortUse::Order) => self.sort_hurts("ORDER BY", level),
            Step::Sort(SortUse::Group) => self.sort_hurts("GROUP BY", level),
            Step::Sort(SortUse::Distinct) => self.sort_hurts("DISTINCT", level),
            Step::Subquery { correlated: true, .. } => {
                let scan = first_scan(&node.children, &|rows| self.is_large_scan(rows))?;
                Some(format!(
                    "It runs for each row outside, and reads all of {} each time. {}",
                    self.named(scan.name),
                    self.lookup_advice(scan.name)
                ))
            }
            _ => None,
        }
    }

    fn loop_hurts(
        &self,
        rows: &Loop<'plan>,
        around: &Surroundings,
        outer: Option<&str>,
    ) -> Option<String> {
        if let By::Automatic { .. } = rows.by {
            return self.automatic_hurts(rows);
        }
        if !self.is_large_scan(rows) {
            return None;
        }
        let named = self.named(rows.name);
        match outer {
            Some(outer) => Some(format!(
                "All of {named} is read again for each row of {}. {}",
                self.named(outer),
                self.lookup_advice(rows.name)
            )),
            None if around.repeated => Some(format!(
                "All of {named} is read again for each row outside. {}",
                self.lookup_advice(rows.name)
            )),
            None if around.whole || self.hints.filters_of(rows.name).is_empty() => None,
            None => Some(format!(
                "All of {named} is read to keep what the condition asks for. {}",
                self.index_advice(rows.name, self.hints.filters_of(rows.name))
            )),
        }
    }

    fn automatic_hurts(&self, rows: &Loop<'plan>) -> Option<String> {
        if self.is_subquery(rows.name) || self.hints.is_small(rows.name) {
            return None;
        }
        let table = self.hints.table(rows.name);
        let columns = rows.columns();
        let index = if columns.is_empty() {
            format!("an index on the columns of {table} that the join compares")
        } else {
            format!("an index on {table}({})", columns.join(", "))
        };
        Some(format!(
            "SQLite reads all of {} to make an index that is thrown away afterwards, each time the \
             statement runs. What would help: {index}.",
            self.named(rows.name)
        ))
    }

    /// A sort hurts where it takes all rows of a large table.
    fn sort_hurts(&self, clause: &str, level: &[Node<'plan>]) -> Option<String> {
        let scans = level.iter().filter_map(|node| match &node.step {
            Step::Loop(rows) if self.is_large_scan(rows) => Some(rows),
            _ => None,
        });
        let scan = scans.into_iter().next()?;
        let table = self.hints.table(scan.name);
        let columns = self.hints.orders_of(scan.name);
        let index = if clause == "ORDER BY" && !columns.is_empty() {
            format!("an index on {table}({})", columns.join(", "))
        } else {
            format!("an index on the columns of {clause}, in that order")
        };
        Some(format!(
            "All of {} is sorted before the first row is there. What would help: {index}, or a \
             condition that leaves fewer rows.",
            self.named(scan.name)
        ))
    }

    /// Whether all rows are read, of a table that has many or may have.
    fn is_large_scan(&self, rows: &Loop<'_>) -> bool {
        let reads_all = match rows.by {
            By::Virtual | By::Automatic { .. } => false,
            By::Table => true,
            By::PrimaryKey | By::Index { .. } => !rows.search,
        };
        reads_all && !self.hints.is_small(rows.name)
    }

    fn lookup_advice(&self, name: &str) -> String {
        if self.is_subquery(name) {
            return format!(
                "{name} is a subquery, which can have no index: join the tables themselves, or \
                 let it give fewer rows."
            );
        }
        let columns = [self.hints.joins_of(name), self.hints.filters_of(name)].concat();
        self.index_advice(name, &columns)
    }

    fn index_advice(&self, name: &str, columns: &[String]) -> String {
        let table = self.hints.table(name);
        match columns {
            [] => format!(
                "What would help: an index on the column of {table} that the query compares; its \
                 ON and WHERE say which."
            ),
            [column] => format!("What would help: an index on {table}({column})."),
            columns => format!(
                "What would help: an index on {table}, of one or more of {}.",
                columns.join(", ")
            ),
        }
    }

    /// The name with the table behind it: `p (posts)`.
    fn named(&self, name: &str) -> String {
        let table = self.hints.table(name);
        let bare = name.rsplit('.').next().unwrap_or(name);
        if table == bare { name.to_owned() } else { format!("{name} ({table})") }
    }

    fn is_subquery(&self, name: &str) -> bool {
        let unnamed = ["(subquery-", "(join-"].iter().any(|prefix| name.starts_with(prefix));
        unnamed || self.subqueries.contains(name)
    }
}

fn collect_subqueries<'plan>(nodes: &[Node<'plan>], names: &mut HashSet<&'plan str>) {
    for node in nodes {
        if let Step::Coroutine(name) | Step::Materialize(name) = node.step {
            names.insert(name);
        }
        collect_subqueries(&node.children, names);
    }
}

/// The first loop that is wanted, of a subquery and of what it is made of.
fn first_scan<'nodes, 'plan>(
    nodes: &'nodes [Node<'plan>],
    wanted: &dyn Fn(&Loop<'plan>) -> bool,
) -> Option<&'nodes Loop<'plan>> {
    nodes.iter().find_map(|node| match &node.step {
        Step::Loop(rows) if wanted(rows) => Some(rows),
        _ => first_scan(&node.children, wanted),
    })
}
