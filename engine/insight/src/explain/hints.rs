use std::collections::{BTreeMap, BTreeSet};

use versa_ast::{CompareOp, Expr, InValues, Join, Query, Select, Source};

/// What a plan does not say of its query. Everything may be missing.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Hints {
    /// How many rows tables have.
    pub tables: BTreeMap<String, u64>,
    /// The tables behind aliases: a plan names a table by its alias.
    pub aliases: BTreeMap<String, String>,
    /// The columns that conditions compare with values, by the table's name or alias.
    pub filters: BTreeMap<String, Vec<String>>,
    /// The columns that are compared with columns of other tables, by the table's name or alias.
    pub joins: BTreeMap<String, Vec<String>>,
    /// The columns that rows are sorted by, by the table's name or alias.
    pub orders: BTreeMap<String, Vec<String>>,
}

impl Hints {
    /// What a query's tree says: aliases, and the columns in its conditions and its order.
    #[must_use]
    pub fn of(query: &Query) -> Self {
        let mut hints = Self::default();
        match query {
            Query::Select(select) => hints.select(select, &[]),
            Query::Update(update) => {
                let mut sources = vec![update.table.name.as_str().to_owned()];
                hints.joined(update.joins.as_deref(), &mut sources);
                update.filter.iter().for_each(|filter| hints.condition(filter, &sources));
            }
            Query::Delete(delete) => {
                let mut sources = vec![delete.table.name.as_str().to_owned()];
                hints.joined(delete.joins.as_deref(), &mut sources);
                delete.filter.iter().for_each(|filter| hints.condition(filter, &sources));
            }
            _ => {}
        }
        hints
    }

    fn select(&mut self, select: &Select, outer: &[String]) {
        let mut sources = Vec::new();
        select.from.iter().for_each(|from| self.source(from, &mut sources));
        self.joined(select.joins.as_deref(), &mut sources);
        // A bare column of a subquery is its own source's; only a named one may be from outside.
        if sources.is_empty() {
            sources.extend_from_slice(outer);
        }
        select.filter.iter().for_each(|filter| self.condition(filter, &sources));
        select.columns.iter().for_each(|column| self.subqueries(&column.expr, &sources));
        self.order(select, &sources);
    }

    fn joined(&mut self, joins: Option<&[Join]>, sources: &mut Vec<String>) {
        for join in joins.unwrap_or_default() {
            self.source(&join.source, sources);
        }
        for on in joins.unwrap_or_default().iter().filter_map(|join| join.on.as_ref()) {
            self.condition(on, sources);
        }
    }

    fn source(&mut self, source: &Source, sources: &mut Vec<String>) {
        match source {
            Source::Table { table, alias } => {
                let name = alias.as_ref().unwrap_or(&table.name).as_str();
                if name != table.name.as_str() {
                    self.aliases.insert(name.to_owned(), table.name.as_str().to_owned());
                }
                sources.push(name.to_owned());
            }
            Source::Query { query, alias } => {
                self.select(query, &[]);
                sources.push(alias.as_str().to_owned());
            }
        }
    }

    /// Only of a condition that an index could answer: not of `!=`, of a negation or a function.
    fn condition(&mut self, expr: &Expr, sources: &[String]) {
        match expr {
            Expr::And { items } | Expr::Or { items } => {
                items.iter().for_each(|item| self.condition(item, sources));
            }
            Expr::Compare { op, left, right } if *op != CompareOp::Ne => {
                let is_join = [left, right].iter().all(|side| is_column(side));
                for side in [left, right] {
                    let columns = if is_join { &mut self.joins } else { &mut self.filters };
                    note(columns, side, sources);
                    self.subqueries(side, sources);
                }
            }
            Expr::In { expr, values, negated } => {
                if !negated {
                    note(&mut self.filters, expr, sources);
                }
                if let InValues::Query { query } = values {
                    self.select(query, sources);
                }
            }
            Expr::InRows { exprs, negated: false, .. } => {
                exprs.iter().for_each(|expr| note(&mut self.filters, expr, sources));
            }
            Expr::Between { expr, negated: false, .. } | Expr::IsNull { expr, negated: false } => {
                note(&mut self.filters, expr, sources);
            }
            other => self.subqueries(other, sources),
        }
    }

    fn subqueries(&mut self, expr: &Expr, sources: &[String]) {
        match expr {
            Expr::Exists { query, .. } | Expr::Subquery { query } => self.select(query, sources),
            Expr::Not { expr } => self.subqueries(expr, sources),
            Expr::And { items } | Expr::Or { items } => {
                items.iter().for_each(|item| self.subqueries(item, sources));
            }
            Expr::Function { args, .. } => {
                args.iter().for_each(|arg| self.subqueries(arg, sources));
            }
            _ => {}
        }
    }

    /// An index helps only where all columns are of one table.
    fn order(&mut self, select: &Select, sources: &[String]) {
        let orders = select.order_by.iter().flatten();
        let columns: Option<Vec<_>> = orders.map(|order| column_of(&order.expr, sources)).collect();
        let columns = columns.unwrap_or_default();
        let tables: BTreeSet<_> = columns.iter().map(|(table, _)| table.clone()).collect();
        if let [table] = tables.into_iter().collect::<Vec<_>>().as_slice() {
            let names = columns.into_iter().map(|(_, column)| column).collect();
            self.orders.insert(table.clone(), names);
        }
    }

    /// The table behind a name of the plan.
    pub(super) fn table<'name>(&'name self, name: &'name str) -> &'name str {
        // A table in another schema is `main.users` in the plan.
        let bare = name.rsplit('.').next().unwrap_or(name);
        [name, bare].iter().find_map(|name| self.aliases.get(*name)).map_or(bare, String::as_str)
    }

    /// Whether the table behind a name is known to be small.
    pub(super) fn is_small(&self, name: &str) -> bool {
        const SMALL: u64 = 1_000;
        self.tables.get(self.table(name)).is_some_and(|rows| *rows < SMALL)
    }

    pub(super) fn filters_of(&self, name: &str) -> &[String] {
        self.of_name(&self.filters, name)
    }

    pub(super) fn joins_of(&self, name: &str) -> &[String] {
        self.of_name(&self.joins, name)
    }

    pub(super) fn orders_of(&self, name: &str) -> &[String] {
        self.of_name(&self.orders, name)
    }

    fn of_name<'hints>(
        &'hints self,
        columns: &'hints BTreeMap<String, Vec<String>>,
        name: &str,
    ) -> &'hints [String] {
        let found = columns.get(name).or_else(|| columns.get(self.table(name)));
        found.map(Vec::as_slice).unwrap_or_default()
    }
}

fn is_column(expr: &Expr) -> bool {
    matches!(expr, Expr::Column { .. })
}

fn note(columns: &mut BTreeMap<String, Vec<String>>, expr: &Expr, sources: &[String]) {
    if let Some((table, column)) = column_of(expr, sources) {
        let columns = columns.entry(table).or_default();
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
}

fn column_of(expr: &Expr, sources: &[String]) -> Option<(String, String)> {
    let Expr::Column { table, name } = expr else { return None };
    let table = match (table, sources) {
        (Some(table), _) => table.as_str().to_owned(),
        (None, [source]) => source.clone(),
        _ => return None,
    };
    Some((table, name.as_str().to_owned()))
}
