/// A parameter's value on its way to a database.
///
/// The kind says what the caller meant; a driver converts it to what the column wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// SQL's null.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Int(i64),
    /// A double; never NaN or infinite where it comes from JavaScript.
    Float(f64),
    /// Unicode text.
    Text(String),
    /// An exact decimal number in its text form.
    Decimal(String),
    /// A calendar date: `2026-01-31`.
    Date(String),
    /// A time of day: `23:59:59.123456`.
    Time(String),
    /// An instant, in microseconds since 1970-01-01T00:00:00Z.
    Timestamp(i64),
    /// A JSON document in its text form.
    Json(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A UUID in its text form.
    Uuid(String),
    /// Several values behind one parameter: the list of an `in`, or the rows of a bulk insert.
    List(Vec<Value>),
}
