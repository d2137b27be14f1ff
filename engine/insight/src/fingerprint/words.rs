//! The words that are not names, or not always.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words of the language, reserved in MySQL and MariaDB: where case tells tables apart, none of
/// them can be a bare name.
const RESERVED: &str = "
    add all alter analyze and as asc between both by call cascade case change check collate column
    condition constraint continue convert create cross cursor database default delayed delete desc
    describe distinct distinctrow div drop else elseif escaped except exists exit explain false
    fetch for force foreign from fulltext generated grant group having if ignore in index inner
    inout insert intersect interval into is iterate join keys kill lateral leading leave left like
    limit lines load lock loop match mod natural not null on optimize option or order out outer
    over partition primary procedure purge range read recursive references regexp release rename
    repeat replace require restrict return revoke right rlike schema select separator set show
    spatial sql starting straight_join table terminated then to trailing trigger true undo union
    unique unlock unsigned update usage use using values varying when where while window with
    write xor zerofill";

/// Words of the language that some database takes for names, too; they are in one case only where
/// bare names are the same in any case.
const SOFT: &str = "
    after any array asymmetric attach before begin cast commit concurrently conflict deferrable
    deferred detach do each end escape exclude exclusive filter first following full glob groups
    ilike immediate indexed initially instead isnull last localtime localtimestamp locked
    materialized merge nothing notnull nowait nulls offset only overlaps placing pragma preceding
    raise refresh reindex returning rollback row rows savepoint similar skip some symmetric
    tablesample temporary transaction truncate unbounded vacuum variadic virtual without";

/// Words that mean something of their own where they stand bare, as functions without parentheses,
/// types and parts of expressions do. In quotes they are names.
const SPECIAL: &str = "
    _binary _latin1 _rowid_ _utf8 _utf8mb4 abort absent accessible action always at authorization
    autoincrement bigint binary bit blob bool boolean bytea cent char character coalesce collation
    cube cume_dist current current_catalog current_date current_role current_schema current_time
    current_timestamp current_user date datetime day day_hour day_microsecond day_minute
    day_second dec decimal delimited dense_rank deterministic double dual empty enclosed
    except_all extract fail first_value float float4 float8 freeze function get greatest grouping
    high_priority hour hour_microsecond hour_minute hour_second infile inherits int int1 int2 int3
    int4 int8 integer io_after_gtids io_before_gtids isolation json json_array json_arrayagg
    json_exists json_object json_objectagg json_query json_scalar json_serialize json_table
    json_value key lag language last_value lead least level linear long longblob longtext
    low_priority maxvalue mediumblob mediumint mediumtext merge_action middleint minute
    minute_microsecond minute_second modifies month national nchar no no_write_to_binlog none
    normalize nth_value ntile nullif numeric of oid operator optimizer_costs ordinality others
    outfile overlay percent_rank plan position precision quarter query rank reads real returns
    role rollup row_number rowid rowids second second_microsecond sensitive session_user setof
    share signal signed smallint specific sql_big_result sql_calc_found_rows sql_small_result
    sqlexception sqlstate sqlwarning ssl start stored substring sysdate system system_user temp
    text ties time timestamp timestamptz timetz tinyblob tinyint tinytext treat trim uescape
    unknown user utc_date utc_time utc_timestamp uuid value varbinary varchar varcharacter verbose
    view week xml xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse
    xmlpi xmlroot xmlserialize xmltable year year_month zone";

type Words = LazyLock<HashSet<&'static str>>;

static RESERVED_WORDS: Words = LazyLock::new(|| RESERVED.split_whitespace().collect());
static SOFT_WORDS: Words = LazyLock::new(|| SOFT.split_whitespace().collect());
static SPECIAL_WORDS: Words = LazyLock::new(|| SPECIAL.split_whitespace().collect());

/// Longer than any word above, so that a long name is not copied to look it up.
const LONGEST: usize = 24;

/// Whether a word belongs to the language and not to the user. A soft one does only where its case
/// cannot tell two names apart.
pub(super) fn is_keyword(word: &str, soft: bool) -> bool {
    lower(word).is_some_and(|word| {
        RESERVED_WORDS.contains(word.as_str()) || (soft && SOFT_WORDS.contains(word.as_str()))
    })
}

/// Whether a name must keep its quotes, because the bare word could be something else.
pub(super) fn needs_quotes(name: &str) -> bool {
    lower(name).is_some_and(|word| {
        [&RESERVED_WORDS, &SOFT_WORDS, &SPECIAL_WORDS]
            .iter()
            .any(|words| words.contains(word.as_str()))
    })
}

/// Whether a sign between this keyword and a number belongs to the number: no operand ends here.
pub(super) fn precedes_operand(keyword: &str) -> bool {
    const WORDS: &[&str] = &[
        "all",
        "and",
        "between",
        "by",
        "case",
        "default",
        "distinct",
        "else",
        "having",
        "in",
        "like",
        "limit",
        "not",
        "offset",
        "on",
        "or",
        "returning",
        "select",
        "set",
        "then",
        "values",
        "when",
        "where",
    ];
    WORDS.iter().any(|word| keyword.eq_ignore_ascii_case(word))
}

fn lower(word: &str) -> Option<String> {
    (word.len() <= LONGEST).then(|| word.to_ascii_lowercase())
}
