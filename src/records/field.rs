//! The canonical fields: one row each in `FIELDS`, in the order in which pages and downloads show them.

use std::str::FromStr;

/// What a field's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// One line of text.
    Text,
    /// Text that may hold several paragraphs.
    LongText,
    /// A 统一社会信用代码 or registration number.
    Code,
    /// A document number (文号), brackets normalised to 〔〕.
    DocumentNo,
    /// A calendar day.
    Date,
    /// Money in yuan.
    Money,
    /// A plain number; percentages are stored as 63.6 for 63.6 %.
    Number,
    /// Yes or no.
    Flag,
    /// Several short texts.
    List,
    /// An http(s) address.
    Url,
}

impl ValueType {
    /// The word in the data dictionary.
    pub fn key(self) -> &'static str {
        match self {
            ValueType::Text | ValueType::LongText => "text",
            ValueType::Code => "code",
            ValueType::DocumentNo => "document_no",
            ValueType::Date => "date",
            ValueType::Money | ValueType::Number => "number",
            ValueType::Flag => "flag",
            ValueType::List => "list",
            ValueType::Url => "url",
        }
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident $key:literal $value_type:ident,)*) => {
        /// A canonical field (`design.md` section 4).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Field { $($(#[$doc])* $name,)* }

        /// Key and type of each field, at the field's own position.
        const FIELDS: &[(Field, &str, ValueType)] = &[$((Field::$name, $key, ValueType::$value_type),)*];
    };
}

fields! {
    /// The agency's own identifier of the record.
    Id "id" Text,
    Title "title" Text,
    /// 市场主体名称.
    SubjectName "subject_name" Text,
    /// 统一社会信用代码.
    SubjectCode "subject_code" Code,
    /// 企业, 个体工商户, 自然人 ….
    SubjectKind "subject_kind" Text,
    /// 法定代表人 or 经营者, as registered; shown on a merchant's page only and never a search key.
    LegalRepresentative "legal_representative" Text,
    Brands "brands" List,
    FormerNames "former_names" List,
    Address "address" Text,
    Mall "mall" Text,
    District "district" Text,
    Industry "industry" Text,
    Status "status" Text,
    ListName "list_name" Text,
    LegalBasis "legal_basis" Text,
    Category "category" Text,
    Level "level" Text,
    Facts "facts" LongText,
    Basis "basis" LongText,
    Outcome "outcome" LongText,
    Measures "measures" List,
    AmountYuan "amount_yuan" Money,
    ConfiscatedYuan "confiscated_yuan" Money,
    /// 索引号 of a policy, in the catalogue of whoever published it.
    IndexNo "index_no" Text,
    /// 认定/作出决定机关.
    Agency "agency" Text,
    DocumentNo "document_no" DocumentNo,
    DecidedOn "decided_on" Date,
    PublishedOn "published_on" Date,
    ValidFrom "valid_from" Date,
    /// 公示截止/有效期.
    ValidUntil "valid_until" Date,
    WithdrawnOn "withdrawn_on" Date,
    WithdrawalReason "withdrawal_reason" Text,
    UnderObjection "under_objection" Flag,
    FilingNo "filing_no" Text,
    FilingClass "filing_class" Text,
    CardTypes "card_types" List,
    CustodyMethod "custody_method" Text,
    Institution "institution" Text,
    RatioPercent "ratio_percent" Number,
    /// 存管比例 where it is a class and no single rate: `≥20%`, `20%–30%`.
    RatioClass "ratio_class" Text,
    AsOf "as_of" Date,
    Period "period" Text,
    Received "received" Number,
    Settled "settled" Number,
    /// Percent, 63.6 for 63.6 %.
    MediationRate "mediation_rate" Number,
    MainIssues "main_issues" Text,
    CommitmentType "commitment_type" Text,
    Performance "performance" Text,
    Batch "batch" Text,
    Year "year" Text,
    Name "name" Text,
    Value "value" Number,
    Unit "unit" Text,
    Region "region" Text,
    Summary "summary" LongText,
    Body "body" LongText,
    SourceUrl "source_url" Url,
    /// 当前状态 of the record itself, there only when its agency took it back; judged, never shown.
    RecordState "record_state" Text,
    /// 注销日期 of a merchant or a filing.
    CancelledOn "cancelled_on" Date,
    /// 使用范围: 0 is public (`domain.md` 2.1); read, judged, never shown.
    UseScope "use_scope" Text,
    /// 处罚程序: 简易程序 is not published (`domain.md` 4.2); read, judged, never shown.
    Procedure "procedure" Text,
    /// 备注: read for what takes a record back, then gone ([`super::standing`]).
    Remarks "remarks" Text,
}

impl Field {
    /// All fields in their order.
    pub fn all() -> impl Iterator<Item = Field> {
        FIELDS.iter().map(|row| row.0)
    }

    /// The word in files, downloads and mappings.
    pub fn key(self) -> &'static str {
        FIELDS[self as usize].1
    }

    pub fn value_type(self) -> ValueType {
        FIELDS[self as usize].2
    }
}

/// The word is not a canonical field.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a canonical field")]
pub struct UnknownField(pub String);

impl FromStr for Field {
    type Err = UnknownField;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        FIELDS.iter().find(|row| row.1 == word).map(|row| row.0).ok_or_else(|| UnknownField(word.to_owned()))
    }
}
