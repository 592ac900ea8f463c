//! `portal.toml`, agencies, feeds, rules of publication, withdrawals: what each says, and whether they fit together.

use super::Faults;
use super::leaks::line_of;
use crate::config::place::line_of_key;
use crate::config::raw::RawGovernment;
use crate::config::{Agencies, ConfigError, Districts, Local, Settings};
use crate::fs;
use crate::ledger::{Corrections, Rules, Withdrawals};
use crate::merchants::Decisions;
use crate::pages::address;
use crate::records::privacy::{Finding, Official};
use crate::records::{code, preset, privacy};
use crate::sources::manifest::Location;
use crate::sources::{self, Feed, FetchError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What of the configuration can be used.
pub struct Configuration {
    pub agencies: Agencies,
    pub districts: Districts,
    pub rules: Option<Rules>,
    pub feeds: Vec<Feed>,
    pub withdrawals: Withdrawals,
    pub merges: Decisions,
    pub corrections: Corrections,
}

impl Configuration {
    pub fn check(root: &Path, settings: Option<&Settings>, faults: &mut Faults) -> Configuration {
        let portal = root.join("portal.toml");
        let data = root.join("data");
        let districts = match settings {
            Some(settings) => usable(Districts::load(&data.join("districts.toml"), &settings.region), faults),
            None => Districts::default(),
        };
        if let Some(settings) = settings {
            portal_says(settings, &districts, &portal, faults);
        }
        let agencies = agencies(&data.join("agencies.toml"), faults);
        let agencies = match settings {
            Some(settings) => agencies.knowing(settings),
            None => agencies,
        };
        for error in Rules::mistakes(&data.join("rules")) {
            faults.configuration(&error);
        }
        let rules = Rules::load(&data.join("rules")).or_else(|_| Rules::embedded()).ok();
        let withdrawals = usable(Withdrawals::load(&data.join("withdrawals.toml"), &agencies), faults);
        let merges = usable(Decisions::load(&data.join("merges.toml")), faults);
        let local = Local { agencies: &agencies, districts: &districts };
        let corrections = usable(Corrections::load(&data.join("corrections.toml"), local), faults);
        let feeds = feeds(root, &agencies, faults);
        for path in [portal, data.join("agencies.toml"), data.join("corrections.toml")] {
            // A file that cannot be read has been reported by those who needed it.
            if let Ok(text) = fs::read_to_string(&path) {
                personal_data(&path, &text, agencies.official(), faults);
            }
        }
        Configuration { agencies, districts, rules, feeds, withdrawals, merges, corrections }
    }
}

/// A list, or an empty one when it cannot be used, which is then reported.
fn usable<T: Default>(list: Result<T, ConfigError>, faults: &mut Faults) -> T {
    list.unwrap_or_else(|error| {
        faults.configuration(&error);
        T::default()
    })
}

/// Personal data in a file that is published, without repeating it: an error where a build refuses it, else a warning.
pub fn personal_data(path: &Path, text: &str, official: &Official, faults: &mut Faults) {
    for Finding { rule, range } in privacy::find_all(text) {
        if official.allows(rule, &text[range.clone()]) {
            continue;
        }
        let line = line_of(text, range.start);
        if rule.stops_a_build() {
            let hint = "take it out; a build refuses to publish it";
            faults.error(path, line, &format!("personal data: {}\n  hint: {hint}", rule.key()));
        } else {
            let hint = "take it out, or write 张某 and no address";
            faults.warning(path, line, &format!("personal data, it seems: {}\n  hint: {hint}", rule.key()));
        }
    }
}

/// What the types of `portal.toml` do not say.
fn portal_says(settings: &Settings, districts: &Districts, path: &Path, faults: &mut Faults) {
    if settings.as_of.is_some() && !settings.sample {
        let hint = "remove `as_of`, so that what expires leaves the site";
        let line = line_of_key(path, "portal.as_of", "");
        faults.warning(path, line, &format!("the portal stays on the day `as_of` for ever\n  hint: {hint}"));
    }
    if districts.is_empty() {
        let region = &settings.region;
        let hint = "name them in `data/districts.toml` (`[[district]]` with `code` and `name`); until then there are no \
                    lists and feeds by district";
        let line = line_of_key(path, "portal.region", region);
        faults.warning(path, line, &format!("the districts of `region` = `{region}` are not known\n  hint: {hint}"));
    }
    if settings.channels.is_empty() {
        let hint = "add `[[portal.channels]]` with `name`, `phone` or `url`, and `checked_on`";
        faults.warning(path, 0, &format!("no way to complain (维权渠道) is named\n  hint: {hint}"));
    }
    for url in settings.channels.iter().filter_map(|channel| channel.url.as_deref()) {
        web_address(path, "channels.url", url, faults);
    }
    government(settings, path, faults);
}

/// The keys behind the meta tags and the footer that a government site must have (国办发〔2017〕47号).
fn government(settings: &Settings, path: &Path, faults: &mut Faults) {
    let RawGovernment { site_id_code, icp, police, error_report_url, contact, mark_url, .. } = &settings.government;
    let keys = [
        ("site_id_code", site_id_code, "SiteIDCode, 网站标识码: ten digits"),
        ("icp", icp, "ICP备案编号"),
        ("police", police, "公安备案号"),
        ("error_report_url", error_report_url, "where 我为政府网站找错 leads"),
        ("contact", contact, "联系方式"),
        ("mark_url", mark_url, "党政机关网站标识: the page of its certificate"),
    ];
    let host = settings.base_url.split('/').nth(2).unwrap_or_default();
    let is_government = keys.iter().any(|(_, value, _)| value.is_some()) || host.ends_with(".gov.cn");
    for (key, _, meaning) in keys.iter().filter(|(_, value, _)| is_government && value.is_none()) {
        let hint = format!("set `{key}` in `[portal.government]` ({meaning})");
        faults.warning(path, 0, &format!("a government site needs `portal.government.{key}`\n  hint: {hint}"));
    }
    if let Some(code) = site_id_code {
        let line = line_of_key(path, "site_id_code", code);
        if code.len() != 10 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            let hint = "ten digits: division code and serial number, like 2103000001";
            faults.error(path, line, &format!("`site_id_code` = `{code}` is no 网站标识码\n  hint: {hint}"));
        } else if !code.starts_with(&settings.region) {
            let (region, hint) = (&settings.region, "mend the one that is wrong");
            let text = format!("`site_id_code` = `{code}` is not of `region` = `{region}`\n  hint: {hint}");
            faults.warning(path, line, &text);
        }
    }
    for (key, url) in [("error_report_url", error_report_url), ("mark_url", mark_url)] {
        if let Some(url) = url {
            web_address(path, key, url, faults);
        }
    }
}

fn web_address(path: &Path, key: &str, url: &str, faults: &mut Faults) {
    if !address::is_web(url) {
        let line = line_of_key(path, key, url);
        faults.error(path, line, &format!("`{key}` = `{url}` is no address\n  hint: write `https://…`"));
    }
}

fn agencies(path: &Path, faults: &mut Faults) -> Agencies {
    let agencies = Agencies::load(path).unwrap_or_else(|error| {
        faults.configuration(&error);
        Agencies::default()
    });
    if !path.exists() {
        let hint = "write `data/agencies.toml`: who publishes, and who may give which award";
        faults.warning(path, 0, &format!("without it nothing is held back for its agency\n  hint: {hint}"));
    }
    for agency in agencies.iter() {
        if let Some(code) = agency.code.as_deref().filter(|code| !code::check_digit_matches(code)) {
            let text = format!("`code` = `{code}`: the check digit is wrong\n  hint: copy the code from its source");
            faults.warning(path, line_of_key(path, "agency.code", code), &text);
        }
        if let Some(site) = &agency.site {
            web_address(path, "site", site, faults);
        }
    }
    agencies
}

/// Every manifest by itself, so that one mistake does not hide another.
fn feeds(root: &Path, agencies: &Agencies, faults: &mut Faults) -> Vec<Feed> {
    let dir = root.join("data").join("sources");
    let paths = fs::files_below(&dir, "toml").unwrap_or_else(|error| {
        faults.configuration(&error.into());
        Vec::new()
    });
    if paths.is_empty() {
        let hint = "a file `ID.toml` with `kind`, `agency` and `source` is a feed";
        faults.warning(&dir, 0, &format!("the portal has no feed\n  hint: {hint}"));
    }
    let mut feeds: Vec<Feed> = Vec::new();
    let mut first: BTreeMap<String, PathBuf> = BTreeMap::new();
    for path in paths {
        let feed = match Feed::load(&path, root) {
            Ok(feed) => feed,
            Err(error) => {
                faults.configuration(&error);
                continue;
            }
        };
        if let Some(other) = first.insert(feed.id.clone(), path.clone()) {
            let text = format!("the feed `{}` is declared in `{}` too\n  hint: rename one", feed.id, other.display());
            faults.error(&path, 0, &text);
            continue;
        }
        feed_says(&feed, agencies, faults);
        feeds.push(feed);
    }
    feeds
}

/// What a manifest that parses may still have wrong.
fn feed_says(feed: &Feed, agencies: &Agencies, faults: &mut Faults) {
    let path = &feed.path;
    if let Some(name) = feed.preset.as_deref() {
        let misfit = preset::find(name).filter(|preset| !preset.kinds.contains(&feed.kind));
        if let Some(preset) = misfit {
            let kinds = preset.kinds.iter().map(|kind| kind.key()).collect::<Vec<_>>().join("`, `");
            let hint = format!("it is the layout of `{kinds}`");
            let text = format!("the preset `{name}` is not for the kind `{}`\n  hint: {hint}", feed.kind);
            faults.warning(path, line_of_key(path, "preset", name), &text);
        }
    }
    if !agencies.is_empty() && agencies.find(&feed.agency).is_none() {
        let hint = "add it to `data/agencies.toml`, or write its name as it stands there";
        let text = format!("the agency `{}` is not in `data/agencies.toml`\n  hint: {hint}", feed.agency);
        faults.warning(path, line_of_key(path, "agency", &feed.agency), &text);
    }
    if feed.page.is_some() && matches!(feed.location, Location::File(_)) {
        let hint = "take out `[page]`: the file is read whole";
        faults.warning(
            path,
            line_of_key(path, "page", ""),
            &format!("a feed that is a file has no pages\n  hint: {hint}"),
        );
    }
    for key in sources::literal_credentials(feed) {
        let last = key.rsplit('.').next().unwrap_or_default();
        let hint = "write `${VARIABLE}` and set it in the environment: whoever has the portal's files has this";
        let text = format!("a credential stands in `{key}` as it is\n  hint: {hint}");
        faults.warning(path, line_of_key(path, last, ""), &text);
    }
    match sources::can_be_asked(feed) {
        Ok(()) => {}
        // A pull needs it, but not the person who checks an article.
        Err(error @ FetchError::UnsetVariable { .. }) => {
            let line = line_of_variable(path, &error);
            faults.warning(path, line, &error.to_string());
        }
        Err(error) => faults.error(path, line_of_key(path, "source", &feed.source), &error.to_string()),
    }
}

fn line_of_variable(path: &Path, error: &FetchError) -> usize {
    let FetchError::UnsetVariable { variable, .. } = error else { return 0 };
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().position(|line| line.contains(&format!("${{{variable}}}"))).map_or(0, |position| position + 1)
}
