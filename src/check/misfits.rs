//! What people decided and what matches nothing: a correction, a withdrawal or a merge whose record is unknown.
//!
//! Each is a line that somebody believes to hold. A withdrawal that names no record withdraws nothing.

use crate::clock::Date;
use crate::issues::Issue;
use crate::ledger::{Corrections, Entry, Withdrawals};
use crate::merchants::Decisions;

/// The lists of decisions of a portal.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'a> {
    pub corrections: &'a Corrections,
    pub withdrawals: &'a Withdrawals,
    pub merges: &'a Decisions,
}

/// Lines of each list that fit nothing, in their order.
#[derive(Debug, Clone, Default)]
pub struct Misfits {
    pub corrections: Vec<Issue>,
    pub withdrawals: Vec<Issue>,
    pub merges: Vec<Issue>,
}

impl Misfits {
    /// Holds the lists against all entries, and applies the corrections to them.
    pub fn find(entries: &mut [Entry], decided: Decided<'_>, date: Date) -> Misfits {
        Misfits {
            withdrawals: decided.withdrawals.misfits(entries),
            merges: decided.merges.misfits(entries),
            corrections: decided.corrections.apply(entries, date),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    pub fn all(&self) -> impl Iterator<Item = &Issue> {
        self.corrections.iter().chain(&self.withdrawals).chain(&self.merges)
    }
}
