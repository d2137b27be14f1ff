//! PostgreSQL's types, as far as values travel in and out of them.

use tokio_postgres::types::{Kind as TypeKind, Type};

/// How a type looks in the binary format.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind<'a> {
    Boolean,
    Int2,
    Int4,
    Int8,
    /// 32 bits without a sign: `oid` and what refers to a catalog by it.
    Oid,
    /// 64 bits without a sign.
    Xid8,
    Float4,
    Float8,
    Numeric,
    /// UTF-8 without anything around it: text, names, enums, XML.
    Text,
    Json,
    /// Text behind a version byte.
    Jsonb,
    Bytea,
    Uuid,
    Date,
    Time,
    TimeTz,
    /// With a zone: microseconds since 2000, in UTC.
    Timestamp,
    /// Without a zone: microseconds since 2000 began on the same clock.
    DateTime,
    Interval,
    /// An address with a mask.
    Inet,
    MacAddress,
    Bits,
    /// What a function without a result returns.
    Void,
    /// An array of another type.
    Array(&'a Type),
    /// A type whose binary format is its own affair.
    Other,
}

/// Looks a type up, through domains.
pub(crate) fn kind(type_info: &Type) -> Kind<'_> {
    if let Some(kind) = built_in(type_info.oid()) {
        return kind;
    }
    match type_info.kind() {
        TypeKind::Array(element) => Kind::Array(element),
        TypeKind::Enum(_) => Kind::Text,
        TypeKind::Domain(base) => kind(base),
        // An extension's type, whose binary format is that of text.
        TypeKind::Simple if type_info.name() == "citext" => Kind::Text,
        _ => Kind::Other,
    }
}

fn built_in(oid: u32) -> Option<Kind<'static>> {
    Some(match oid {
        16 => Kind::Boolean,
        17 => Kind::Bytea,
        20 => Kind::Int8,
        21 => Kind::Int2,
        23 => Kind::Int4,
        // char, name, text, xml, unknown, bpchar, varchar, refcursor, cstring
        18 | 19 | 25 | 142 | 705 | 1042 | 1043 | 1790 | 2275 => Kind::Text,
        // oid, xid, cid and the reg… types, which are written as the number
        24 | 26 | 28 | 29 | 2202..=2206 | 3734 | 3769 | 4089 | 4096 | 4191 => Kind::Oid,
        114 => Kind::Json,
        700 => Kind::Float4,
        701 => Kind::Float8,
        // cidr, inet
        650 | 869 => Kind::Inet,
        // macaddr, macaddr8
        774 | 829 => Kind::MacAddress,
        1082 => Kind::Date,
        1083 => Kind::Time,
        1114 => Kind::DateTime,
        1184 => Kind::Timestamp,
        1186 => Kind::Interval,
        1266 => Kind::TimeTz,
        // bit, varbit
        1560 | 1562 => Kind::Bits,
        1700 => Kind::Numeric,
        2278 => Kind::Void,
        2950 => Kind::Uuid,
        3802 => Kind::Jsonb,
        5069 => Kind::Xid8,
        _ => return None,
    })
}

/// The name of a type as PostgreSQL's manual writes it.
pub(crate) fn name(type_info: &Type) -> String {
    match (type_info.kind(), type_info.name()) {
        (TypeKind::Array(element), _) => format!("{}[]", name(element)),
        (_, "bpchar") => "char".to_owned(),
        (_, name) => name.to_lowercase(),
    }
}
