//! JSON Schema of a line of NDJSON, by kind.

use super::{Column, in_bulk_files};
use crate::ledger::State;
use crate::records::{Field, Kind, ValueType};
use serde_json::{Map, Value, json};

/// The schema of a kind, or of the file of all kinds (draft 2020-12): every field that may occur, not only those that do, so that it changes with the
/// program and not with the data. `id` is its absolute address, `title` the kind's label.
pub fn schema(kind: Option<Kind>, id: &str, title: &str, heading: &dyn Fn(Column) -> String) -> Vec<u8> {
    let fields = Field::all().filter(|field| in_bulk_files(*field)).map(Column::Field);
    let mut properties = Map::new();
    let own = kind.is_none().then_some(Column::Kind).into_iter().chain(Column::OWN);
    for column in own.clone().chain(fields) {
        let mut property = type_of(column);
        property["title"] = heading(column).into();
        properties.insert(column.key().to_owned(), property);
    }
    let required = own.chain(kind.into_iter().flat_map(always_given).map(Column::Field));
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": id,
        "title": title,
        "type": "object",
        "properties": properties,
        "required": required.map(Column::key).collect::<Vec<_>>(),
        "additionalProperties": false,
    });
    pretty(&schema)
}

/// Fields that every row of a kind's table has. Among notices stand list entries without a legal basis too, which were
/// read with what their own kind requires.
pub fn always_given(kind: Kind) -> impl Iterator<Item = Field> {
    let also = if kind == Kind::Notice { Kind::Blacklist } else { kind };
    kind.required().iter().copied().filter(move |field| also.required().contains(field))
}

fn type_of(column: Column) -> Value {
    match column {
        Column::State => {
            let public = State::ALL.into_iter().filter(|state| state.is_public());
            json!({ "enum": public.map(State::key).collect::<Vec<_>>() })
        }
        Column::Kind => json!({ "enum": Kind::all().map(Kind::key).collect::<Vec<_>>() }),
        Column::RecordId => json!({ "type": "string", "pattern": "^[A-Za-z0-9]+$" }),
        _ => match column.value_type() {
            ValueType::Text | ValueType::LongText | ValueType::Code | ValueType::DocumentNo => {
                json!({ "type": "string" })
            }
            ValueType::Date => json!({ "type": "string", "format": "date" }),
            ValueType::Money | ValueType::Number => json!({ "type": "number" }),
            ValueType::Flag => json!({ "type": "boolean" }),
            ValueType::List => json!({ "type": "array", "items": { "type": "string" } }),
            ValueType::Url => json!({ "type": "string", "format": "uri" }),
        },
    }
}

/// JSON for people too, with a newline at its end.
pub fn pretty(value: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("a JSON value can be written");
    bytes.push(b'\n');
    bytes
}
