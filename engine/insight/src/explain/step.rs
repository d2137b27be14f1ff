//! What SQLite says of a step, taken apart.

/// A step of a plan.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Step<'plan> {
    /// `SCAN …` and `SEARCH …`.
    Loop(Loop<'plan>),
    /// `SCAN CONSTANT ROW`, `SCAN 2 CONSTANT ROWS`, `SCAN 2-ROW VALUES CLAUSE`.
    Constants,
    /// `MULTI-INDEX OR`.
    MultiIndexOr,
    /// `INDEX 1`, of a `MULTI-INDEX OR`.
    Branch(&'plan str),
    /// `USE TEMP B-TREE FOR ORDER BY`: what for.
    Sort(SortUse<'plan>),
    /// `COMPOUND QUERY`.
    Compound,
    /// `LEFT-MOST SUBQUERY`.
    LeftMost,
    /// `UNION ALL`.
    UnionAll,
    /// `UNION USING TEMP B-TREE`, and so `EXCEPT` and `INTERSECT`.
    SetOperation(&'plan str),
    /// `MERGE (UNION)`.
    Merge(&'plan str),
    /// `LEFT` and `RIGHT`, of a merge: whether it is the left.
    MergeSide(bool),
    /// `CO-ROUTINE x`.
    Coroutine(&'plan str),
    /// `MATERIALIZE x`.
    Materialize(&'plan str),
    /// `SCALAR SUBQUERY 1`, `LIST SUBQUERY 1`.
    Subquery { correlated: bool, list: bool },
    /// `REUSE SUBQUERY 1`, `REUSE LIST SUBQUERY 1`.
    Reuse,
    /// `SETUP`, of a recursive query.
    Setup,
    /// `RECURSIVE STEP`.
    Recursion,
    /// `BLOOM FILTER ON t (a=?)`.
    Bloom(&'plan str),
    /// `CREATE BLOOM FILTER`.
    CreateBloom,
    /// `RIGHT-JOIN t`.
    RightJoin(&'plan str),
    /// `USING INDEX i FOR IN-OPERATOR`, and by rowid.
    InOperator(&'plan str),
    /// Nothing that is known.
    Unknown,
}

/// A loop over rows of a table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Loop<'plan> {
    /// The name or alias of the table or subquery.
    pub(super) name: &'plan str,
    /// Whether some rows are looked up; else all are read.
    pub(super) search: bool,
    pub(super) by: By<'plan>,
    /// What they are looked up by: `user_id=? AND age>?`.
    pub(super) terms: Option<&'plan str>,
    /// It is the right side of a left join.
    pub(super) left_join: bool,
    /// It is an `exists` that was made a join: the first row is enough.
    pub(super) exists: bool,
}

/// By what the rows of a loop are found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum By<'plan> {
    /// The table itself, in the order of its rows. With a search it is a `min` or `max`: rows are
    /// read from one end until the value is certain, which may be the first row or all.
    Table,
    /// The key that the table is sorted by.
    PrimaryKey,
    /// An index.
    Index { name: &'plan str, covering: bool },
    /// An index that is made for this statement.
    Automatic { partial: bool },
    /// A virtual table's own way.
    Virtual,
}

/// What a temporary b-tree is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum SortUse<'plan> {
    /// `ORDER BY`.
    Order,
    /// `LAST TERM OF ORDER BY` and the like: groups of rows that come sorted otherwise.
    OrderWithin,
    /// `GROUP BY`.
    Group,
    /// `DISTINCT`.
    Distinct,
    /// `count(DISTINCT)`.
    DistinctArgument(&'plan str),
    /// `group_concat(ORDER BY)`.
    OrderedArgument(&'plan str),
}

impl<'plan> Step<'plan> {
    pub(super) fn read(detail: &'plan str) -> Self {
        let detail = detail.trim();
        match detail {
            "SCAN CONSTANT ROW" => return Self::Constants,
            "MULTI-INDEX OR" => return Self::MultiIndexOr,
            "COMPOUND QUERY" => return Self::Compound,
            "LEFT-MOST SUBQUERY" => return Self::LeftMost,
            "UNION ALL" => return Self::UnionAll,
            "LEFT" => return Self::MergeSide(true),
            "RIGHT" => return Self::MergeSide(false),
            "SETUP" => return Self::Setup,
            "RECURSIVE STEP" => return Self::Recursion,
            "CREATE BLOOM FILTER" => return Self::CreateBloom,
            _ => {}
        }
        Self::named(detail).or_else(|| Self::subquery(detail)).unwrap_or(Self::Unknown)
    }

    fn named(detail: &'plan str) -> Option<Self> {
        let behind = |prefix: &str| detail.strip_prefix(prefix).filter(|name| !name.is_empty());
        if let Some(rest) = behind("SEARCH ") {
            return Some(Self::Loop(Loop::read(rest, true)));
        }
        if let Some(rest) = behind("SCAN ") {
            return Some(Self::scan(rest));
        }
        if let Some(rest) = behind("USE TEMP B-TREE FOR ") {
            return Some(SortUse::read(rest).map_or(Self::Unknown, Self::Sort));
        }
        let operation = detail.strip_suffix(" USING TEMP B-TREE");
        let merged = behind("MERGE (").and_then(|rest| rest.strip_suffix(')'));
        let branch = behind("INDEX ").filter(|number| is_number(number)).map(Self::Branch);
        let index = behind("USING INDEX ").or_else(|| behind("USING ROWID SEARCH ON TABLE "));
        let index = index.and_then(|rest| rest.strip_suffix(" FOR IN-OPERATOR"));
        branch
            .or(operation.filter(|name| is_set_operation(name)).map(Self::SetOperation))
            .or(merged.map(Self::Merge))
            .or(behind("CO-ROUTINE ").map(Self::Coroutine))
            .or(behind("MATERIALIZE ").map(Self::Materialize))
            .or(behind("BLOOM FILTER ON ").map(Self::Bloom))
            .or(behind("RIGHT-JOIN ").map(Self::RightJoin))
            .or(index.map(Self::InOperator))
    }

    fn scan(rest: &'plan str) -> Self {
        let constants = rest
            .strip_suffix(" CONSTANT ROWS")
            .or_else(|| rest.strip_suffix(" CONSTANT ROW"))
            .or_else(|| rest.strip_suffix("-ROW VALUES CLAUSE"));
        match constants {
            Some(number) if is_number(number) => Self::Constants,
            _ => Self::Loop(Loop::read(rest, false)),
        }
    }

    fn subquery(detail: &'plan str) -> Option<Self> {
        let (words, number) = detail.rsplit_once(' ')?;
        if !is_number(number) {
            return None;
        }
        let (correlated, words) = match words.strip_prefix("CORRELATED ") {
            Some(rest) => (true, rest),
            None => (false, words),
        };
        match words {
            "SCALAR SUBQUERY" => Some(Self::Subquery { correlated, list: false }),
            "LIST SUBQUERY" => Some(Self::Subquery { correlated, list: true }),
            "REUSE SUBQUERY" | "REUSE LIST SUBQUERY" => Some(Self::Reuse),
            _ => None,
        }
    }
}

impl<'plan> Loop<'plan> {
    fn read(rest: &'plan str, search: bool) -> Self {
        let (rest, left_join) = without_suffix(without_estimate(rest), " LEFT-JOIN");
        if let Some((name, _)) = rest.split_once(" VIRTUAL TABLE INDEX ") {
            let by = By::Virtual;
            return Self { name, search, by, terms: None, left_join, exists: false };
        }
        let (name, using) = rest.split_once(" USING ").unwrap_or((rest, ""));
        let (name, exists) = without_suffix(name, " EXISTS");
        let (using, terms) = match using.split_once(" (") {
            Some((using, terms)) => (using, terms.strip_suffix(')')),
            None => (using, None),
        };
        let by = match using {
            "" => By::Table,
            "INTEGER PRIMARY KEY" | "PRIMARY KEY" => By::PrimaryKey,
            "AUTOMATIC COVERING INDEX" => By::Automatic { partial: false },
            "AUTOMATIC PARTIAL COVERING INDEX" => By::Automatic { partial: true },
            _ => match using.strip_prefix("COVERING INDEX ") {
                Some(name) => By::Index { name, covering: true },
                None => By::Index {
                    name: using.strip_prefix("INDEX ").unwrap_or(using),
                    covering: false,
                },
            },
        };
        Self { name, search, by, terms, left_join, exists }
    }

    /// The columns that are looked up, where all of them are plain.
    pub(super) fn columns(&self) -> Vec<&'plan str> {
        let terms = self.terms.into_iter().flat_map(|terms| terms.split(" AND "));
        let columns: Vec<_> =
            terms.filter_map(|term| Some(term.split_at(term.find(['=', '>', '<'])?).0)).collect();
        if columns.iter().any(|column| column.contains(['(', ')'])) { Vec::new() } else { columns }
    }
}

impl<'plan> SortUse<'plan> {
    fn read(rest: &'plan str) -> Option<Self> {
        match rest {
            "ORDER BY" => return Some(Self::Order),
            "GROUP BY" => return Some(Self::Group),
            "DISTINCT" => return Some(Self::Distinct),
            "RIGHT PART OF ORDER BY" | "LAST TERM OF ORDER BY" => return Some(Self::OrderWithin),
            _ => {}
        }
        let number =
            rest.strip_prefix("LAST ").and_then(|rest| rest.strip_suffix(" TERMS OF ORDER BY"));
        let within = number.filter(|number| is_number(number)).map(|_| Self::OrderWithin);
        let distinct = || rest.strip_suffix("(DISTINCT)").map(Self::DistinctArgument);
        let ordered = || rest.strip_suffix("(ORDER BY)").map(Self::OrderedArgument);
        within.or_else(distinct).or_else(ordered)
    }
}

fn without_suffix<'plan>(text: &'plan str, suffix: &str) -> (&'plan str, bool) {
    text.strip_suffix(suffix).map_or((text, false), |rest| (rest, true))
}

/// Some builds add `(~12 rows)`.
fn without_estimate(text: &str) -> &str {
    match text.rsplit_once(" (~") {
        Some((rest, estimate)) if estimate.ends_with("rows)") || estimate.ends_with("row)") => rest,
        _ => text,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_set_operation(text: &str) -> bool {
    matches!(text, "UNION" | "EXCEPT" | "INTERSECT")
}
