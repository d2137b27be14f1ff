/// A value as SQLite stores it: one of its five storage classes.
/// Source: <https://www.sqlite.org/datatype3.html>, section 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Null.
    Null,
    /// A whole number of 64 bits.
    Integer(i64),
    /// A double.
    Real(f64),
    /// Text, which may not be UTF-8.
    Text(&'a [u8]),
    /// Bytes.
    Blob(&'a [u8]),
}
