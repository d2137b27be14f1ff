//! The columns of a result, as the server describes them.

use super::{Failure, Fields};

/// 4,096 columns, whose names are 64 characters long each, take a tenth of it.
const MAX_DEFINITIONS: usize = 16 * 1024 * 1024;

/// A column.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) character_set: u16,
    /// The most characters a cell has, as the type says it: 1 of a `TINYINT(1)`.
    pub(crate) length: u32,
    pub(crate) code: u8,
    pub(crate) flags: u16,
}

impl Column {
    /// Reads a definition.
    pub(crate) fn read(packet: &[u8]) -> Result<Self, Failure> {
        Self::fields(packet).ok_or(Failure::Protocol("a column that cannot be read"))
    }

    fn fields(packet: &[u8]) -> Option<Self> {
        let mut fields = Fields::new(packet);
        // Catalog, database, the table's alias and its name.
        for _ in 0..4 {
            fields.measured()?;
        }
        let alias = fields.measured()?;
        let own = fields.measured()?;
        let mut rest = Fields::new(fields.measured()?);
        let name = String::from_utf8_lossy(if alias.is_empty() { own } else { alias });
        let character_set = rest.u16()?;
        let length = rest.u32()?;
        let code = rest.u8()?;
        Some(Self { name: name.into_owned(), character_set, length, code, flags: rest.u16()? })
    }
}

/// The columns of a statement. The definitions are kept as they came: whether they are the same as
/// the last time is seen without reading them.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    definitions: Vec<u8>,
    columns: Vec<Column>,
}

impl Columns {
    pub(crate) fn get(&self) -> &[Column] {
        &self.columns
    }

    /// Compares with the definitions that came now and takes them over. Says whether they differ.
    pub(crate) fn update(&mut self, definitions: &Definitions) -> Result<bool, Failure> {
        if definitions.count() == self.columns.len() && definitions.bytes == self.definitions {
            return Ok(false);
        }
        let columns = definitions.iter().map(Column::read).collect::<Result<_, _>>()?;
        self.columns = columns;
        self.definitions.clone_from(&definitions.bytes);
        Ok(true)
    }
}

/// Definitions as they come: their bytes one after another, and where each ends.
#[derive(Debug, Default)]
pub(crate) struct Definitions {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Definitions {
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Adds a definition.
    ///
    /// # Errors
    ///
    /// When they are longer together than those of any table.
    pub(crate) fn push(&mut self, packet: &[u8]) -> Result<(), Failure> {
        if self.bytes.len() + packet.len() > MAX_DEFINITIONS {
            return Err(Failure::Protocol("columns without end"));
        }
        self.bytes.extend_from_slice(packet);
        self.ends.push(self.bytes.len());
        Ok(())
    }

    pub(crate) fn count(&self) -> usize {
        self.ends.len()
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        let ranges = begins.zip(self.ends.iter().copied());
        ranges.map(|(begin, end)| self.bytes.get(begin..end).unwrap_or_default())
    }
}
