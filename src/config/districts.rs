//! `data/districts.toml`: the districts and counties of the portal's region.
//!
//! In: the file, or the embedded one of Anshan where a portal has none. Out: [`Districts`], which finds the district that
//! a name, a code, an old code or an address means. A region without districts has none: records keep their addresses.

use super::{ConfigError, read_toml};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

/// Division code of a district, six digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Division([u8; 6]);

impl Division {
    /// `None` for what is no code.
    pub fn parse(code: &str) -> Option<Division> {
        let digits: [u8; 6] = code.as_bytes().try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Division(digits))
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("digits are UTF-8")
    }
}

impl fmt::Display for Division {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One district or county.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    pub code: Division,
    pub name: String,
    /// Short and former names.
    pub aliases: Vec<String>,
    /// Codes of old, which licences keep.
    pub former_codes: Vec<String>,
    /// Column and row on the map of the statistics.
    pub tile: Option<(u64, u64)>,
}

/// The districts of a portal, in the order of its file, and what stands above them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Districts {
    list: Vec<District>,
    province: Option<String>,
    city: Option<String>,
}

/// Anshan's, for portals without a file.
const EMBEDDED: &str = include_str!("../../data/districts.toml");
/// Columns that the map has room for.
pub const MOST_COLUMNS: u64 = 5;
/// Rows beyond which a map is none.
const MOST_ROWS: u64 = 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    province: Option<String>,
    city: Option<String>,
    #[serde(default)]
    district: Vec<RawDistrict>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDistrict {
    code: String,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    former_codes: Vec<String>,
    tile: Option<(u64, u64)>,
}

impl Default for Districts {
    /// The embedded ones, all of them.
    fn default() -> Self {
        let file: File = toml::from_str(EMBEDDED).expect("the embedded districts parse");
        Districts::of(file, Path::new("data/districts.toml")).expect("the embedded districts are right")
    }
}

impl Districts {
    /// The districts of a region: those of the file, else those of the embedded ones that lie in it.
    ///
    /// # Errors
    /// [`ConfigError`] for a file that does not parse, for a code that is none or lies elsewhere, and for what two
    /// districts claim.
    pub fn load(path: &Path, region: &str) -> Result<Districts, ConfigError> {
        let within = region_prefix(region);
        if !path.exists() {
            return Ok(Districts::default().within(within));
        }
        let districts = Districts::of(read_toml(path)?, path)?;
        match districts.list.iter().find(|district| !district.code.as_str().starts_with(within)) {
            Some(other) => {
                let reason = format!("it does not lie in `portal.region` = `{region}`; mend one of the two");
                Err(ConfigError::value(path, "district.code", other.code.as_str(), reason))
            }
            None => Ok(districts),
        }
    }

    fn of(file: File, path: &Path) -> Result<Districts, ConfigError> {
        let refuse = |key: &str, value: &str, reason: &str| {
            Err(ConfigError::value(path, format!("district.{key}"), value, reason))
        };
        let (mut claimed, mut tiles, mut list) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        for RawDistrict { code, name, aliases, former_codes, tile } in file.district {
            let Some(division) = Division::parse(&code) else {
                return refuse("code", &code, "not a division code of six digits, like 210302");
            };
            if name.trim().is_empty() {
                return refuse("name", &name, "a district needs a name");
            }
            if let Some(old) = former_codes.iter().find(|old| Division::parse(old).is_none()) {
                return refuse("former_codes", old, "not a division code of six digits, like 210322");
            }
            let words = [("code", &code), ("name", &name)].into_iter();
            let words = words.chain(aliases.iter().map(|alias| ("aliases", alias)));
            for (key, word) in words.chain(former_codes.iter().map(|old| ("former_codes", old))) {
                if !claimed.insert(word.clone()) {
                    let reason = "two districts have this name or code; give it to one of them";
                    return Err(ConfigError::repeated(path, &format!("district.{key}"), word, reason));
                }
            }
            let is_outside = |(column, row): (u64, u64)| column >= MOST_COLUMNS || row >= MOST_ROWS;
            if let Some(tile) = tile.filter(|tile| is_outside(*tile) || !tiles.insert(*tile)) {
                let reason = "column (from 0 to 4) and row (from 0) of a place of its own, like `tile = [2, 1]`";
                return refuse("tile", &format!("[{}, {}]", tile.0, tile.1), reason);
            }
            list.push(District { code: division, name, aliases, former_codes, tile });
        }
        let named = |name: Option<String>| name.filter(|name| !name.trim().is_empty());
        Ok(Districts { list, province: named(file.province), city: named(file.city) })
    }

    /// Those whose codes begin so; what stands above them only where there are any.
    fn within(self, prefix: &str) -> Districts {
        let list: Vec<District> =
            self.list.into_iter().filter(|district| district.code.as_str().starts_with(prefix)).collect();
        let above = !list.is_empty();
        Districts { list, province: self.province.filter(|_| above), city: self.city.filter(|_| above) }
    }

    pub fn iter(&self) -> std::slice::Iter<'_, District> {
        self.list.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The district of a code.
    pub fn get(&self, code: &str) -> Option<&District> {
        self.list.iter().find(|district| district.code.as_str() == code)
    }

    /// Name of a district by its code.
    pub fn name(&self, code: &str) -> Option<&str> {
        self.get(code).map(|district| district.name.as_str())
    }

    /// The district that a code, an old code, a name, or a text that begins with or holds a district's name means.
    pub fn find(&self, raw: &str) -> Option<&District> {
        let raw = raw.trim();
        if raw.is_empty() {
            return None;
        }
        // 铁东区、铁西区: which of them, nobody can say.
        let named = || self.list.iter().filter(|district| raw.contains(district.name.as_str())).count();
        if raw.contains(['、', '，', ',', ';', '；', '/', '和', '及']) && named() > 1 {
            return None;
        }
        let is_called = |district: &&District| {
            let called = [district.code.as_str(), &district.name];
            called.contains(&raw) || district.aliases.iter().chain(&district.former_codes).any(|word| word == raw)
        };
        let is_code = raw.bytes().all(|byte| byte.is_ascii_digit());
        let spaced = || {
            // 铁　东　区, and 210302.0 as programs write a number.
            let plain: String = raw.trim_end_matches(".0").split_whitespace().collect();
            if plain.len() < raw.len() { self.find(&plain) } else { None }
        };
        self.list
            .iter()
            .find(is_called)
            // Codes of streets and villages begin with their district's: 210302001000.
            .or_else(|| self.list.iter().find(|district| is_code && raw.starts_with(district.code.as_str())))
            .or_else(|| if is_code { None } else { self.first_named(raw) })
            .or_else(spaced)
    }

    /// The district that an address names first: what stands behind it lies nearby, or is a name of something.
    fn first_named(&self, raw: &str) -> Option<&District> {
        let named = self.list.iter().filter_map(|district| Some((self.place_in(district, raw)?, district)));
        named.min_by_key(|(place, _)| *place).map(|(_, district)| district)
    }

    /// The district named by the division code inside a 统一社会信用代码 (characters 3–8).
    pub fn of_code(&self, code: &str) -> Option<&District> {
        let division = code.get(2..8)?;
        let is_its = |district: &&District| {
            district.code.as_str() == division || district.former_codes.iter().any(|old| old == division)
        };
        self.list.iter().find(is_its)
    }

    /// Whether a text holds the district's name or a former one, not behind another city's: 沈阳市 has a 铁西区 of its own.
    fn place_in(&self, district: &District, text: &str) -> Option<usize> {
        let whole = district.aliases.iter().filter(|alias| alias.ends_with(['区', '县']));
        let before = std::iter::once(&district.name)
            .chain(whole)
            .find_map(|name| text.find(name.as_str()).map(|at| &text[..at]));
        // A city that is a province of its own needs not be named twice.
        let own =
            self.city_in_short().or_else(|| self.province.as_deref().filter(|it| it.ends_with('市')).map(short_of));
        before.filter(|before| !before.contains('市') || own.is_some_and(|own| before.contains(own))).map(str::len)
    }

    /// What addresses write before the district, the longer first: 辽宁省, 辽宁, 鞍山市.
    pub fn above(&self) -> impl Iterator<Item = &str> {
        let province = self.province.iter().flat_map(|province| [province.as_str(), short_of(province)]);
        province.chain(self.city.as_deref())
    }

    /// The city as names of merchants begin with it too: 鞍山.
    pub fn city_in_short(&self) -> Option<&str> {
        self.city.as_deref().map(short_of)
    }
}

/// What the codes of all that lies in a region begin with: 2103 for 210300, 21 for 210000.
fn region_prefix(region: &str) -> &str {
    let region = region.strip_suffix("00").unwrap_or(region);
    region.strip_suffix("00").unwrap_or(region)
}

/// Autonomous regions as they are called for short.
const REGIONS_IN_SHORT: [&str; 5] = ["内蒙古", "广西", "西藏", "宁夏", "新疆"];

/// A name without 省 or 市, or what an autonomous region is called for short.
fn short_of(name: &str) -> &str {
    if let Some(short) = REGIONS_IN_SHORT.iter().find(|short| name.starts_with(**short) && name.ends_with("自治区"))
    {
        return short;
    }
    name.strip_suffix(['省', '市']).filter(|short| !short.is_empty()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(districts: &Districts, raw: &str) -> Option<String> {
        districts.find(raw).map(|district| district.code.to_string())
    }

    #[test]
    fn districts_by_name_code_and_old_code() {
        let anshan = Districts::default();
        for (raw, expected) in [
            ("鞍山市立山区中华路与铁西区交汇", Some("210304")),
            ("鞍山市海城市西柳镇（铁西区批发市场）", Some("210381")),
            ("铁东", Some("210302")),
            ("210322", Some("210381")),
            ("辽宁省鞍山市岫岩满族自治县", Some("210323")),
            ("鞍山市铁西区示例路1号", Some("210303")),
            ("沈阳市铁西区示例路1号", None),
            ("210304001002", Some("210304")),
            ("高新区", None),
            ("", None),
        ] {
            assert_eq!(code(&anshan, raw).as_deref(), expected, "{raw}");
        }
        let of_code = anshan.of_code("91210302MA99FAK16F").map(|district| district.name.as_str());
        assert_eq!(of_code, Some("铁东区"));
    }

    fn load(text: &str, region: &str) -> Result<Districts, String> {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), text).expect("written");
        Districts::load(file.path(), region).map_err(|error| error.to_string())
    }

    #[test]
    fn a_region_has_its_own_or_those_of_the_embedded_that_lie_in_it() {
        let absent = Path::new("/nonexistent/districts.toml");
        let count = |region| Districts::load(absent, region).expect("none to be wrong").iter().count();
        assert_eq!([count("210300"), count("210000"), count("210381"), count("370200")], [7, 7, 1, 0]);
        let none = Districts::load(absent, "370200").expect("none");
        assert!(none.is_empty() && none.above().count() == 0);
        let own = "province = \"山东省\"\ncity = \"青岛市\"\n[[district]]\ncode = \"370202\"\nname = \"市南区\"\n\
                   [[district]]\ncode = \"370281\"\nname = \"胶州市\"\naliases = [\"胶州\"]\n";
        let qingdao = load(own, "370200").expect("districts");
        assert_eq!(code(&qingdao, "山东省青岛市市南区示例路1号").as_deref(), Some("370202"));
        assert_eq!(code(&qingdao, "青岛市胶州市示例路1号").as_deref(), Some("370281"));
        assert_eq!(code(&qingdao, "鞍山市铁东区示例路1号"), None);
        assert_eq!(qingdao.above().collect::<Vec<_>>(), ["山东省", "山东", "青岛市"]);
        let own = "province = \"北京市\"\ncity = \"\"\n[[district]]\ncode = \"110108\"\nname = \"海淀区\"\n";
        let beijing = load(own, "110000").expect("districts");
        assert_eq!(code(&beijing, "北京市海淀区示例路1号").as_deref(), Some("110108"), "a city that is a province");
        assert_eq!(beijing.above().collect::<Vec<_>>(), ["北京市", "北京"], "what is empty names nothing");
        assert_eq!((short_of("广西壮族自治区"), short_of("内蒙古自治区")), ("广西", "内蒙古"));
    }

    #[test]
    fn what_cannot_be_right_is_refused_with_its_line() {
        let one = "[[district]]\ncode = \"370202\"\nname = \"市南区\"\n";
        for (text, said) in [
            (one.replace("370202", "3702"), "line 2: `district.code` = `3702`: not a division code"),
            (one.replace("市南区", " "), "a district needs a name"),
            (one.replace("370202", "210302"), "it does not lie in `portal.region` = `370200`"),
            (format!("{one}{one}"), "line 5: `district.code` = `370202`: two districts have this name or code"),
            (
                format!("{one}{}aliases = [\"市南区\"]\n", one.replace("370202", "370281").replace("市南区", "胶州市")),
                "line 7: `district.aliases` = `市南区`: two districts",
            ),
            (format!("{one}former_codes = [\"37\"]\n"), "`district.former_codes` = `37`"),
            (format!("{one}tile = [5, 0]\n"), "column (from 0 to 4) and row"),
            (format!("{one}colour = \"x\"\n"), "unknown field `colour`"),
        ] {
            let error = load(&text, "370200").expect_err(&text);
            assert!(error.contains(said), "{said}: {error}");
        }
    }
}
