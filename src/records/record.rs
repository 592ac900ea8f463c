//! A record and its identity.

use super::{Field, Fields, Kind, code, document_no, text};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// Names a record for good: `r` and fifteen hexadecimal digits, which hold neither name nor code. The letter keeps an
/// identifier from ever looking like a card or telephone number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordId(String);

impl RecordId {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Folder of the record's page, so that folders stay small: the last two characters.
    pub fn shard(&self) -> &str {
        &self.0[self.0.len() - 2..]
    }
}

impl From<String> for RecordId {
    fn from(id: String) -> Self {
        RecordId(id)
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the rows of a list are, as its columns say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// One for each subject and matter.
    OfSubjects,
    /// One for each store of a subject (门店名称, 门店地址).
    OfStores,
}

impl List {
    /// The fields by which its rows are told apart beside those of their kind.
    fn fields(self, kind: Kind) -> &'static [Field] {
        match self {
            List::OfStores if kind.is_by_store() => &[Field::Brands, Field::Address],
            _ => &[],
        }
    }
}

/// What one agency published about one matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub id: RecordId,
    pub kind: Kind,
    pub fields: Fields,
}

impl Record {
    /// Gives the fields an identity: the agency's own id, else (kind, deciding agency, normalised document number,
    /// subject), so that the same case from two feeds is one record (`design.md` section 4, Identity).
    ///
    /// `agency` is the canonical name of the deciding agency; it must not be an alias.
    pub fn new(kind: Kind, agency: &str, fields: Fields) -> Self {
        Record::in_list(List::OfSubjects, kind, agency, fields)
    }

    /// The same of a row in a list of which is known what its rows are.
    pub fn in_list(list: List, kind: Kind, agency: &str, fields: Fields) -> Self {
        let id = identity(list, kind, agency, &fields);
        Record { id, kind, fields }
    }

    /// The identity of a record that another of its feed has already, by what tells the two apart ([`Kind::apart`]). None where nothing
    /// can: the agency's own id and the number of a document are one record's alone.
    pub fn id_apart(&self) -> Option<RecordId> {
        let is_told = own_id(&self.fields).is_some() || self.fields.get(Field::DocumentNo).is_some();
        let apart = self.kind.apart().iter().filter(|_| !is_told);
        let value = apart.filter_map(|field| Some((*field, self.fields.get(*field)?))).next();
        value.map(|(field, value)| id_of([self.id.as_str(), field.key(), &value.to_string()]))
    }

    /// The well-formed code of the subject, if it has one.
    pub fn subject_code(&self) -> Option<&str> {
        self.fields.text(Field::SubjectCode).filter(|text| code::is_well_formed(text))
    }

    pub fn subject_name(&self) -> Option<&str> {
        self.fields.text(Field::SubjectName)
    }
}

/// The id that a record of these fields would have, for a row that became none; `fields` holds the agency. None where
/// one of `doubtful`, the fields whose values cannot be read, takes part in it: it would be another record's.
pub fn id_despite(list: List, kind: Kind, fields: &Fields, doubtful: &[Field]) -> Option<RecordId> {
    let told = !doubtful.iter().any(|field| is_part_of_identity(list, kind, fields, *field));
    told.then(|| identity(list, kind, fields.text(Field::Agency).unwrap_or_default(), fields))
}

/// Whether another value of the field would make it another record: also where the field is only looked at first, or
/// gives what is looked at (an address its district).
fn is_part_of_identity(list: List, kind: Kind, fields: &Fields, field: Field) -> bool {
    let has = |field| fields.get(field).is_some();
    let has_code = || fields.text(Field::SubjectCode).is_some_and(code::is_well_formed);
    match field {
        Field::Agency | Field::Id => true,
        // With a number or a code, a row number would be no id.
        Field::DocumentNo | Field::SubjectCode if fields.text(Field::Id).is_some_and(counts_rows) => true,
        _ if own_id(fields).is_some() => false,
        field if kind.parts().contains(&field) || list.fields(kind).contains(&field) => true,
        Field::DocumentNo => true,
        _ if has(Field::DocumentNo) => field == Field::SubjectName,
        Field::SubjectCode => true,
        Field::SubjectName | Field::District | Field::Address if !has_code() => true,
        _ => kind.identity().contains(&field),
    }
}

/// Digits of the longest number that only counts the rows of a table.
const ROW_NUMBER: usize = 5;

/// The agency's own id of a record. A short number counts the rows of one table, and another table counts its own alike: it is
/// none where a document number or a code tells whose record it is.
fn own_id(fields: &Fields) -> Option<&str> {
    let is_told =
        || fields.get(Field::DocumentNo).is_some() || fields.text(Field::SubjectCode).is_some_and(code::is_well_formed);
    fields.text(Field::Id).filter(|own| !counts_rows(own) || !is_told())
}

fn counts_rows(id: &str) -> bool {
    id.len() <= ROW_NUMBER && id.bytes().all(|byte| byte.is_ascii_digit())
}

fn identity(list: List, kind: Kind, agency: &str, fields: &Fields) -> RecordId {
    let mut hash = Sha256::new();
    let mut part = |piece: &str| {
        hash.update(piece.as_bytes());
        hash.update([0]);
    };
    part(kind.key());
    part(agency);
    if let Some(own) = own_id(fields) {
        part("id");
        part(own);
    } else if let Some(number) = fields.text(Field::DocumentNo) {
        // One document may decide on several subjects; feeds often leave out the code but never the name.
        part("no");
        part(&document_no::document_key(number));
        part(&text::name_key(fields.text(Field::SubjectName).unwrap_or_default()));
    } else {
        match fields.text(Field::SubjectCode).filter(|text| code::is_well_formed(text)) {
            Some(code) => part(code),
            None => {
                part(&text::name_key(fields.text(Field::SubjectName).unwrap_or_default()));
                part(fields.text(Field::District).unwrap_or_default());
            }
        }
        for field in kind.identity() {
            part(field.key());
            part(&fields.get(*field).map(ToString::to_string).unwrap_or_default());
        }
    }
    if own_id(fields).is_none() {
        for field in kind.parts().iter().chain(list.fields(kind)) {
            if let Some(value) = fields.get(*field) {
                part(field.key());
                part(&value.to_string());
            }
        }
    }
    of_hash(hash)
}

fn id_of<'p>(parts: impl IntoIterator<Item = &'p str>) -> RecordId {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    of_hash(hash)
}

fn of_hash(hash: Sha256) -> RecordId {
    let digest = hash.finalize();
    let first = digest.iter().take(8).fold(0, |sum: u64, byte| sum << 8 | u64::from(*byte));
    // Fifteen digits: sixty bits.
    RecordId(format!("r{:015x}", first & (u64::MAX >> 4)))
}
