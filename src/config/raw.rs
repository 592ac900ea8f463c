//! `portal.toml` as written; unknown keys are refused.

use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawConfig {
    pub portal: RawPortal,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPortal {
    pub title: String,
    pub base_url: String,
    #[serde(default = "default_language")]
    pub language: String,
    pub region: String,
    pub organizer: String,
    #[serde(default = "default_time_zone")]
    pub time_zone: String,
    pub as_of: Option<String>,
    #[serde(default = "default_theme")]
    pub theme: String,
    /// The portal shows invented data and says so on every page.
    #[serde(default)]
    pub sample: bool,
    /// Browsers may keep visited pages for reading offline.
    #[serde(default)]
    pub offline: bool,
    /// Merchants with a code have a badge for other sites.
    #[serde(default = "default_badges")]
    pub badges: bool,
    /// Snapshots older than this are removed after a pull; all are kept when absent.
    pub keep_snapshots_days: Option<u32>,
    #[serde(default)]
    pub upkeep: Upkeep,
    #[serde(default)]
    pub government: RawGovernment,
    #[serde(default)]
    pub channels: Vec<RawChannel>,
}

/// Days within which something of a column has to change. Defaults are those of 政府网站与政务新媒体检查指标 (2019): two
/// weeks for the home page and for news, six months for notices and policies.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Upkeep {
    pub home_days: u32,
    pub news_days: u32,
    pub notice_days: u32,
}

impl Default for Upkeep {
    fn default() -> Self {
        Upkeep { home_days: 14, news_days: 14, notice_days: 180 }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawGovernment {
    pub site_id_code: Option<String>,
    pub icp: Option<String>,
    pub police: Option<String>,
    pub error_report_url: Option<String>,
    /// 承办单位.
    pub undertaker: Option<String>,
    /// 联系方式 of the site itself.
    pub contact: Option<String>,
    /// 党政机关网站标识: the page of its certificate.
    pub mark_url: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawChannel {
    pub name: String,
    pub url: Option<String>,
    pub phone: Option<String>,
    pub note: Option<String>,
    pub checked_on: String,
}

fn default_language() -> String {
    "zh-CN".to_owned()
}

/// What `portal.time_zone` is where it is absent.
pub const DEFAULT_TIME_ZONE: &str = "Asia/Shanghai";

fn default_time_zone() -> String {
    DEFAULT_TIME_ZONE.to_owned()
}

fn default_badges() -> bool {
    true
}

fn default_theme() -> String {
    "default".to_owned()
}
