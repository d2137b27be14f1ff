//! Plans of a real SQLite, and of versions that are not here.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

use proptest::prelude::*;
use rusqlite::Connection;
use versa_insight::StepKind::{Other, Scan, Search, Sort, Subquery, Union};
use versa_insight::{Hints, PlanRow, PlanStep, QueryPlan, StepKind, explain};

const SCHEMA: &str = "
    create table users (id integer primary key, name text, age int, email text);
    create index users_email on users (email);
    create table posts (id integer primary key, user_id int, title text, score int, kind int);
    create index posts_score on posts (score, kind);
    create table tags (a int, b int, c int, primary key (a, b)) without rowid;
    create table plain (x int, y int);
    create virtual table docs using fts5(body);
";

struct Database(Connection);

impl Database {
    fn new() -> Self {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(SCHEMA).unwrap();
        Self(connection)
    }

    fn rows(&self, sql: &str) -> Vec<PlanRow> {
        let mut statement = self.0.prepare(&format!("explain query plan {sql}")).unwrap();
        let rows = statement
            .query_map([], |row| {
                Ok(PlanRow::new(row.get(0)?, row.get(1)?, row.get::<_, String>(3)?))
            })
            .unwrap();
        rows.map(Result::unwrap).collect()
    }

    fn plan(&self, sql: &str, hints: &Hints) -> QueryPlan {
        explain(&self.rows(sql), hints)
    }
}

fn flat(steps: &[PlanStep]) -> Vec<&PlanStep> {
    steps.iter().flat_map(|step| [vec![step], flat(&step.children)].concat()).collect()
}

fn of(detail: &str) -> PlanStep {
    explain(&[PlanRow::new(1, 0, detail)], &Hints::default()).steps.remove(0)
}

fn is_generic(step: &PlanStep) -> bool {
    step.explanation.starts_with("SQLite says")
}

/// A query, a beginning of a detail that its plan has, its kind, and whether it hurts.
type Case = (&'static str, &'static str, StepKind, bool);

const LOOPS: &[Case] = &[
    ("select * from users", "SCAN users", Scan, false),
    ("select * from users order by email", "SCAN users USING INDEX users_email", Scan, false),
    ("select email from users", "SCAN users USING COVERING INDEX users_email", Scan, false),
    ("select count(*) from users", "SCAN users USING COVERING INDEX", Scan, false),
    (
        "select * from users where email = 'a'",
        "SEARCH users USING INDEX users_email (email=?)",
        Search,
        false,
    ),
    (
        "select id from users where email > 'a' and email < 'b'",
        "SEARCH users USING COVERING INDEX users_email (email>? AND email<?)",
        Search,
        false,
    ),
    (
        "select * from users where id = 1",
        "SEARCH users USING INTEGER PRIMARY KEY (rowid=?)",
        Search,
        false,
    ),
    (
        "select * from users where id > 1 and id < 9",
        "SEARCH users USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
        Search,
        false,
    ),
    ("select * from tags where a = 1", "SEARCH tags USING PRIMARY KEY (a=?)", Search, false),
    ("select max(id) from users", "SEARCH users", Search, false),
    (
        "select max(email) from users",
        "SEARCH users USING COVERING INDEX users_email",
        Search,
        false,
    ),
    ("select * from users, posts", "SCAN posts", Scan, true),
    (
        "select * from users left join posts on posts.kind + 0 = 1",
        "SCAN posts LEFT-JOIN",
        Scan,
        true,
    ),
    (
        "select * from posts where score = 1 and kind > 2",
        "SEARCH posts USING INDEX posts_score (score=? AND kind>?)",
        Search,
        false,
    ),
    (
        "select * from posts where (score, kind) > (1, 2)",
        "SEARCH posts USING INDEX posts_score ((score,kind)>(?,?))",
        Search,
        false,
    ),
    ("select * from users join plain on plain.x = users.age", "SEARCH", Search, true),
    ("select * from posts where id = 1 or score = 2", "MULTI-INDEX OR", Search, false),
    ("select * from posts where id = 1 or score = 2", "INDEX 1", Other, false),
    ("select * from json_each('[1]')", "SCAN json_each VIRTUAL TABLE INDEX", Scan, false),
    ("select * from users, json_each('[1]') j", "SCAN j VIRTUAL TABLE INDEX", Scan, false),
    ("select * from docs where docs match 'a'", "SCAN docs VIRTUAL TABLE INDEX", Scan, false),
    ("select 1", "SCAN CONSTANT ROW", Other, false),
    ("values (1), (2)", "SCAN 2-ROW VALUES CLAUSE", Other, false),
    (
        "select * from posts where user_id in (select id from users)",
        "USING ROWID SEARCH ON TABLE users FOR IN-OPERATOR",
        Search,
        false,
    ),
    (
        "select * from posts where title in (select email from users)",
        "USING INDEX users_email FOR IN-OPERATOR",
        Search,
        false,
    ),
    (
        "select * from users full join plain on plain.x = users.age",
        "RIGHT-JOIN plain",
        Other,
        false,
    ),
    (
        "select * from users where exists (select 1 from plain where x = users.id)",
        "SEARCH plain EXISTS USING AUTOMATIC PARTIAL COVERING INDEX (x=?)",
        Search,
        true,
    ),
];

const RARE: &[Case] = &[
    (
        "select * from users where exists (select 1 from posts where score = users.age)",
        "SEARCH posts EXISTS USING",
        Search,
        false,
    ),
    (
        "select * from users left join plain on plain.x = users.age where plain.y = 3",
        "SEARCH",
        Search,
        true,
    ),
    ("select * from users where age in (select x from plain)", "CREATE BLOOM FILTER", Other, false),
    (
        "select * from (select x, count(*) from plain group by x), users",
        "SCAN (subquery-",
        Scan,
        false,
    ),
    (
        "select * from posts where (score, title) in (select x, y from plain)",
        "LIST SUBQUERY",
        Subquery,
        false,
    ),
];

const SORTS: &[Case] = &[
    ("select * from users order by name", "USE TEMP B-TREE FOR ORDER BY", Sort, true),
    (
        "select * from users where email = 'a' order by name",
        "USE TEMP B-TREE FOR ORDER BY",
        Sort,
        false,
    ),
    ("select age, count(*) from users group by age", "USE TEMP B-TREE FOR GROUP BY", Sort, true),
    ("select distinct age from users", "USE TEMP B-TREE FOR DISTINCT", Sort, true),
    (
        "select * from posts order by score, title",
        "USE TEMP B-TREE FOR LAST TERM OF ORDER BY",
        Sort,
        false,
    ),
    (
        "select * from posts order by score, title, user_id",
        "USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY",
        Sort,
        false,
    ),
    ("select count(distinct age) from users", "USE TEMP B-TREE FOR count(DISTINCT)", Sort, false),
    (
        "select group_concat(name order by age) from users",
        "USE TEMP B-TREE FOR group_concat(ORDER BY)",
        Sort,
        false,
    ),
];

const QUERIES: &[Case] = &[
    ("select x from plain union all select y from plain", "COMPOUND QUERY", Union, false),
    ("select x from plain union all select y from plain", "LEFT-MOST SUBQUERY", Union, false),
    ("select x from plain union all select y from plain", "UNION ALL", Union, false),
    ("select x from plain union select y from plain", "UNION USING TEMP B-TREE", Union, false),
    ("select x from plain except select y from plain", "EXCEPT USING TEMP B-TREE", Union, false),
    (
        "select x from plain intersect select y from plain",
        "INTERSECT USING TEMP B-TREE",
        Union,
        false,
    ),
    ("select x from plain union select y from plain order by 1", "MERGE (UNION)", Union, false),
    (
        "select x from plain union all select y from plain order by 1",
        "MERGE (UNION ALL)",
        Union,
        false,
    ),
    ("select x from plain union select y from plain order by 1", "LEFT", Union, false),
    ("select x from plain union select y from plain order by 1", "RIGHT", Union, false),
    (
        "select * from (select x, count(*) from plain group by x) s, users",
        "CO-ROUTINE s",
        Subquery,
        false,
    ),
    (
        "select * from users join (select x, count(*) n from plain group by x) s on s.x = users.id",
        "CO-ROUTINE s",
        Subquery,
        false,
    ),
    (
        "with s as materialized (select x from plain) select * from s a, s b",
        "MATERIALIZE s",
        Subquery,
        false,
    ),
    ("select (select max(x) from plain)", "SCALAR SUBQUERY", Subquery, false),
    (
        "select (select max(y) from plain where x = users.id) from users",
        "CORRELATED SCALAR SUBQUERY",
        Subquery,
        true,
    ),
    ("select (select y from plain where x = users.id) from users", "SCAN plain", Scan, true),
    (
        "select (select title from posts where posts.id = users.age) from users",
        "CORRELATED SCALAR SUBQUERY",
        Subquery,
        false,
    ),
    ("select * from users where age in (select x from plain)", "LIST SUBQUERY", Subquery, false),
    (
        "select age in (select x from plain where y = users.id) from users",
        "CORRELATED LIST SUBQUERY",
        Subquery,
        true,
    ),
    (
        "with recursive c(n) as (select 1 union all select n + 1 from c) select * from c",
        "SETUP",
        Other,
        false,
    ),
    (
        "with recursive c(n) as (select 1 union all select n + 1 from c) select * from c",
        "RECURSIVE STEP",
        Other,
        false,
    ),
    (
        "with recursive c(n) as (select 1 union all select n + 1 from c) select * from c",
        "SCAN c",
        Scan,
        false,
    ),
    (
        "with recursive c(n) as (select 1 union all select y from plain, c) select * from c",
        "SCAN c",
        Scan,
        false,
    ),
    (
        "with recursive c(n) as (select 1 union all select y from plain, c) select * from c",
        "SCAN plain",
        Scan,
        true,
    ),
    ("delete from plain where x = 1", "SCAN plain", Scan, false),
    (
        "update users set age = (select count(*) from plain where x = users.id)",
        "CORRELATED SCALAR SUBQUERY",
        Subquery,
        true,
    ),
];

#[test]
fn every_form_of_this_sqlite_is_known() {
    let database = Database::new();
    let mut wrong = Vec::new();
    for (sql, detail, kind, hurts) in [LOOPS, RARE, SORTS, QUERIES].concat() {
        let plan = database.plan(sql, &Hints::default());
        let steps = flat(&plan.steps);
        for step in &steps {
            assert!(!is_generic(step), "{sql}: {}", step.detail);
            assert!(step.explanation.ends_with('.') && step.explanation.len() > 9, "{step:?}");
        }
        let found = steps.iter().filter(|step| step.detail.starts_with(detail));
        let found: Vec<_> = found.map(|step| (step.kind, step.hurts.is_some())).collect();
        if !found.contains(&(kind, hurts)) || (!hurts && found.iter().any(|it| it.1)) {
            let said: Vec<_> = steps.iter().map(|step| (&step.detail, &step.hurts)).collect();
            wrong.push(format!("{sql}: {detail}, {kind:?}, {hurts}: {said:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn statistics_bring_skips_and_bloom_filters() {
    let database = Database::new();
    database
        .0
        .execute_batch(
            "with recursive c(n) as (select 1 union all select n + 1 from c where n < 20000)
             insert into posts select n, n, n, n % 3, n from c;
             insert into plain select id, id from posts where id % 40 = 0;
             insert into users select id, id, id, id from posts where id < 9000;
             analyze;",
        )
        .unwrap();
    let skip = database.plan("select * from posts where kind = 5", &Hints::default());
    assert_eq!(
        skip.steps[0].detail,
        "SEARCH posts USING INDEX posts_score (ANY(score) AND kind=?)"
    );
    assert!(skip.steps[0].explanation.contains("score is anything and kind = ?"));

    let bloom = "select count(*) from posts join plain on plain.x = posts.user_id
                 join users on users.id = plain.y where users.age < 10";
    let steps = database.plan(bloom, &Hints::default()).steps;
    let steps = flat(&steps);
    assert!(steps.iter().all(|step| !is_generic(step)), "{steps:#?}");
    assert!(steps.iter().any(|step| step.detail.contains("BLOOM FILTER")), "{steps:#?}");
}

#[test]
fn forms_of_other_versions_are_known() {
    let forms = [
        ("SCAN 3 CONSTANT ROWS", Other),
        ("SCAN (subquery-2)", Scan),
        ("SCAN t EXISTS", Scan),
        ("SEARCH t EXISTS USING INDEX i (a=?)", Search),
        ("SEARCH t USING AUTOMATIC PARTIAL COVERING INDEX (a=?)", Search),
        ("USE TEMP B-TREE FOR RIGHT PART OF ORDER BY", Sort),
        ("REUSE LIST SUBQUERY 3", Subquery),
        ("REUSE SUBQUERY 3", Subquery),
        ("CREATE BLOOM FILTER", Other),
        ("BLOOM FILTER ON t (a=? AND b=?)", Other),
        ("MERGE (EXCEPT)", Union),
        ("SEARCH t USING INDEX i (a=?) LEFT-JOIN (~12 rows)", Search),
        ("SCAN json_each VIRTUAL TABLE INDEX 0x1:", Scan),
    ];
    for (detail, kind) in forms {
        let step = of(detail);
        assert_eq!(step.kind, kind, "{detail}");
        assert!(!is_generic(&step), "{detail}");
    }
    assert_eq!(of("BREW COFFEE").explanation, "SQLite says: BREW COFFEE.");
    assert_eq!(of("BREW COFFEE").kind, Other);
}

#[test]
fn hints_name_the_index() {
    let database = Database::new();
    let mut hints = Hints::default();
    hints.filters.insert("u".to_owned(), vec!["age".to_owned()]);
    hints.aliases.insert("u".to_owned(), "users".to_owned());
    hints.orders.insert("u".to_owned(), vec!["name".to_owned()]);
    let sql = "select * from users u where age = 1 order by name";
    let plan = database.plan(sql, &hints);
    let hurts: Vec<_> = plan.steps.iter().map(|step| step.hurts.clone().unwrap()).collect();
    assert_eq!(
        hurts[0],
        "All of u (users) is read to keep what the condition asks for. What would help: an index \
         on users(age)."
    );
    assert!(hurts[1].contains("an index on users(name)"), "{hurts:?}");

    hints.tables.insert("users".to_owned(), 999);
    assert!(database.plan(sql, &hints).steps.iter().all(|step| step.hurts.is_none()));
    hints.tables.insert("users".to_owned(), 1_000);
    assert!(database.plan(sql, &hints).steps.iter().all(|step| step.hurts.is_some()));
}

#[test]
fn an_automatic_index_is_named_by_the_plan() {
    let plan = Database::new()
        .plan("select * from users join plain p on p.x = users.age and p.y = 3", &Hints::default());
    let hurts: Vec<_> = flat(&plan.steps).iter().filter_map(|step| step.hurts.clone()).collect();
    assert_eq!(hurts.len(), 1, "{plan:#?}");
    assert!(hurts[0].contains("an index on "), "{hurts:?}");
    assert!(hurts[0].contains('('), "{hurts:?}");
}

#[test]
fn a_query_gives_its_own_hints() {
    let query = serde_json::from_str(
        r#"{"kind":"select","columns":[{"expr":{"kind":"allColumns"}}],
            "from":{"kind":"table","table":{"name":"users"},"alias":"u"},
            "joins":[{"kind":"inner","source":{"kind":"table","table":{"name":"posts"}},
              "on":{"kind":"compare","op":"=",
                    "left":{"kind":"column","table":"posts","name":"user_id"},
                    "right":{"kind":"column","table":"u","name":"id"}}}],
            "filter":{"kind":"compare","op":">","left":{"kind":"column","table":"u","name":"age"},
                      "right":{"kind":"param","index":0}},
            "orderBy":[{"expr":{"kind":"column","table":"u","name":"name"},"direction":"asc"}]}"#,
    );
    let hints = Hints::of(&query.unwrap());
    assert_eq!(hints.aliases["u"], "users");
    assert_eq!(hints.joins["posts"], ["user_id"]);
    assert_eq!(hints.joins["u"], ["id"]);
    assert_eq!(hints.filters["u"], ["age"]);
    assert_eq!(hints.orders["u"], ["name"]);
    let rows = [PlanRow::new(1, 0, "SCAN u"), PlanRow::new(2, 0, "SCAN posts")];
    let outer = explain(&rows, &hints).steps.remove(0).hurts.unwrap();
    assert!(outer.ends_with("an index on users(age)."), "{outer}");
    let hurts = explain(&rows, &hints).steps.remove(1).hurts.unwrap();
    assert_eq!(
        hurts,
        "All of posts is read again for each row of u (users). What would help: an index on \
         posts(user_id)."
    );
}

#[test]
fn what_must_be_read_does_not_hurt() {
    let mut hints = Hints::default();
    hints.joins.insert("users".to_owned(), vec!["id".to_owned()]);
    let rows =
        [PlanRow::new(1, 0, "SCAN users"), PlanRow::new(2, 0, "SEARCH posts USING INDEX i (a=?)")];
    assert!(explain(&rows, &hints).steps.iter().all(|step| step.hurts.is_none()));
    hints.filters.insert("users".to_owned(), vec!["age".to_owned()]);
    let rows = [PlanRow::new(1, 0, "RIGHT-JOIN users"), PlanRow::new(2, 1, "SCAN users")];
    assert_eq!(explain(&rows, &hints).steps[0].children[0].hurts, None);
}

#[test]
fn a_subquery_can_have_no_index() {
    let rows = [
        PlanRow::new(1, 0, "MATERIALIZE s"),
        PlanRow::new(2, 1, "SCAN plain"),
        PlanRow::new(3, 0, "SCAN users"),
        PlanRow::new(4, 0, "SCAN s"),
        PlanRow::new(5, 0, "SEARCH s USING AUTOMATIC COVERING INDEX (x=?)"),
    ];
    let steps = explain(&rows, &Hints::default()).steps;
    assert!(steps[2].hurts.as_ref().unwrap().contains("can have no index"));
    assert_eq!(steps[3].hurts, None);
}

#[test]
fn a_plan_is_as_deep_as_it_may_be() {
    let rows: Vec<_> = (1..50_000).map(|id| PlanRow::new(id, id - 1, "UNION ALL")).collect();
    let plan = explain(&rows, &Hints::default());
    assert_eq!(flat(&plan.steps[0].children[0].children).len(), 49_997);
}

proptest! {
    #[test]
    fn any_detail_is_explained(
        details in proptest::collection::vec(
            (
                "(SCAN |SEARCH |USE TEMP B-TREE FOR |MERGE \\(|)",
                ".{0,12}",
                "( USING INDEX | \\(|\\)|)",
                "\\PC{0,9}",
            ),
            0..12,
        ),
        parents in proptest::collection::vec(-1..14_i64, 12),
    ) {
        let detail = |(a, b, c, d): &(String, String, String, String)| format!("{a}{b}{c}{d}");
        let rows: Vec<_> = details.iter().zip(&parents).enumerate()
            .map(|(id, (parts, parent))| PlanRow::new(id as i64, *parent, detail(parts)))
            .collect();
        let plan = explain(&rows, &Hints::default());
        let mut told: Vec<_> = flat(&plan.steps).iter().map(|step| step.detail.clone()).collect();
        let mut given: Vec<_> = details.iter().map(detail).collect();
        told.sort();
        given.sort();
        prop_assert_eq!(told, given);
    }
}
