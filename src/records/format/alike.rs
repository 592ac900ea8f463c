//! Tables beside each other in one file: which of them are of the same records.
//!
//! In: the names of columns. Out: how near a table is to the likeliest one of the file, by the fields that its columns give,
//! whatever they are called and in whatever order they stand.

use crate::records::mapping::{Mapping, Target, telling};
use crate::records::{Field, Kind};
use crate::sources::Feed;
use std::collections::BTreeSet;

/// How near a table is to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// Its rows are of the same records: read by its own header.
    Same,
    /// They may be: it has what such a record needs, and much of what the other one says.
    Near,
    Other,
}

/// The likeliest table of a file, by what its columns give.
pub struct Alike {
    kind: Kind,
    mapping: Mapping,
    best: BTreeSet<Field>,
}

impl Alike {
    pub fn new<'n>(feed: &Feed, best: impl IntoIterator<Item = &'n str>) -> Alike {
        let mut mapping = Mapping::new(feed);
        let best = fields(&mut mapping, best);
        Alike { kind: feed.kind, mapping, best }
    }

    /// How near a table with these columns is to it.
    pub fn of<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) -> Likeness {
        let names: Vec<&str> = names.into_iter().collect();
        let own = fields(&mut self.mapping, names.iter().copied());
        let needed = self.kind.required().iter().filter(|field| self.best.contains(field));
        let tells_of_the_kind = 2 * telling(self.kind, names.iter().copied()) > names.len();
        if !needed.into_iter().all(|field| own.contains(field)) || !tells_of_the_kind {
            return Likeness::Other;
        }
        let shared = own.intersection(&self.best).count();
        match () {
            () if shared == self.best.len() || shared == own.len() && shared > 2 => Likeness::Same,
            () if self.best.len() > 3 && shared * 4 >= self.best.len() * 3 => Likeness::Same,
            () if shared > 1 && shared * 2 >= self.best.len() => Likeness::Near,
            () => Likeness::Other,
        }
    }
}

fn fields<'n>(mapping: &mut Mapping, names: impl IntoIterator<Item = &'n str>) -> BTreeSet<Field> {
    let field = |name| match mapping.column(name).target {
        Target::Field(field) if field != Field::Remarks => Some(field),
        _ => None,
    };
    names.into_iter().filter_map(field).collect()
}

/// What is said of a table that was left out although it may hold such records.
pub fn why_left_out(columns: &str) -> String {
    format!(
        "left out, though it may hold such records: its columns are others ({columns}); ask for the same ones, or declare a \
         feed of its own with its name as `records`"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_of_the_same_records_by_what_their_columns_give() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("test.toml");
        std::fs::write(&path, "kind = \"penalty\"\nagency = \"示例局\"\nsource = \"data/test\"\n").expect("written");
        let feed = Feed::load(&path, std::path::Path::new("/portal")).expect("a manifest");
        let best = "企业名称,统一社会信用代码,处罚决定书文号,处罚决定日期,处罚类别,罚款金额";
        let of = |names: &str| Alike::new(&feed, best.split(',')).of(names.split(','));
        for same in [
            "罚款金额,处罚类别,处罚决定日期,处罚决定书文号,统一社会信用代码,企业名称",
            "当事人名称,信用代码,决定书文号,处罚日期,处罚种类,罚款金额（元）",
            "企业名称,统一社会信用代码,处罚决定书文号,处罚决定日期,处罚类别",
            "企业名称,处罚决定书文号,罚款金额",
            "企业名称,统一社会信用代码,处罚决定书文号,处罚决定日期,处罚类别,罚款金额,违法事实",
        ] {
            assert_eq!(of(same), Likeness::Same, "{same}");
        }
        assert_eq!(of("企业名称,处罚决定书文号,处罚决定日期,违法事实"), Likeness::Near);
        for other in [
            "企业名称,备案号,备案日期",
            "行政相对人名称,许可决定书文号,许可决定日期,许可类别,统一社会信用代码,许可机关",
            "企业名称,处罚决定书文号",
            "年度,罚款金额",
        ] {
            assert_eq!(of(other), Likeness::Other, "{other}");
        }
    }
}
