use versa_ast::Value;

/// What a column makes of a value that is put into it.
/// Source: <https://www.sqlite.org/datatype3.html>, section 3.1.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Affinity {
    Text,
    Integer,
    Real,
    Blob,
    Numeric,
}

/// The largest whole number that every whole number below it is a double, too: 2^53.
const MAX_DOUBLE_INTEGER: i64 = 1 << 53;

impl Affinity {
    /// The affinity of a declared type.
    pub(crate) fn of(declared: &str) -> Self {
        let declared = declared.to_ascii_uppercase();
        let has = |part: &str| declared.contains(part);
        if has("INT") {
            Self::Integer
        } else if has("CHAR") || has("CLOB") || has("TEXT") {
            Self::Text
        } else if has("BLOB") || declared.is_empty() {
            Self::Blob
        } else if has("REAL") || has("FLOA") || has("DOUB") {
            Self::Real
        } else {
            Self::Numeric
        }
    }

    /// Whether a value comes out of the column as it was put in.
    pub(crate) fn keeps(self, value: &Value) -> bool {
        match value {
            Value::Null | Value::Bytes(_) => true,
            Value::Boolean(_) => matches!(self, Self::Integer | Self::Numeric),
            Value::Int(value) => match self {
                Self::Integer | Self::Numeric | Self::Blob => true,
                Self::Real => value.unsigned_abs() <= MAX_DOUBLE_INTEGER.unsigned_abs(),
                Self::Text => false,
            },
            // The negative zero loses its sign, and what is no number becomes null.
            Value::Float(value) => {
                self == Self::Real && !value.is_nan() && (*value != 0.0 || value.is_sign_positive())
            }
            Value::Text(_)
            | Value::Decimal(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::Timestamp(_)
            | Value::Json(_)
            | Value::Uuid(_) => matches!(self, Self::Text | Self::Blob),
            Value::List(_) => false,
        }
    }
}
