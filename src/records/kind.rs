//! The fifteen record kinds: everything that is fixed about one stands in its row of `KINDS`.

use super::Field;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a record is about (`design.md` section 4). The order is the order of severity on a merchant's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// 黑名单/严重失信主体名单.
    Blacklist,
    /// 经营场所市场禁入.
    PremisesBan,
    /// 曝光台.
    Exposure,
    /// 行政处罚.
    Penalty,
    /// 经营异常名录.
    Abnormal,
    /// 风险提示/消费警示.
    Notice,
    /// 消费投诉公示.
    Complaints,
    /// 发卡备案/登记.
    Filing,
    /// 预收资金存管/保险/保函.
    Custody,
    /// 信用承诺.
    Commitment,
    /// 诚信示范企业.
    Award,
    /// 市场主体基础信息.
    Merchant,
    /// 案例警示/警情通报.
    Case,
    /// 政策文件与解读.
    Policy,
    /// 统计.
    Statistic,
}

/// How a fact of a kind presents itself; never a judgement of the merchant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Severe,
    Warn,
    Neutral,
    Good,
}

impl Tone {
    /// The word in class names and contexts.
    pub fn key(self) -> &'static str {
        match self {
            Tone::Severe => "severe",
            Tone::Warn => "warn",
            Tone::Neutral => "neutral",
            Tone::Good => "good",
        }
    }
}

/// Which block of a merchant's page a fact of the kind stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// 公示信息.
    Warnings,
    /// 备案与资金存管.
    Registrations,
    /// 承诺与荣誉.
    Promises,
    /// 投诉公示.
    Complaints,
    /// Not a fact about one merchant.
    None,
}

struct KindInfo {
    kind: Kind,
    key: &'static str,
    list: &'static str,
    tone: Tone,
    block: Block,
    /// A row without one of these is quarantined.
    required: &'static [Field],
    /// Fields that tell two records of one subject apart when there is no document number.
    identity: &'static [Field],
    /// Fields by which a row, where it has them, is about a part of what others are about.
    parts: &'static [Field],
    /// Fields of which the first that a row has tells it from another of its feed that is alike by all of these.
    apart: &'static [Field],
    /// Whether lists of the kind may have a row for each store of a merchant.
    by_store: bool,
}

/// Of what is told by its title and day, and several may be on one day (警情通报): the page, else the text.
const BY_PAGE: &[Field] = &[Field::SourceUrl, Field::Body, Field::Facts, Field::Summary, Field::Outcome];

const KINDS: [KindInfo; 15] = [
    KindInfo {
        kind: Kind::Blacklist,
        key: "blacklist",
        list: "blacklist",
        tone: Tone::Severe,
        block: Block::Warnings,
        required: &[Field::SubjectName],
        identity: &[Field::ListName, Field::DecidedOn],
        parts: &[],
        apart: &[],
        by_store: false,
    },
    KindInfo {
        kind: Kind::PremisesBan,
        key: "premises-ban",
        list: "premises-bans",
        tone: Tone::Severe,
        block: Block::Warnings,
        required: &[Field::Address],
        identity: &[Field::Address, Field::DecidedOn],
        parts: &[],
        apart: &[],
        by_store: false,
    },
    KindInfo {
        kind: Kind::Exposure,
        key: "exposure",
        list: "exposures",
        tone: Tone::Severe,
        block: Block::Warnings,
        required: &[Field::SubjectName],
        identity: &[Field::Title, Field::DecidedOn, Field::PublishedOn],
        parts: &[],
        apart: &[],
        by_store: true,
    },
    KindInfo {
        kind: Kind::Penalty,
        key: "penalty",
        list: "penalties",
        tone: Tone::Warn,
        block: Block::Warnings,
        required: &[Field::SubjectName, Field::DocumentNo],
        identity: &[],
        parts: &[],
        apart: &[],
        by_store: false,
    },
    KindInfo {
        kind: Kind::Abnormal,
        key: "abnormal",
        list: "abnormal",
        tone: Tone::Warn,
        block: Block::Warnings,
        required: &[Field::SubjectName],
        identity: &[Field::DecidedOn, Field::Facts],
        parts: &[],
        apart: &[],
        by_store: false,
    },
    KindInfo {
        kind: Kind::Notice,
        key: "notice",
        list: "notices",
        tone: Tone::Warn,
        block: Block::Warnings,
        required: &[Field::Title],
        identity: &[Field::Title, Field::PublishedOn],
        parts: &[],
        apart: BY_PAGE,
        by_store: false,
    },
    KindInfo {
        kind: Kind::Complaints,
        key: "complaints",
        list: "complaints",
        tone: Tone::Neutral,
        block: Block::Complaints,
        required: &[Field::SubjectName, Field::Period],
        identity: &[Field::Period],
        parts: &[Field::Category],
        apart: &[],
        by_store: true,
    },
    KindInfo {
        kind: Kind::Filing,
        key: "filing",
        list: "filings",
        tone: Tone::Neutral,
        block: Block::Registrations,
        required: &[Field::SubjectName],
        identity: &[Field::FilingNo],
        parts: &[],
        apart: &[],
        by_store: true,
    },
    KindInfo {
        kind: Kind::Custody,
        key: "custody",
        list: "custody",
        tone: Tone::Neutral,
        block: Block::Registrations,
        required: &[Field::SubjectName],
        identity: &[Field::CustodyMethod, Field::Institution],
        parts: &[],
        apart: &[],
        by_store: false,
    },
    KindInfo {
        kind: Kind::Commitment,
        key: "commitment",
        list: "commitments",
        tone: Tone::Neutral,
        block: Block::Promises,
        required: &[Field::SubjectName],
        identity: &[Field::CommitmentType, Field::DecidedOn],
        parts: &[],
        apart: &[],
        by_store: false,
    },
    KindInfo {
        kind: Kind::Award,
        key: "award",
        list: "awards",
        tone: Tone::Good,
        block: Block::Promises,
        required: &[Field::SubjectName, Field::ListName],
        identity: &[Field::ListName, Field::Year, Field::Batch],
        parts: &[],
        apart: &[],
        by_store: false,
    },
    KindInfo {
        kind: Kind::Merchant,
        key: "merchant",
        list: "merchants",
        tone: Tone::Neutral,
        block: Block::None,
        required: &[Field::SubjectName],
        identity: &[],
        parts: &[],
        apart: &[],
        by_store: true,
    },
    KindInfo {
        kind: Kind::Case,
        key: "case",
        list: "cases",
        tone: Tone::Neutral,
        block: Block::None,
        required: &[Field::Title],
        identity: &[Field::Title, Field::PublishedOn],
        parts: &[],
        apart: BY_PAGE,
        by_store: false,
    },
    KindInfo {
        kind: Kind::Policy,
        key: "policy",
        list: "policies",
        tone: Tone::Neutral,
        block: Block::None,
        required: &[Field::Title],
        identity: &[Field::Title, Field::PublishedOn],
        parts: &[],
        apart: BY_PAGE,
        by_store: false,
    },
    KindInfo {
        kind: Kind::Statistic,
        key: "statistic",
        list: "stats",
        tone: Tone::Neutral,
        block: Block::None,
        required: &[Field::Name, Field::Period, Field::Value],
        identity: &[Field::Name, Field::Period, Field::Region],
        parts: &[],
        apart: &[Field::Unit],
        by_store: false,
    },
];

impl Kind {
    /// All kinds, in the order of [`Kind`].
    pub fn all() -> impl Iterator<Item = Kind> {
        KINDS.iter().map(|info| info.kind)
    }

    fn info(self) -> &'static KindInfo {
        &KINDS[self as usize]
    }

    /// The word used in files, addresses of feeds, reports and interface strings.
    pub fn key(self) -> &'static str {
        self.info().key
    }

    /// Folder of the list page below the site's root.
    pub fn list(self) -> &'static str {
        self.info().list
    }

    pub fn tone(self) -> Tone {
        self.info().tone
    }

    pub fn block(self) -> Block {
        self.info().block
    }

    /// Fields a row must have to become a record of this kind.
    pub fn required(self) -> &'static [Field] {
        self.info().required
    }

    /// Fields that identify a record beside deciding agency and subject, when it has no document number.
    pub fn identity(self) -> &'static [Field] {
        self.info().identity
    }

    /// Fields that identify a record as well, where it has them: a row a type of complaint.
    pub fn parts(self) -> &'static [Field] {
        self.info().parts
    }

    /// Fields of which the first that a record has tells it from another of its feed that would be the same one.
    pub fn apart(self) -> &'static [Field] {
        self.info().apart
    }

    /// Whether a list of the kind that has a column of stores tells its records apart by them.
    pub fn is_by_store(self) -> bool {
        self.info().by_store
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// The word is not a record kind.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a record kind; one of: {1}")]
pub struct UnknownKind(String, String);

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        KINDS.iter().find(|info| info.key == word).map(|info| info.kind).ok_or_else(|| {
            let known: Vec<&str> = KINDS.iter().map(|info| info.key).collect();
            UnknownKind(word.to_owned(), known.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_stands_in_its_own_row() {
        for (position, kind) in Kind::all().enumerate() {
            assert_eq!(kind as usize, position, "{kind} is out of place in KINDS");
            assert_eq!(kind.key().parse::<Kind>().expect("own key"), kind);
            let as_json = serde_json::to_string(&kind).expect("a word");
            assert_eq!(as_json, format!("\"{}\"", kind.key()));
        }
    }
}
