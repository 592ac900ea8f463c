//! The portal itself: what every page may say of it.
//!
//! In: settings, agencies' channels, strings and assets. Out: the values of Tera's global context.

use super::page::Link;
use serde::Serialize;
use std::collections::BTreeMap;

/// Site-wide values, put once into Tera's global context under the names of the fields.
#[derive(Debug, Clone, Serialize)]
pub struct SiteContext {
    /// Facts about the portal.
    pub site: Site,
    /// Interface strings of the portal's language, nested as in `i18n/*.toml`.
    pub t: serde_json::Value,
    /// Logical asset name (`site.css`, `search.js`) to its published path with the content hash.
    pub assets: BTreeMap<String, String>,
}

/// The portal as pages present it.
#[derive(Debug, Clone, Serialize)]
pub struct Site {
    pub title: String,
    /// Absolute, with a trailing slash.
    pub base_url: String,
    /// Host name of `base_url`, for the `SiteDomain` meta tag.
    pub domain: String,
    /// `zh-CN` or `en`.
    pub language: String,
    /// The language of what agencies publish, where it is not that of the pages: such text is marked with it.
    pub record_language: Option<&'static str>,
    /// 主办单位.
    pub organizer: String,
    /// True when the portal shows invented data and every page must say so.
    pub sample: bool,
    /// True when browsers may keep pages for reading offline.
    pub offline: bool,
    /// The fixed date of the portal (`as_of`), ISO; absent on a portal that follows the calendar.
    pub as_of: Option<String>,
    /// The portal's time zone, where it is another than that of China: a hundred thousand pages need not say the usual.
    pub zone: Option<String>,
    pub government: Option<Government>,
    pub channels: Vec<Channel>,
    /// Main navigation, six entries at most.
    pub nav: Vec<Link>,
}

/// Footer and meta values of a government site (`domain.md` section 5).
#[derive(Debug, Clone, Serialize)]
pub struct Government {
    pub site_id_code: Option<String>,
    pub icp: Option<String>,
    pub police: Option<String>,
    /// Where the public security filing can be looked up.
    pub police_url: Option<String>,
    pub error_report_url: Option<String>,
    /// 承办单位.
    pub undertaker: Option<String>,
    /// 联系方式.
    pub contact: Option<String>,
    /// 党政机关网站标识: the page of its certificate.
    pub mark_url: Option<String>,
}

/// 维权渠道: where a consumer can turn.
#[derive(Debug, Clone, Serialize)]
pub struct Channel {
    pub name: String,
    pub url: Option<String>,
    pub phone: Option<String>,
    pub note: Option<String>,
    /// ISO date on which the entry was last checked.
    pub checked_on: String,
}
