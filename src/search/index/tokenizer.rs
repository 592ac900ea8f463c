//! The analysis of [`crate::search::text`] in tantivy's shape.

use crate::search::text;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

/// Names of the tokenizers in the index's schema.
pub const GRAMS: &str = "grams";
pub const MIXED: &str = "mixed";
pub const WHOLE: &str = "whole";

/// The first character of a value in a mixed field says how the rest is cut.
pub const AS_GRAMS: char = '\u{1}';
pub const AS_TOKENS: char = '\u{2}';

#[derive(Debug, Clone, Copy)]
enum Cut {
    Grams,
    Mixed,
    Whole,
}

/// Cuts a value at once and hands out the pieces.
#[derive(Debug, Clone)]
struct Pieces {
    cut: Cut,
    /// The pieces one after the other, and where each ends.
    buffer: String,
    ends: Vec<usize>,
    next: usize,
    token: Token,
}

/// The tokenizers of the schema.
pub fn all() -> TokenizerManager {
    let manager = TokenizerManager::default();
    for (name, cut) in [(GRAMS, Cut::Grams), (MIXED, Cut::Mixed), (WHOLE, Cut::Whole)] {
        let pieces = Pieces { cut, buffer: String::new(), ends: Vec::new(), next: 0, token: Token::default() };
        manager.register(name, pieces);
    }
    manager
}

impl Pieces {
    fn push(&mut self, piece: &str) {
        self.buffer.push_str(piece);
        self.ends.push(self.buffer.len());
    }

    fn push_grams(&mut self, value: &str) {
        text::grams(&text::key(value)).for_each(|gram| self.push(gram));
    }

    /// The pairs of a name, and its last character, with which no pair begins.
    fn push_name(&mut self, value: &str) {
        let key = text::key(value);
        text::grams(&key).for_each(|gram| self.push(gram));
        if let Some((at, _)) = key.char_indices().next_back().filter(|(at, _)| *at > 0) {
            self.push(&key[at..]);
        }
    }
}

impl Tokenizer for Pieces {
    type TokenStream<'a> = &'a mut Pieces;

    fn token_stream<'a>(&'a mut self, value: &'a str) -> &'a mut Pieces {
        self.buffer.clear();
        self.ends.clear();
        self.next = 0;
        self.token.reset();
        match self.cut {
            Cut::Whole => self.push(value),
            Cut::Grams => self.push_name(value),
            Cut::Mixed => match value.strip_prefix(AS_GRAMS) {
                Some(name) => self.push_grams(name),
                None => text::tokens(&text::fold(value)).into_iter().for_each(|token| self.push(token)),
            },
        }
        self
    }
}

impl TokenStream for &mut Pieces {
    fn advance(&mut self) -> bool {
        let Some(end) = self.ends.get(self.next).copied() else { return false };
        let start = self.next.checked_sub(1).map_or(0, |before| self.ends[before]);
        let Pieces { buffer, token, next, .. } = &mut **self;
        token.text.clear();
        token.text.push_str(&buffer[start..end]);
        token.position = *next;
        *next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
