use std::collections::BTreeSet;

use versa_ast::{
    Assignment, ConflictAction, Expr, Identifier, InValues, Insert, InsertSource, Join, OnConflict,
    OutputColumn, Query, RawPart, Select, Source, TableRef,
};

/// The tables a query touches. The user's own SQL hides its tables; nothing is guessed.
pub(crate) struct Tables {
    pub(crate) reads: Vec<String>,
    pub(crate) writes: Vec<String>,
}

impl Tables {
    pub(crate) fn of(query: &Query) -> Self {
        let mut reads = Reads::default();
        let writes = match query {
            Query::Select(select) => {
                reads.select(select);
                Vec::new()
            }
            Query::Insert(insert) => {
                reads.insert(insert);
                vec![name(&insert.table)]
            }
            Query::Update(update) => {
                reads.joins(update.joins.as_deref());
                reads.assignments(&update.set);
                update.filter.iter().for_each(|filter| reads.expr(filter));
                reads.columns(update.returning.as_deref());
                vec![name(&update.table)]
            }
            Query::UpdateRows(update) => {
                reads.assignments(update.set.as_deref().unwrap_or_default());
                update.filter.iter().for_each(|filter| reads.expr(filter));
                vec![name(&update.table)]
            }
            Query::Delete(delete) => {
                reads.joins(delete.joins.as_deref());
                delete.filter.iter().for_each(|filter| reads.expr(filter));
                reads.columns(delete.returning.as_deref());
                vec![name(&delete.table)]
            }
            Query::Refresh(refresh) => vec![name(&refresh.view)],
            Query::Raw(raw) => {
                reads.raw(&raw.parts);
                Vec::new()
            }
        };
        Self { reads: reads.0.into_iter().collect(), writes }
    }
}

#[derive(Default)]
struct Reads(BTreeSet<String>);

impl Reads {
    fn select(&mut self, select: &Select) {
        select.from.iter().for_each(|from| self.source(from));
        self.joins(select.joins.as_deref());
        select.columns.iter().for_each(|column| self.expr(&column.expr));
        let conditions = select.filter.iter().chain(&select.having);
        conditions.chain(select.group_by.iter().flatten()).for_each(|expr| self.expr(expr));
        select.order_by.iter().flatten().for_each(|order| self.expr(&order.expr));
    }

    fn joins(&mut self, joins: Option<&[Join]>) {
        for join in joins.unwrap_or_default() {
            self.source(&join.source);
            join.on.iter().for_each(|on| self.expr(on));
        }
    }

    fn insert(&mut self, insert: &Insert) {
        match &insert.source {
            InsertSource::Row { values } => values.iter().for_each(|value| self.expr(value)),
            InsertSource::Query { query } => self.select(query),
            InsertSource::Rows { .. } => {}
        }
        if let Some(OnConflict { action: ConflictAction::Update { set }, .. }) = &insert.on_conflict
        {
            self.assignments(set);
        }
        self.columns(insert.returning.as_deref());
    }

    fn assignments(&mut self, set: &[Assignment]) {
        set.iter().for_each(|assignment| self.expr(&assignment.value));
    }

    fn columns(&mut self, columns: Option<&[OutputColumn]>) {
        columns.unwrap_or_default().iter().for_each(|column| self.expr(&column.expr));
    }

    fn source(&mut self, source: &Source) {
        match source {
            Source::Table { table, .. } => {
                self.0.insert(name(table));
            }
            Source::Query { query, .. } => self.select(query),
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Exists { query, .. } | Expr::Subquery { query } => self.select(query),
            Expr::In { expr, values, .. } => {
                self.expr(expr);
                if let InValues::Query { query } = values {
                    self.select(query);
                }
            }
            Expr::Over { partition_by, order_by, .. } => {
                let ordered = order_by.iter().map(|order| &order.expr);
                partition_by.iter().chain(ordered).for_each(|part| self.expr(part));
            }
            Expr::InRows { exprs: items, .. } | Expr::And { items } | Expr::Or { items } => {
                items.iter().for_each(|item| self.expr(item));
            }
            Expr::Not { expr } | Expr::IsNull { expr, .. } | Expr::Cast { expr, .. } => {
                self.expr(expr);
            }
            Expr::Compare { left, right, .. } | Expr::Arithmetic { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            Expr::Like { expr, pattern, .. } => {
                self.expr(expr);
                self.expr(pattern);
            }
            Expr::Between { expr, low, high, .. } => {
                [expr, low, high].into_iter().for_each(|part| self.expr(part));
            }
            Expr::Function { args, .. } => args.iter().for_each(|arg| self.expr(arg)),
            Expr::Case { branches, otherwise } => {
                for branch in branches {
                    self.expr(&branch.when);
                    self.expr(&branch.then);
                }
                otherwise.iter().for_each(|otherwise| self.expr(otherwise));
            }
            Expr::Raw { parts } => self.raw(parts),
            Expr::Column { .. }
            | Expr::AllColumns { .. }
            | Expr::Param { .. }
            | Expr::Null
            | Expr::Integer { .. }
            | Expr::Inserted { .. } => {}
        }
    }

    fn raw(&mut self, parts: &[RawPart]) {
        for part in parts {
            if let RawPart::Expr { expr } = part {
                self.expr(expr);
            }
        }
    }
}

fn name(table: &TableRef) -> String {
    match &table.schema {
        Some(schema) => format!("{}.{}", part(schema), part(&table.name)),
        None => part(&table.name),
    }
}

/// A name whose own dots are not taken for the one behind a schema.
fn part(name: &Identifier) -> String {
    let name = name.as_str();
    if name.contains(['.', '"']) {
        return format!("\"{}\"", name.replace('"', "\"\""));
    }
    name.to_owned()
}
