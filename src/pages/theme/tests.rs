use super::*;
use crate::pages::address;
use crate::pages::context::{Site, SiteContext};
use serde_json::json;

fn site(language: &str, strings: serde_json::Value) -> SiteContext {
    SiteContext {
        site: Site {
            title: "示例<平台>".into(),
            base_url: "https://x.cn/y/".into(),
            domain: "x.cn".into(),
            record_language: None,
            language: language.into(),
            organizer: "示例局".into(),
            sample: true,
            offline: false,
            as_of: None,
            zone: None,
            government: None,
            channels: Vec::new(),
            nav: Vec::new(),
        },
        t: strings,
        assets: BTreeMap::new(),
    }
}

/// A theme folder of the portal.
fn own(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("created");
        std::fs::write(path, bytes).expect("written");
    }
    dir
}

fn templates(language: &str, name: &str, source: &str) -> Result<Templates, ThemeError> {
    let dir = own(&[(&format!("templates/{name}"), source.as_bytes())]);
    let theme = Theme::load(dir.path()).expect("a theme");
    Templates::new(&theme, site(language, json!({})))
}

fn page(language: &str, name: &str, source: &str, context: serde_json::Value) -> String {
    templates(language, name, source).expect("templates").render(name, &context).expect("a page")
}

#[test]
fn the_embedded_theme_is_whole() {
    let theme = Theme::embedded();
    assert!(theme.files.contains_key("theme.toml") && !theme.static_files().is_empty());
    for language in ["zh-CN", "en"] {
        let strings = theme.strings(language).expect("strings");
        Templates::new(&theme, site(language, strings.to_value())).expect("templates");
    }
}

#[test]
fn both_languages_have_the_same_keys() {
    let keys = |language| -> BTreeSet<String> {
        Theme::embedded().strings(language).expect("strings").keys().into_iter().collect()
    };
    let (chinese, english) = (keys("zh-CN"), keys("en"));
    let missing: Vec<_> = chinese.symmetric_difference(&english).collect();
    assert!(missing.is_empty(), "in one language only: {missing:?}");
}

#[test]
fn files_of_the_portal_win_one_by_one() {
    let embedded = Theme::embedded();
    let dir = own(&[
        ("templates/404.html", b"mine"),
        ("static/js/extra.js", b"x"),
        (".DS_Store", b"x"),
        ("templates/404.html~", b"x"),
    ]);
    let theme = Theme::load(dir.path()).expect("a theme");
    assert_eq!(theme.templates().expect("text")["404.html"], "mine");
    assert_eq!(theme.files.len(), embedded.files.len() + 1);
    assert!(theme.static_files().contains(&("js/extra.js", b"x".as_slice())));
    assert_ne!(theme.digest(), embedded.digest());
    assert_eq!(Theme::embedded().digest(), embedded.digest());
}

#[test]
fn a_missing_string_is_named_with_its_file() {
    let (_, bytes) = EMBEDDED.iter().find(|(name, _)| *name == "i18n/en/interface.toml").expect("the default theme's");
    let older =
        std::str::from_utf8(bytes).expect("text").replace("\nskip = ", "\n# ").replace("\norganizer = ", "\n# ");
    let dir = own(&[("i18n/en/interface.toml", older.as_bytes())]);
    let theme = Theme::load(dir.path()).expect("a theme");
    let error = theme.strings("en").expect_err("strings are missing").to_string();
    let file = dir.path().join("i18n/en/interface.toml");
    for key in ["ui.skip", "ui.footer.organizer"] {
        assert!(error.contains(&format!("`{}`: `{key}`", file.display())), "{error}");
    }
    assert!(error.contains("hint: ") && theme.strings("zh-CN").is_ok(), "{error}");
    // A portal may keep a string in a file of its own.
    let added = b"[ui]\nskip = \"Skip\"\n[ui.footer]\norganizer = \"By \"\n";
    let dir = own(&[("i18n/en/interface.toml", older.as_bytes()), ("i18n/en/own.toml", added)]);
    assert!(Theme::load(dir.path()).expect("a theme").strings("en").is_ok());
}

#[test]
fn folders_that_are_no_theme() {
    let dir = own(&[("template/home.html", b"x")]);
    assert!(matches!(Theme::load(dir.path()), Err(ThemeError::UnknownFolder(_))));
    assert!(matches!(Theme::load(&dir.path().join("nowhere")), Err(ThemeError::NoTheme(_))));
    assert!(Theme::load(&dir.path().join("default")).is_ok(), "a portal need not have files of its own");
    let dir = own(&[("templates/home.html", b"\xb9\xab")]);
    let error = Theme::load(dir.path()).and_then(|theme| theme.templates()).expect_err("not UTF-8").to_string();
    assert!(error.contains("home.html` is not UTF-8"), "{error}");
    let error = Theme::embedded().strings("fr").expect_err("no such language").to_string();
    assert!(error.starts_with("the theme has no strings for `fr`; it has: en, zh-CN"), "{error}");
}

#[test]
fn a_broken_template_is_named_with_line_and_column() {
    let source = "<p>\n    <b>{% if page.title %}\n        {{ page.title | nope }}\n";
    let Err(error) = templates("zh-CN", "home.html", source) else { panic!("a broken template was taken") };
    let error = error.to_string();
    assert!(error.contains("templates/home.html:") && !error.contains("default theme"), "{error}");
    let source = "<p>\n\n    {{ title | nope }}\n";
    let Err(error) = templates("zh-CN", "home.html", source) else { panic!("an unknown filter was taken") };
    let error = error.to_string();
    assert!(error.contains("nope") && error.contains("templates/home.html:3:"), "{error}");
    assert!(error.contains("    {{ title | nope }}"), "the line as its author wrote it: {error}");
}

#[test]
fn a_page_that_cannot_be_made_names_the_place() {
    let templates = templates("zh-CN", "x.html", "a\n\n   {{ no.such.value }}").expect("parses");
    let error = templates.render("x.html", &json!({"a": 1})).expect_err("no value").to_string();
    assert!(error.contains("x.html:3:7"), "{error}");
    let error = templates.render("nowhere.html", &json!({})).expect_err("no template").to_string();
    assert!(error.contains("nowhere.html"), "{error}");
    assert!(templates.render("x.html", &"a text").is_err());
}

#[test]
fn markup_in_values_is_text() {
    let hostile = json!({"name": "<script>alert('x')</script>&\"", "list": ["<b>"]});
    for name in ["x.html", "x.xml"] {
        let made = page(
            "zh-CN",
            name,
            "<p title=\"{{ name }}\">{{ list | join(sep=\"<\") }}{{ site.title }}</p>",
            hostile.clone(),
        );
        assert!(!made.contains("<script>") && !made.contains("<b>") && made.contains("示例&lt;平台&gt;"), "{made}");
        assert!(made.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;"), "{made}");
    }
}

#[test]
fn filters_word_dates_and_refuse_addresses() {
    let source = "{{ a | long_date }}|{{ b | long_date }}|{{ c | safe_url }}|{{ d | safe_url }}";
    let context = json!({"a": "2026-05-20", "b": "长期<", "c": "https://x.cn/?a=1&b", "d": "javascript:alert(1)"});
    assert_eq!(page("zh-CN", "x.html", source, context.clone()), "2026年5月20日|长期&lt;|https://x.cn/?a=1&amp;b|#");
    assert_eq!(page("en", "x.html", source, context), "20 May 2026|长期&lt;|https://x.cn/?a=1&amp;b|#");
    assert_eq!(address::safe("data:x"), None);
}

#[test]
fn pages_come_from_trimmed_templates() {
    let source =
        "<ul>\n    {% for x in list %}\n      <li>{{ x }}</li>\n    {% endfor %}\n  </ul>\n\n  <pre>\n   a\n</pre>\n";
    assert_eq!(
        page("zh-CN", "x.html", source, json!({"list": [1]})),
        "<ul>\n\n<li>1</li>\n\n</ul>\n<pre>\n   a\n</pre>\n"
    );
}

#[test]
fn maps_keep_their_order() {
    let source = "{% for key, value in map %}{{ key }}{{ value }}{% endfor %}{{ map | keys | join(sep=\"\") }}";
    let context = json!({"map": {"d": 1, "a": 2, "c": 3, "b": 4, "f": 5, "e": 6, "z": 7, "y": 8, "x": 9, "w": 0}});
    assert_eq!(page("zh-CN", "x.html", source, context), "d1a2c3b4f5e6z7y8x9w0dacbfezyxw");
}

#[test]
fn the_sites_own_words_are_in_the_page() {
    let dir = own(&[(
        "templates/x.html",
        "{{ t.ui.a }}|{{ site.title }}|{% for t in list %}{{ t.ui.a }}{% endfor %}".as_bytes(),
    )]);
    let theme = Theme::load(dir.path()).expect("a theme");
    let templates = Templates::new(&theme, site("zh-CN", json!({"ui": {"a": "<字>"}}))).expect("templates");
    let made = templates.render("x.html", &json!({"list": [{"ui": {"a": "另"}}]})).expect("a page");
    assert_eq!(made, "&lt;字&gt;|示例&lt;平台&gt;|另");
}
