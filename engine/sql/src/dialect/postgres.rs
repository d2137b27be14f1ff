use versa_ast::LogicalType;

use super::{Dialect, DialectKind};
use crate::{BulkStyle, Capabilities, ListStyle, RowLocks, UpdateRowsStyle, WriteJoins};

/// PostgreSQL.
#[derive(Clone, Copy, Debug)]
pub struct Postgres;

const CAPABILITIES: Capabilities = Capabilities {
    insert_returning: true,
    insert_echo: false,
    update_returning: true,
    delete_returning: true,
    full_join: true,
    nulls_order: true,
    row_locks: RowLocks::ForShareOf,
    write_joins: WriteJoins::FromUsing,
    update_rows: UpdateRowsStyle::Arrays,
    on_conflict: true,
    default_values: true,
    materialized_views: true,
    offset_without_limit: true,
    list: ListStyle::Array,
    bulk: BulkStyle::Arrays,
    max_parameters: 65_535,
};

/// The types of PostgreSQL, in any of its versions.
const OWN_TYPES: &str = "
    aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange
    anycompatiblenonarray anycompatiblerange anyelement anyenum anymultirange anynonarray
    anyrange bit bool box bpchar bytea char cid cidr circle cstring date datemultirange
    daterange event_trigger fdw_handler float4 float8 gtsvector index_am_handler inet int2
    int2vector int4 int4multirange int4range int8 int8multirange int8range internal interval
    json jsonb jsonpath language_handler line lseg macaddr macaddr8 money name numeric
    nummultirange numrange oid oid8 oidvector opaque path point polygon record refcursor
    regclass regcollation regconfig regdatabase regdictionary regnamespace regoper regoperator
    regproc regprocedure regrole regtype smgr table_am_handler text tid time timestamp
    timestamptz timetz trigger tsm_handler tsmultirange tsquery tsrange tstzmultirange tstzrange
    tsvector txid_snapshot unknown uuid varbit varchar void xid xid8 xml
";

impl Dialect for Postgres {
    fn kind(&self) -> DialectKind {
        DialectKind::Postgres
    }

    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    fn write_placeholder(&self, sql: &mut String, number: usize) {
        sql.push('$');
        sql.push_str(&number.to_string());
    }

    fn cast_type(&self, logical_type: LogicalType) -> &'static str {
        match logical_type {
            LogicalType::Boolean => "boolean",
            LogicalType::Int | LogicalType::BigInt => "int8",
            LogicalType::Float => "float8",
            LogicalType::Decimal | LogicalType::DecimalNumber => "numeric",
            LogicalType::Text => "text",
            LogicalType::Date => "date",
            LogicalType::Time => "time",
            LogicalType::Timestamp => "timestamptz",
            LogicalType::DateTime => "timestamp",
            LogicalType::Json => "jsonb",
            LogicalType::Bytes => "bytea",
            LogicalType::Uuid => "uuid",
        }
    }

    fn bare_param_type(&self, logical_type: LogicalType) -> Option<&'static str> {
        Some(self.cast_type(logical_type))
    }

    fn is_own_type(&self, name: &str) -> bool {
        // Arrays begin with a line, and names of the catalog with its own.
        name.starts_with('_')
            || name.starts_with("pg_")
            || OWN_TYPES.split_ascii_whitespace().any(|own| own == name)
    }

    fn length_function(&self) -> &'static str {
        "char_length"
    }

    fn now(&self) -> &'static str {
        "now()"
    }

    fn insensitive_like(&self) -> Option<&'static str> {
        Some("ILIKE")
    }

    /// The mean of whole numbers is an exact decimal.
    fn average_casts(&self) -> (Option<&'static str>, Option<&'static str>) {
        (None, Some("float8"))
    }

    /// `round(double precision, integer)` does not exist.
    fn round_cast(&self) -> Option<&'static str> {
        Some("numeric")
    }
}
