//! The way down a document to the list of its rows, which are handed on one by one.

use super::beside::{self, Said};
use crate::records::{privacy, standing};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt;

/// Walks down a path and hands each item of the list at its end on; passes over everything else.
pub struct At<'a> {
    pub path: &'a [String],
    /// Where the value stands, as a pointer.
    pub at: String,
    /// With what was said beside the way until then.
    pub take: &'a mut dyn FnMut(String, Value, &Said),
    pub found: &'a mut bool,
    /// What stands beside the way of how many rows there are.
    pub said: &'a mut Said,
}

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let [first, rest @ ..] = self.path else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let is_any = first == "*";
            if !is_any && *first != key {
                if beside::is_said(&key) {
                    beside::look(&mut map, &self.at, &key, self.said)?;
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
                continue;
            }
            if is_any && rest.len() == 1 && rest[0] == "*" && standing::is_of_gone(&key) {
                self.said.gone.push(privacy::mask(&key).into_owned());
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let escaped = super::survey::escaped(&key);
            // A key that the feed chose may be somebody's number.
            let shown = if is_any { privacy::mask(&escaped) } else { (&*escaped).into() };
            let at = format!("{}/{shown}", self.at);
            if is_any && rest.is_empty() {
                *self.found = true;
                (self.take)(at, map.next_value()?, self.said);
            } else {
                let (take, found, said) = (&mut *self.take, &mut *self.found, &mut *self.said);
                map.next_value_seed(At { path: rest, at, take, found, said })?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let (wanted, rest) = match self.path {
            [] => (None, self.path),
            [first, rest @ ..] if first == "*" => (None, rest),
            [first, rest @ ..] => (Some(first.parse::<usize>().unwrap_or(usize::MAX)), rest),
        };
        let takes = wanted.is_none() && rest.is_empty();
        *self.found |= takes;
        for position in 0.. {
            let at = || format!("{}/{position}", self.at);
            let more = if takes {
                list.next_element::<Value>()?.map(|item| (self.take)(at(), item, self.said))
            } else if wanted.is_none_or(|wanted| wanted == position) {
                let (take, found, said) = (&mut *self.take, &mut *self.found, &mut *self.said);
                list.next_element_seed(At { path: rest, at: at(), take, found, said })?
            } else {
                list.next_element::<IgnoredAny>()?.map(drop)
            };
            if more.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// A document that is written into another as a text.
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if !super::is_document(text) {
            return Ok(());
        }
        self.deserialize(&mut serde_json::Deserializer::from_str(text)).map_err(E::custom)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    /// In the place of the list, that there is nothing in it.
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        *self.found |= self.path.is_empty();
        Ok(())
    }
}
