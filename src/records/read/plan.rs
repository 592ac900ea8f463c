//! What each column of a row gives: worked out once for all rows with the same columns.
//!
//! In: the columns of a row, a feed's [`Mapping`]. Out: a [`Plan`], and what became of all columns in the end.

use crate::records::mapping::{Column, Columns, Mapping, Origin, Rank, Taken, Target, asked};
use crate::records::text::name_key;
use crate::records::{Field, ValueType, amount, privacy};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Sets of columns that are remembered: more than these are no tables.
const REMEMBERED: usize = 1_000;

/// A column that gives a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick {
    pub position: usize,
    pub field: Field,
    /// Yuan in one unit of an amount.
    pub yuan: u32,
    /// The column that says in which unit an amount is, where one does.
    pub unit: Option<UnitColumn>,
    /// What yes and no say, where the column asks a question.
    pub asked: Option<&'static [String; 2]>,
    /// Whether the column is one of stores: a merchant may have a row for each.
    pub is_of_store: bool,
}

/// Whether a column that gives the field says by its name that each row is a store's.
fn is_of_store(field: Field, name: &str) -> bool {
    matches!(field, Field::Brands | Field::Address)
        && ["门店", "店铺", "网点"].iter().any(|word| name.contains(word))
        && !["清单", "列表", "数量"].iter().any(|word| name.contains(word))
}

/// A column of units beside one of amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitColumn {
    pub position: usize,
    /// By its name its units are those of money, and nothing else.
    pub is_of_money: bool,
    /// The column of the amounts names a unit, too.
    pub is_named_twice: bool,
}

/// The columns that give a field, in the order of the feed.
pub type Plan = [Pick];

/// The plans of a feed.
pub struct Plans {
    mapping: Mapping,
    known: HashMap<Arc<[String]>, Arc<Plan>>,
    last: Option<(Arc<[String]>, Arc<Plan>)>,
    /// Columns whose field another column gives that is better known.
    beaten: BTreeSet<String>,
    /// Columns that say the unit of another.
    units: BTreeSet<String>,
}

impl Plans {
    pub fn new(mapping: Mapping) -> Plans {
        Plans { mapping, known: HashMap::new(), last: None, beaten: BTreeSet::new(), units: BTreeSet::new() }
    }

    /// The plan for rows with these columns.
    pub fn of(&mut self, columns: &Arc<[String]>) -> Arc<Plan> {
        if let Some((last, plan)) = &self.last
            && Arc::ptr_eq(last, columns)
        {
            return Arc::clone(plan);
        }
        let plan = match self.known.get(columns) {
            Some(plan) => Arc::clone(plan),
            None => {
                let plan: Arc<Plan> = self.make(columns).into();
                if self.known.len() >= REMEMBERED {
                    self.known.clear();
                }
                self.known.insert(Arc::clone(columns), Arc::clone(&plan));
                plan
            }
        };
        self.last = Some((Arc::clone(columns), Arc::clone(&plan)));
        plan
    }

    /// Of several columns for one field the one with the better-known header, however empty; lists and states take all of
    /// theirs, and so does a category whose columns are numbered.
    fn make(&mut self, columns: &[String]) -> Vec<Pick> {
        let mut best: BTreeMap<Field, (Rank, usize)> = BTreeMap::new();
        let mut found = Vec::with_capacity(columns.len());
        for (position, name) in columns.iter().enumerate() {
            let Column { target: Target::Field(field), yuan, rank } = self.mapping.column(name) else { continue };
            found.push(Pick {
                position,
                field,
                yuan,
                unit: None,
                asked: asked(name),
                is_of_store: is_of_store(field, name),
            });
            let mine = (rank, position);
            let best = best.entry(field).or_insert(mine);
            *best = mine.min(*best);
        }
        self.keep_beside_the_name(columns, &found, &mut best);
        found.retain(|pick| {
            let winner = best[&pick.field].1;
            let shares = match pick.field {
                Field::Category => are_parts(&columns[winner], &columns[pick.position]),
                // Each of them may take the record back.
                Field::RecordState => true,
                field => field.value_type() == ValueType::List,
            };
            let wins = winner == pick.position || shares;
            if !wins {
                self.beaten.insert(columns[pick.position].clone());
            }
            wins
        });
        let sums = found.iter_mut().filter(|pick| pick.field.value_type() == ValueType::Money);
        sums.for_each(|pick| pick.unit = self.unit_beside(columns, pick.position));
        // The unit of a sum is no fact of its own; that of a figure of statistics is.
        if !found.iter().any(|pick| pick.field == Field::Value) {
            found.retain(|pick| pick.field != Field::Unit || !self.units.contains(&columns[pick.position]));
        }
        found
    }

    /// The column that says in which unit the amounts of another are: 罚款金额单位 for 罚款金额, else 金额单位 or 单位. The feed's own
    /// file goes before it.
    fn unit_beside(&mut self, columns: &[String], sums: usize) -> Option<UnitColumn> {
        if self.mapping.has_unit() {
            return None;
        }
        let key = name_key(&columns[sums]);
        let said = amount::split(&key);
        let base = said.as_ref().map_or(key.as_str(), |(base, _)| base.as_str());
        let mut best: Option<(bool, UnitColumn)> = None;
        for (position, name) in columns.iter().enumerate() {
            let unit = name_key(name);
            let Some((of, is_of_money)) = amount::of_units(&unit) else { continue };
            let is_own = of == base;
            if !is_own && !of.is_empty() {
                continue;
            }
            let is_free = matches!(self.mapping.column(name).target, Target::Ignored | Target::Field(Field::Unit));
            if is_free && best.as_ref().is_none_or(|best| is_own && !best.0) {
                best = Some((is_own, UnitColumn { position, is_of_money, is_named_twice: said.is_some() }));
            }
        }
        let unit = best?.1;
        self.units.insert(columns[unit.position].clone());
        Some(unit)
    }

    /// Of two columns that are called the same the one nearest to the name is the subject's: the other stands beside the
    /// name of an agency or of somebody else.
    fn keep_beside_the_name(&mut self, columns: &[String], found: &[Pick], best: &mut BTreeMap<Field, (Rank, usize)>) {
        let Some(name) = best.get(&Field::SubjectName).map(|best| best.1) else { return };
        for field in [Field::SubjectCode, Field::Address] {
            let Some((rank, first)) = best.get(&field).copied() else { continue };
            let alike = found.iter().filter(|pick| pick.field == field && columns[pick.position] == columns[first]);
            let nearest = alike.map(|pick| pick.position).min_by_key(|at| (at.abs_diff(name), *at < name));
            best.insert(field, (rank, nearest.unwrap_or(first)));
        }
    }

    /// Whether one of the columns gives the field.
    pub fn gives(&mut self, field: Field, columns: &BTreeSet<String>) -> bool {
        columns.iter().any(|column| self.mapping.column(column).target == Target::Field(field))
    }

    /// What became of each column. Personal data is named nowhere.
    pub fn columns(mut self, names: BTreeSet<String>) -> Columns {
        let mut columns = Columns::default();
        for name in names.into_iter().filter(|name| !name.trim().is_empty()) {
            let column = self.mapping.column(&name);
            match column.target {
                Target::Dropped => {}
                Target::Ignored | Target::Field(Field::Unit) if self.units.contains(&name) => {
                    columns.recognised.push(Taken { column: name, field: "amount_unit".to_owned() });
                }
                Target::Field(Field::Remarks) => columns.ignored.push(privacy::mask(&name).into_owned()),
                Target::Field(field) if !self.beaten.contains(&name) => {
                    let taken = Taken { column: name, field: field.key().to_owned() };
                    let known = column.rank.0 < Origin::Guess;
                    if known { columns.recognised.push(taken) } else { columns.guessed.push(taken) }
                }
                Target::Field(_) | Target::Ignored => columns.ignored.push(privacy::mask(&name).into_owned()),
            }
        }
        columns
    }
}

/// Whether two columns differ by their number only: CF_CFLB1 and CF_CFLB2, 处罚类别1 and 处罚类别2.
fn are_parts(one: &str, other: &str) -> bool {
    let stem = |name: &str| {
        let name = name.trim();
        let stem = name.trim_end_matches(|sign: char| sign.is_ascii_digit());
        (stem.len() < name.len()).then(|| stem.to_uppercase())
    };
    stem(one).is_some_and(|stem_of_one| stem(other) == Some(stem_of_one))
}
