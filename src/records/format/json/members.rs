//! Members of a document that say something of it: their plain values as texts, as they go by. Nothing of the rest is kept.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Goes through a value: a plain one is taken, of an object the members that are wanted.
pub struct Members<'a> {
    /// Where the value stands, as a pointer.
    pub at: String,
    /// The name it has there; empty for a document.
    pub key: &'a str,
    /// How many objects deep members are looked for.
    pub depth: usize,
    pub is_wanted: fn(&str) -> bool,
    /// Takes a pointer, the name and the value.
    pub take: &'a mut dyn FnMut(&str, &str, String),
}

impl Members<'_> {
    fn say(self, value: String) {
        if !self.key.is_empty() {
            (self.take)(&self.at, self.key, value);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if self.depth == 0 || !(self.is_wanted)(&key) {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let at = format!("{}/{}", self.at, super::survey::escaped(&key));
            let (depth, is_wanted, take) = (self.depth - 1, self.is_wanted, &mut *self.take);
            map.next_value_seed(Members { at, key: &key, depth, is_wanted, take })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.say(value.to_string());
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.say(value.to_string());
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.say(value.to_string());
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.say(value.to_string());
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.say(text.trim().to_owned());
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.say("null".to_owned());
        Ok(())
    }
}
