//! What templates see: one struct a page kind, the whole contract with themes.
//!
//! In: nothing but values made by [`crate::pages::render`]. Out: serialised into Tera. A template receives one of the
//! `…Page` structs at the top level (so `{{ page.title }}`, `{{ merchant.name }}`), beside the site-wide globals of
//! [`SiteContext`] (`site`, `t`, `assets`). Nothing here computes: dates are already worded, links already resolved.
//!
//! Every `href` is a path below the site's root without a leading slash (`m/6F/91….html`); templates write
//! `{{ page.root }}{{ x.href }}`, which keeps the site movable. Absolute addresses are called `url`.
//!
//! One file a family of pages; a struct that several families use stands with the family it is named after.

mod about;
mod article;
mod changes;
mod charts;
mod data;
mod design;
mod entrance;
mod fact;
mod list;
mod merchant;
mod page;
mod record;
mod site;

pub use about::{
    AboutLink, AboutPage, AgencyFeeds, FeedView, MapGroup, MapPage, Member, MethodPage, ProvisionView, RuleView,
    SourcesPage, TextPage,
};
pub use article::{
    ArticleCard, ArticleGroup, ArticlePage, ArticleSource, ArticlesPage, CitedDocument, Heading, SeriesEntry,
    SeriesView,
};
pub use changes::{ChangeCount, ChangeDay, ChangeItem, ChangesPage};
pub use charts::{
    BarPart, BarRow, Chart, ChartRow, ChartTable, ColumnView, Dot, Picture, PublishedCell, PublishedRow,
    PublishedTable, Stack, StatsPage, TileView,
};
pub use data::{CardPage, DataPage, DictionaryEntry, Download, DownloadFile};
pub use design::{ColourView, DesignPage, PairView, StepView};
pub use entrance::{Figure, HomePage, NotFoundPage, OfflinePage, SearchPage, Step};
pub use fact::{AgencySources, Chip, Citation, Fact, Labelled, Qr, SourceView};
pub use list::{Facet, ListCell, ListColumn, ListItem, ListPage, ListRow};
pub use merchant::{Badge, Gap, LookalikeView, MerchantPage, MerchantView, MovedPage, Place, TimelineItem};
pub use page::{Choice, Link, Page, Pager};
pub use record::{RecordPage, TombstonePage, TurnView};
pub use site::{Channel, Government, Site, SiteContext};
