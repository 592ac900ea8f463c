//! A merchant: the merged view of what its records say.

use crate::config::Districts;
use crate::ledger::Entry;
use crate::records::text::name_key;
use crate::records::{Field, Kind, Record, code, place};
use sha2::{Digest, Sha256};
use std::fmt;

/// Names a merchant's page: its 统一社会信用代码, else `n` and fifteen hexadecimal digits of name and district.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MerchantKey(String);

impl MerchantKey {
    pub fn of_code(code: &str) -> Self {
        MerchantKey(code.to_owned())
    }

    /// `name` is a [`crate::records::text::name_key`].
    pub fn of_name(name: &str, district: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update(district.as_bytes());
        let hex: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        MerchantKey(format!("n{}", &hex[1..]))
    }

    /// A key as it stands in addresses and decisions.
    pub fn parse(text: &str) -> Option<Self> {
        let of_name = |digits: &str| digits.len() == 15 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let fits = code::is_well_formed(text) || text.strip_prefix('n').is_some_and(of_name);
        fits.then(|| MerchantKey(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Folder of the page: the last two characters.
    pub fn shard(&self) -> &str {
        &self.0[self.0.len() - 2..]
    }
}

impl fmt::Display for MerchantKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is known of a merchant, from its own register entry first, then from its newest records.
#[derive(Debug, Clone)]
pub struct Merchant {
    pub key: MerchantKey,
    pub name: String,
    pub code: Option<String>,
    pub brands: Vec<String>,
    pub former_names: Vec<String>,
    /// Other names that records with the same code give: to be looked at, not silently dropped.
    pub also_named: Vec<String>,
    pub address: Option<String>,
    /// Those of its stores, as lists of stores and filings say.
    pub other_addresses: Vec<String>,
    pub mall: Option<String>,
    /// Division code.
    pub district: Option<String>,
    /// Key of the plain industry.
    pub industry: Option<String>,
    pub status: Option<String>,
    pub subject_kind: Option<String>,
    /// From the register only.
    pub legal_representative: Option<String>,
    /// Positions of its records among the entries, in the order pages show them: severe kinds first, then newest.
    pub records: Vec<usize>,
}

impl Merchant {
    /// Merges what `records` (positions in `entries`) say.
    pub(super) fn merge(key: MerchantKey, entries: &[Entry], mut records: Vec<usize>, places: &Districts) -> Merchant {
        records.sort_by_key(|position| {
            let entry = &entries[*position];
            (entry.record.kind != Kind::Merchant, std::cmp::Reverse(entry.date()), &entry.record.id)
        });
        let first = |field: Field| {
            let values = records.iter().filter_map(|position| entries[*position].record.fields.text(field));
            values.map(str::to_owned).next()
        };
        // A record that a person gave to another merchant may have another code, or a wrong one.
        let code = Some(key.as_str()).filter(|key| code::is_well_formed(key)).map(str::to_owned);
        let register = records.first().map(|position| &entries[*position].record);
        let register = register.filter(|record| record.kind == Kind::Merchant);
        let name = first(Field::SubjectName).unwrap_or_default();
        let district = first(Field::District).or_else(|| Some(places.of_code(code.as_deref()?)?.code.to_string()));
        let industry = first(Field::Industry).or_else(|| place::industry(&name).map(str::to_owned));
        let address = register
            .and_then(|record| record.fields.text(Field::Address))
            .map(str::to_owned)
            .or_else(|| first(Field::Address));
        let merged = Merchant {
            key,
            brands: union(entries, &records, Field::Brands, &name),
            also_named: also_named(entries, &records, &name),
            former_names: union(entries, &records, Field::FormerNames, &name),
            other_addresses: other_addresses(entries, &records, address.as_deref()),
            address,
            mall: first(Field::Mall),
            district,
            industry,
            status: register.and_then(|record| record.fields.text(Field::Status)).map(str::to_owned),
            subject_kind: first(Field::SubjectKind),
            legal_representative: register
                .and_then(|record| record.fields.text(Field::LegalRepresentative))
                .map(str::to_owned),
            name,
            code,
            records: Vec::new(),
        };
        records.sort_by_key(|position| {
            let entry = &entries[*position];
            (entry.record.kind, std::cmp::Reverse(entry.date()), &entry.record.id)
        });
        Merchant { records, ..merged }
    }

    /// Whether the code's check digit is the one the others ask for; true when there is no code to doubt.
    pub fn code_is_plausible(&self) -> bool {
        self.code.as_deref().is_none_or(code::check_digit_matches)
    }
}

/// Names of its records that are neither its own nor known as former names or brands.
fn also_named(entries: &[Entry], records: &[usize], name: &str) -> Vec<String> {
    let given = || records.iter().filter_map(|position| entries[*position].record.subject_name());
    // Nearly every merchant has one name, in one spelling.
    if given().all(|given| given == name) {
        return Vec::new();
    }
    let mut known = vec![name_key(name)];
    for field in [Field::FormerNames, Field::Brands] {
        known.extend(union(entries, records, field, name).iter().map(|known| name_key(known)));
    }
    let mut others: Vec<String> = Vec::new();
    for other in given() {
        let key = name_key(other);
        if !known.contains(&key) {
            known.push(key);
            others.push(other.to_owned());
        }
    }
    others
}

/// Addresses that its entries in registers and filings give beside its own, each once.
fn other_addresses(entries: &[Entry], records: &[usize], own: Option<&str>) -> Vec<String> {
    let of_store = |record: &&Record| matches!(record.kind, Kind::Merchant | Kind::Filing);
    let listed = records.iter().map(|position| &entries[*position].record).filter(of_store);
    let given = listed.filter_map(|record| record.fields.text(Field::Address));
    let mut known: Vec<String> = Vec::new();
    let mut others = Vec::new();
    // Nearly every merchant has one address, in one spelling.
    for address in given.filter(|text| Some(*text) != own) {
        if known.is_empty() {
            known.extend(own.map(name_key));
        }
        let key = name_key(address);
        // 辽宁省鞍山市海城市示例路1号 is 海城市示例路1号.
        if !known.iter().any(|known| known.ends_with(&*key) || key.ends_with(&**known)) {
            known.push(key);
            others.push(address.to_owned());
        }
    }
    others
}

/// Values of a list field over all records, in order, each once, without the name itself.
fn union(entries: &[Entry], records: &[usize], field: Field, name: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for position in records {
        for value in entries[*position].record.fields.list(field) {
            if value != name && !values.contains(value) {
                values.push(value.clone());
            }
        }
    }
    values
}
