//! The feeds of the portal: who brings what, in which container, about which merchants.

mod city;
mod penalties;
mod registers;

use super::container::{Container, FeedFile};
use super::merchant::{Change, Merchant};
use super::random::{Random, Stream};
use super::{Plan, agencies};
use mingjing::fs::{FileError, write_atomic};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// Whom a feed has a row about.
#[derive(Debug, Clone, Copy)]
enum Share {
    Everybody,
    /// So many of a thousand merchants.
    PerMille(u64),
    /// So many of a thousand merchants of a sort.
    PerMilleOf(u64, fn(&Merchant) -> bool),
    /// So many rows, about no merchant in particular.
    Rows(fn(&Plan) -> u64),
}

/// One row about to be written.
struct Draw<'a> {
    merchant: &'a Merchant,
    random: Random,
    /// Never the same for two rows of a feed: document numbers are made of it.
    serial: u64,
}

/// A feed as agencies deliver it and as the portal declares it.
struct FeedSpec {
    id: &'static str,
    kind: &'static str,
    agency: &'static str,
    container: Container,
    share: Share,
    columns: &'static [&'static str],
    /// Canonical field and column, where the header does not say it by itself.
    fields: &'static [(&'static str, &'static str)],
    preset: Option<&'static str>,
    row: fn(Draw<'_>) -> Vec<String>,
}

impl FeedSpec {
    fn file(&self) -> String {
        format!("data/samples/{}.{}", self.id, self.container.extension())
    }

    /// `data/sources/ID.toml`.
    fn manifest(&self) -> String {
        let FeedSpec { kind, agency, .. } = self;
        let mut text = format!("# 随机生成的示例数据。\nkind = \"{kind}\"\nagency = \"{agency}\"\n");
        let mut line = |key: &str, value: &str| {
            writeln!(text, "{key} = {value}").expect("a string takes every write");
        };
        line("source", &format!("\"{}\"", self.file()));
        line("format", &format!("\"{}\"", self.container.format()));
        if self.container == Container::CsvGb18030 {
            line("encoding", "\"gb18030\"");
        }
        if let Some(preset) = self.preset {
            line("preset", &format!("\"{preset}\""));
        }
        // A small corpus may have no record of a rare kind, a large one has feeds beyond the usual limit.
        line("min_rows", "0");
        line("max_bytes", "4294967296");
        if !self.fields.is_empty() {
            text.push_str("\n[fields]\n");
            for (field, column) in self.fields {
                writeln!(text, "{field} = \"{column}\"").expect("a string takes every write");
            }
        }
        text
    }

    fn wants(&self, merchant: &Merchant, random: &mut Random, plan: &Plan) -> bool {
        match self.share {
            Share::Everybody => true,
            Share::PerMille(share) => random.below(1000) < share,
            Share::PerMilleOf(share, sort) => sort(merchant) && random.below(1000) < share,
            Share::Rows(rows) => merchant.index < rows(plan),
        }
    }
}

fn all() -> [&'static FeedSpec; 13] {
    [
        &registers::MERCHANTS,
        &registers::FILINGS,
        &registers::CUSTODY,
        &registers::COMMITMENTS,
        &registers::AWARDS,
        &penalties::BLACKLIST,
        &penalties::PREMISES_BANS,
        &penalties::PENALTIES,
        &penalties::ABNORMAL,
        &penalties::EXPOSURES,
        &city::COMPLAINTS,
        &city::NOTICES,
        &city::STATISTICS,
    ]
}

/// Writes the manifests and `data/agencies.toml`.
pub fn declare(root: &Path) -> Result<(), FileError> {
    write_atomic(&root.join("data/agencies.toml"), agencies::file().as_bytes())?;
    for spec in all() {
        let path = root.join("data/sources").join(format!("{}.toml", spec.id));
        write_atomic(&path, spec.manifest().as_bytes())?;
    }
    Ok(())
}

/// Writes every feed's file in one pass over the merchants; gives the rows by feed.
pub fn write(plan: &Plan, root: &Path) -> Result<BTreeMap<&'static str, u64>, FileError> {
    let specs = all();
    let mut files = Vec::with_capacity(specs.len());
    for spec in specs {
        files.push(FeedFile::create(&root.join(spec.file()), spec.container, spec.columns)?);
    }
    for index in 0..plan.merchants {
        let merchant = Merchant::generate(plan, index);
        for ((position, spec), file) in (0..).zip(specs).zip(&mut files) {
            let mut random = Random::of(plan.seed, Stream::Feed(position), index);
            if spec.wants(&merchant, &mut random, plan) {
                let serial = index + 1;
                file.row(&(spec.row)(Draw { merchant: &merchant, random: random.clone(), serial }))?;
            }
            if spec.kind == "penalty" && plan.change_of(index) == Some(Change::Penalised) {
                let serial = plan.merchants + index + 1;
                file.row(&(spec.row)(Draw { merchant: &merchant, random, serial }))?;
            }
        }
    }
    specs.iter().zip(files).map(|(spec, file)| Ok((spec.id, file.finish()?))).collect()
}
