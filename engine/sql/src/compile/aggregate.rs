use versa_ast::{Expr, FunctionName};

/// Whether an expression may compute one value from many rows. A subquery's own aggregates do not
/// count; the user's own SQL may hold one.
pub(crate) fn may_aggregate(expr: &Expr) -> bool {
    match expr {
        Expr::Function { name, args, .. } => is_aggregate(*name) || args.iter().any(may_aggregate),
        Expr::Raw { .. } => true,
        Expr::And { items } | Expr::Or { items } => items.iter().any(may_aggregate),
        Expr::Not { expr }
        | Expr::IsNull { expr, .. }
        | Expr::Cast { expr, .. }
        | Expr::In { expr, .. } => may_aggregate(expr),
        Expr::InRows { exprs, .. } => exprs.iter().any(may_aggregate),
        Expr::Over { partition_by, order_by, .. } => {
            partition_by.iter().chain(order_by.iter().map(|order| &order.expr)).any(may_aggregate)
        }
        Expr::Compare { left, right, .. } | Expr::Arithmetic { left, right, .. } => {
            may_aggregate(left) || may_aggregate(right)
        }
        Expr::Like { expr, pattern, .. } => may_aggregate(expr) || may_aggregate(pattern),
        Expr::Between { expr, low, high, .. } => {
            may_aggregate(expr) || may_aggregate(low) || may_aggregate(high)
        }
        Expr::Case { branches, otherwise } => {
            branches.iter().any(|branch| may_aggregate(&branch.when) || may_aggregate(&branch.then))
                || otherwise.as_deref().is_some_and(may_aggregate)
        }
        Expr::Column { .. }
        | Expr::AllColumns { .. }
        | Expr::Param { .. }
        | Expr::Null
        | Expr::Integer { .. }
        | Expr::Exists { .. }
        | Expr::Subquery { .. }
        | Expr::Inserted { .. } => false,
    }
}

fn is_aggregate(name: FunctionName) -> bool {
    use FunctionName::{Avg, Count, Max, Min, Sum};
    matches!(name, Count | Sum | Avg | Min | Max)
}
