//! A merchant's page: what is on record, in the order of `look.md`.

use super::cite::Cited;
use super::context::{
    AgencySources, Chip, Fact, Gap, Link, LookalikeView, MerchantPage, MerchantView, MovedPage, SourceView,
    TimelineItem,
};
use super::facts::View;
use super::meta::{About, json_ld};
use super::model::Model;
use super::qr::Codes;
use super::urls;
use crate::clock::Date;
use crate::merchants::{Likeness, Merchant, MerchantKey};
use crate::records::kind::Block;
use crate::records::{Field, Kind};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};

/// What stands around a merchant and is not on record about it.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// Positions of other merchants, and in what they are alike.
    pub alike: Option<&'a BTreeMap<usize, Likeness>>,
    /// Entries that close its premises to registration and speak of others.
    pub bans: &'a [usize],
}

/// What merchants' pages need beside the merchant, made once for all of them.
#[derive(Default)]
pub struct Shared {
    pub codes: Codes,
    /// By code: the last day on which a record of the merchant stopped being shown.
    left_on: HashMap<String, Date>,
}

impl Shared {
    pub fn new(model: &Model, codes: Codes) -> Shared {
        let mut left_on: HashMap<String, Date> = HashMap::new();
        for (entry, judgement) in model.left() {
            if let (Some(code), Some(day)) = (entry.record.subject_code(), judgement.left_on) {
                left_on.entry(code.to_owned()).and_modify(|last| *last = day.max(*last)).or_insert(day);
            }
        }
        Shared { codes, left_on }
    }
}

impl View<'_> {
    /// The whole context of one merchant's page.
    pub fn merchant_page(self, merchant: &Merchant, around: Around<'_>, shared: &Shared) -> MerchantPage {
        let path = urls::merchant(&merchant.key);
        let mut facts: Vec<(Block, Fact)> = Vec::new();
        let mut timeline = Vec::new();
        let mut sources: Vec<SourceView> = Vec::new();
        for position in &merchant.records {
            let entry = &self.model.entries[*position];
            for source in self.sources(entry) {
                match sources.iter_mut().find(|known| known.feed == source.feed) {
                    Some(known) if known.first_seen > source.first_seen => known.first_seen = source.first_seen,
                    Some(_) => {}
                    None => sources.push(source),
                }
            }
            let shown_as = self.model.judgements[*position].shown_as;
            if shown_as == Kind::Merchant {
                timeline.extend(self.founded(entry));
                continue;
            }
            let fact = self.fact(*position);
            timeline.extend(self.timeline_item(*position, &fact));
            facts.push((shown_as.block(), fact));
        }
        timeline.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.text.cmp(&b.text)));
        sources.sort_by(|a, b| a.feed.cmp(&b.feed));
        let mut block = |wanted| {
            let (inside, outside) = std::mem::take(&mut facts).into_iter().partition(|(block, _)| *block == wanted);
            facts = outside;
            let inside: Vec<(Block, Fact)> = inside;
            inside.into_iter().map(|(_, fact)| fact).collect::<Vec<Fact>>()
        };
        let warnings = block(Block::Warnings);
        let registrations = block(Block::Registrations);
        let promises = block(Block::Promises);
        let complaints = block(Block::Complaints);
        let nothing_on_record =
            warnings.is_empty() && registrations.is_empty() && promises.is_empty() && complaints.is_empty();
        let view = self.merchant_view(merchant, shared);
        let page = self.merchant_meta(merchant, &view, &path);
        MerchantPage {
            document: urls::merchant_document(&merchant.key),
            card: urls::merchant_card(&merchant.key),
            qr: shared.codes.svg(&page.canonical),
            badge: merchant.code.as_deref().filter(|_| self.model.settings.badges).map(urls::badge),
            citation: self.cite(&Cited {
                author: &self.model.settings.organizer,
                title: &self.words.fill("share.title", &[("name", &merchant.name)]),
                date: view.changed_on.as_deref().unwrap_or_default(),
                url: &page.canonical,
            }),
            gaps: self.gaps(merchant, &registrations),
            page,
            warnings,
            registrations,
            promises,
            complaints,
            nothing_on_record,
            feed_count: self.model.feeds.len(),
            timeline,
            premises: around.bans.iter().map(|ban| self.premises_notice(*ban)).collect(),
            lookalikes: around.alike.into_iter().flatten().map(|(other, how)| self.lookalike(*other, *how)).collect(),
            agencies: AgencySources::group(&sources),
            sources,
            merchant: view,
        }
    }

    /// A ban on the premises where the merchant stands: said of the place, not of the merchant.
    fn premises_notice(self, ban: usize) -> Fact {
        let sentence = self.worded(ban, "premises.notice");
        Fact {
            nameless: self.nameless(ban, &sentence),
            sentence,
            remark: Some(self.words.get("value.premises_remark").to_owned()),
            ..self.fact(ban)
        }
    }

    /// The last day on which anything a merchant's page shows came, changed or went.
    pub(super) fn settled_on(self, merchant: &Merchant, shared: &Shared) -> Option<Date> {
        let seen = merchant.records.iter().map(|position| &self.model.entries[*position]);
        let changed = seen.map(|entry| entry.changed_on.unwrap_or(entry.first_seen));
        changed.chain(merchant.code.as_ref().and_then(|code| shared.left_on.get(code)).copied()).max()
    }

    fn merchant_view(self, merchant: &Merchant, shared: &Shared) -> MerchantView {
        MerchantView {
            name: merchant.name.clone(),
            code: merchant.code.clone(),
            code_warning: !merchant.code_is_plausible(),
            brands: merchant.brands.clone(),
            former_names: merchant.former_names.clone(),
            also_named: merchant.also_named.clone(),
            address: merchant.address.clone(),
            other_addresses: merchant.other_addresses.clone(),
            mall: merchant.mall.clone(),
            district: self.district_link(merchant),
            industry: self.industry_link(merchant),
            status: merchant.status.as_deref().map(|status| self.status(status)),
            subject_kind: merchant.subject_kind.clone(),
            legal_representative: merchant.legal_representative.clone(),
            changed_on: self.settled_on(merchant, shared).map(|date| date.to_string()),
        }
    }

    /// Filing and custody of prepaid money, where they are not on record. Custody is asked of whoever has to file.
    fn gaps(self, merchant: &Merchant, registrations: &[Fact]) -> Vec<Gap> {
        let (code, industry) = (merchant.code.as_deref(), merchant.industry.as_deref());
        let concerned = self.model.rules.filing_concerns(code, industry, self.model.date);
        // Who has filed is concerned, whatever its trade.
        let concerned = concerned || registrations.iter().any(|fact| fact.kind == Kind::Filing.key());
        let missing = |kind: &Kind| registrations.iter().all(|fact| fact.kind != kind.key());
        let gap = |kind: Kind| Gap {
            kind: kind.key(),
            kind_label: self.words.label(kind).to_owned(),
            not_applicable: !concerned,
        };
        [Kind::Filing, Kind::Custody].into_iter().filter(missing).map(gap).collect()
    }

    fn district_link(self, merchant: &Merchant) -> Option<Link> {
        let code = merchant.district.as_deref()?;
        Some(Link { label: self.model.districts.name(code)?.to_owned(), href: format!("merchants/{code}/") })
    }

    fn industry_link(self, merchant: &Merchant) -> Option<Link> {
        let key = merchant.industry.as_deref()?;
        let label = self.words.industry(key)?.to_owned();
        // The merchants of its trade in its own district, where that is known.
        let district = merchant.district.as_deref().filter(|code| self.model.districts.get(code).is_some());
        let href = district.map_or_else(|| format!("merchants/{key}/"), |code| format!("merchants/{code}/{key}/"));
        Some(Link { label, href })
    }

    /// Another merchant, in what it is alike, and what is in force about it.
    fn lookalike(self, position: usize, likeness: Likeness) -> LookalikeView {
        let merchant = &self.model.resolution.merchants[position];
        let words = [(likeness.name, "value.same_name"), (likeness.address, "value.same_address")];
        let words = words.into_iter().filter(|(alike, _)| *alike).map(|(_, key)| self.words.get(key));
        let warnings = self.chips(merchant).into_iter().filter(|(kind, _)| kind.block() == Block::Warnings);
        let chip = |(kind, until): (Kind, Option<Date>)| Chip {
            label: self.words.label(kind).to_owned(),
            tone: kind.tone().key(),
            until: until.map(|date| date.to_string()),
        };
        LookalikeView {
            label: merchant.name.clone(),
            href: urls::merchant(&merchant.key),
            likeness: words.collect::<Vec<_>>().join(self.words.get("value.separator")),
            chips: warnings.map(chip).collect(),
        }
    }

    /// What stands at an address that a merchant had before: nameless but for where it leads.
    pub fn moved_page(self, old: &MerchantKey, merchant: &Merchant) -> MovedPage {
        let title = self.words.get("page.moved").to_owned();
        let href = urls::merchant(&merchant.key);
        let mut page = self.page(About {
            path: &urls::merchant(old),
            kind: "moved",
            description: title.clone(),
            column: title.clone(),
            title,
            breadcrumbs: Vec::new(),
        });
        page.noindex = true;
        page.canonical = urls::canonical(&self.model.settings.base_url, &href);
        MovedPage { page, href }
    }

    fn merchant_meta(self, merchant: &Merchant, view: &MerchantView, path: &str) -> super::context::Page {
        let column = self.words.list(Kind::Merchant);
        let mut breadcrumbs = vec![Link { label: column.to_owned(), href: urls::list(Kind::Merchant) }];
        breadcrumbs.extend(view.district.clone());
        let place = view.district.as_ref().map(|link| link.label.as_str()).unwrap_or_default();
        let mut page = self.page(About {
            path,
            kind: "merchant",
            title: merchant.name.clone(),
            description: match place {
                "" => merchant.name.clone(),
                place => self.words.aside(&merchant.name, place),
            },
            column: column.to_owned(),
            breadcrumbs,
        });
        page.published = view.changed_on.as_ref().map(|date| format!("{date} 00:00"));
        page.column_description = self.words.intro(Kind::Merchant).to_owned();
        page.column_keywords = self.column_keywords(column, column);
        page.json_ld = json_ld(json!({
            "@type": "LocalBusiness",
            "name": merchant.name,
            "identifier": merchant.code,
            "alternateName": if merchant.brands.is_empty() { None } else { Some(&merchant.brands) },
            "address": merchant.address,
            "url": page.canonical,
        }));
        page
    }

    fn founded(self, entry: &crate::ledger::Entry) -> Option<TimelineItem> {
        Some(TimelineItem {
            date: entry.record.fields.date(Field::ValidFrom)?.to_string(),
            kind_label: self.words.label(Kind::Merchant).to_owned(),
            tone: Kind::Merchant.tone().key(),
            text: self.words.get("timeline.founded").to_owned(),
            href: None,
            until: None,
        })
    }

    fn timeline_item(self, position: usize, fact: &Fact) -> Option<TimelineItem> {
        Some(TimelineItem {
            date: fact.date.clone()?,
            kind_label: fact.kind_label.clone(),
            tone: fact.tone,
            text: self.undated(position),
            href: Some(fact.href.clone()),
            until: fact.until.clone(),
        })
    }
}
