use super::*;

fn html(source: &str) -> String {
    render(source).html
}

#[test]
fn headings_begin_below_the_page_and_have_lasting_ids() {
    let rendered = render(
        "## 先看两件事\n\n### 1. A & B\n\n## 先看两件事\n\n## Main\n\n## ！\n\n## 退款 {#refund .x onclick=alert(1)}\n",
    );
    for expected in [
        "<h2 id=\"先看两件事\">先看两件事</h2>",
        "<h3 id=\"1-a-b\">1. A &amp; B</h3>",
        "<h2 id=\"先看两件事-2\">",
        "<h2 id=\"main-2\">",
        "<h2 id=\"section\">",
        "<h2 id=\"refund\">退款</h2>",
    ] {
        assert!(rendered.html.contains(expected), "{expected}: {}", rendered.html);
    }
    let contents: Vec<&str> = rendered.headings.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(contents, ["先看两件事", "先看两件事-2", "main-2", "section", "refund"]);
    let sunk = render("# 甲\n\n## 乙\n\n###### 丙\n");
    assert!(
        sunk.html.contains("<h2 id=\"甲\">")
            && sunk.html.contains("<h3 id=\"乙\">")
            && sunk.html.contains("<h6 id=\"丙\">")
    );
    assert_eq!(sunk.headings.len(), 1);
    let risen = render("### 甲\n\n#### 乙\n");
    assert!(risen.html.contains("<h2 id=\"甲\">") && risen.html.contains("<h3 id=\"乙\">"), "{}", risen.html);
}

#[test]
fn nothing_can_be_injected() {
    let hostile = [
        "<script>alert(1)</script>",
        "text <img src=x onerror=alert(1)> text",
        "<div style=\"position:fixed\">x</div>",
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert(1))",
        "[x](java&#10;script:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        "![\" onerror=\"alert(1)](a.png)",
        "[x](https://x.cn/\" onclick=\"alert(1))",
        "[x](a.html \"\\\" onclick=\\\"alert(1)\")",
        "[x]: javascript:alert(1)\n\n[x]",
        "[^\"onclick=alert(1)]\n\n[^\"onclick=alert(1)]: note",
        "| a\" onfocus=\"alert(1) |\n|:-:|\n| <b>x</b> |",
        "```\"onclick=alert(1)\nx\n```",
        "## x {onclick=\"alert(1)\" style=\"x\" .\"><script>}",
        "<!-- --><script>alert(1)</script>",
        "<style>*{display:none}</style>",
        "<svg/onload=alert(1)>",
        "<b onclick=alert(1)>x</b>",
        "<b\nonclick=alert(1)\n>x</b>",
        "<details ontoggle=alert(1) open><summary onclick=\"alert(1)\">x</summary></details>",
        "<a href=\"java&#115;cript:alert(1)\">x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<span style=\"background:url(https://x.cn/a.png)\">x</span>",
        "<p id=\"main\" class=\"poster\">x</p>",
        "<b><script>alert(1)</script></b>",
        "<details>\n\n<script>alert(1)</script>\n\n</details>",
        "<b title=\"<script>alert(1)</script>\">x</b>",
        "<b title='\"><script>alert(1)</script>'>x</b>",
        "<abbr title=\"a\nb\"onclick=alert(1)>x</abbr>",
        "<ruby><rt><style><b title=\"</style><img src onerror=alert(1)>\">",
        "<u><math><mtext><table><mglyph><style><!--</style><img title=\"--><img src onerror=alert(1)>\">",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<base href=\"https://x.cn/\">",
        "<meta http-equiv=refresh content=\"0;url=https://x.cn/\">",
        "<link rel=stylesheet href=\"https://x.cn/a.css\">",
        "<form action=\"https://x.cn/\"><input name=a><button formaction=\"javascript:alert(1)\">x</button></form>",
        "<object data=\"data:text/html,x\"></object><embed src=\"a.swf\"><applet code=x>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
        "<svg><animate attributeName=href values=\"javascript:alert(1)\"/></svg>",
        "<math href=\"javascript:alert(1)\">x</math>",
        "<video poster=\"https://x.cn/a.png\" onerror=alert(1)><source src=x></video>",
        "<template><img src=x onerror=alert(1)></template>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<title><a title=\"</title><script>alert(1)</script>\">x</a>",
        "</main></body><body onload=alert(1)>",
        "<!--><script>alert(1)</script>-->",
        "<!--!><img src=x onerror=alert(1)>-->",
        "<![CDATA[><script>alert(1)</script>]]>",
        "<?xml-stylesheet href=\"javascript:alert(1)\"?><b>x</b>",
        "<b/onclick=alert(1)>x</b><b onclick\n=\nalert(1)>x</b>",
        "<a href=\"https://x.cn/\" target=_top ping=\"https://x.cn/\" download>x</a>",
        "<a href=\"\u{1}javascript:alert(1)\">x</a> <a href=\"java\tscript:alert(1)\">x</a>",
        "<a href=\"//x.cn/\">x</a> <a href=\"\\\\x.cn\">x</a> <a href=\"vbscript:x\">x</a> <a href=\"blob:x\">x</a>",
        "[x](&#106;&#97;&#118;ascript:alert(1)) [x](&#x6A&#x61vascript:alert(1)) [x](%6aavascript:alert(1))",
        "[x](\\/\\/x.cn/) [x](/\\x.cn/) [x](ｊavascript:alert(1)) [x](feed:javascript:alert(1))",
        "![x](https://x.cn/a.png) ![x](//x.cn/a.png) ![x](data:image/svg+xml,<svg/onload=alert(1)>)",
        "![x](a.png \"\\\"><script>alert(1)</script>\")",
        "<b style=\"background:url(javascript:alert(1))\" data-until=2020-01-01>x</b>",
    ];
    for source in hostile {
        let rendered = html(source);
        // Parsed as a browser would, and cleaned by a second hand: nothing may have needed cleaning.
        let fragment = scraper::Html::parse_fragment(&rendered);
        for element in fragment.root_element().descendent_elements() {
            let name = element.value().name();
            let known = name == "html" || raw::ELEMENTS.contains(&name) || raw::MADE.contains(&name);
            assert!(known, "`{name}`: {source}\n{rendered}");
            for (attribute, value) in element.value().attrs() {
                let not_ours = ["style", "target", "ping", "download", "srcdoc", "formaction", "data-until"];
                assert!(!attribute.starts_with("on") && !not_ours.contains(&attribute), "{source}\n{rendered}");
                let is_address = ["href", "src"].contains(&attribute);
                assert!(!is_address || crate::pages::address::safe(value).is_some(), "{source}\n{rendered}");
            }
        }
    }
}

#[test]
fn html_that_a_text_needs_is_kept_and_closed() {
    assert_eq!(
        html("H<sub>2</sub>O，<span lang=\"en\" onclick=\"x\">pay\n"),
        "<p>H<sub>2</sub>O，<span lang=\"en\">pay</span></p>\n"
    );
    let strict = html("<p id=\"main\" class=\"poster\" tabindex=\"1\" lang=\"en\">x</p>\n");
    assert_eq!(strict.trim(), "<p lang=\"en\">x</p>", "ids, classes and the order of focus are the theme's");
    let folded = html("<details>\n<summary>怎么算</summary>\n\n**按折扣价**\n\n</details>\n\n## 后\n");
    assert_eq!(
        folded.split_whitespace().collect::<String>(),
        "<details><summary>怎么算</summary><p><strong>按折扣价</strong></p></details><h2id=\"后\">后</h2>"
    );
    let rendered = render("## 退<sub>款</sub>\n\n<details>\n<summary>甲</summary>\n</details>\n");
    assert_eq!(rendered.headings[0].text, "退款");
    assert!(!rendered.text.contains('<'), "{}", rendered.text);
    let table = html("| a<br>b |\n|---|\n| c |\n");
    assert!(table.contains("<section class=\"table-wrap\" tabindex=\"0\"") && table.contains("a<br>b"), "{table}");
}

#[test]
fn raw_html_is_shown_and_comments_are_not() {
    assert_eq!(html("a <div>c</div>\n"), "<p>a &lt;div&gt;c&lt;/div&gt;</p>\n");
    assert!(!html("<!-- secret -->\n\na <!-- secret --> b\n").contains("secret"));
}

#[test]
fn links_are_rewritten_and_noted() {
    let rendered = render(
        "见[怎么投诉](complain-12315.md#x)和[方法](../pages/method.md)。\n\n\
         [外](https://www.12315.cn/?a=1&b=2)，[坏](javascript:alert(1))，<a@x.cn>\n\n![图](a b.png)\n![外图](https://x.cn/a.png)\n",
    );
    for expected in [
        "<a href=\"complain-12315.html#x\">怎么投诉</a>",
        "<a href=\"../about/method.html\">方法</a>",
        "<a href=\"https://www.12315.cn/?a=1&amp;b=2\" rel=\"external noopener\">外</a>",
        "，坏，",
        "<a href=\"mailto:a@x.cn\">a@x.cn</a>",
        "外图",
    ] {
        assert!(rendered.html.contains(expected), "{expected}: {}", rendered.html);
    }
    assert!(!rendered.html.contains("x.cn/a.png"), "a picture from elsewhere is a request to another host");
    let noted: Vec<(&str, usize, LinkKind)> =
        rendered.links.iter().map(|link| (link.target.as_str(), link.line, link.kind)).collect();
    assert_eq!(noted[0], ("complain-12315.html#x", 1, LinkKind::Internal));
    assert_eq!(noted[2], ("https://www.12315.cn/?a=1&b=2", 3, LinkKind::External));
    assert_eq!(noted[3], ("javascript:alert(1)", 3, LinkKind::Refused));
    assert_eq!(noted.last().expect("a picture"), &("https://x.cn/a.png", 6, LinkKind::Refused));
}

#[test]
fn tables_scroll_and_carry_no_style() {
    let rendered = html("| 情形 | 条文 |\n|:--|--:|\n| 搬店 | 13 |\n\n| 情形 | 条文 |\n|---|---|\n| a | b |\n");
    let frame = "<section class=\"table-wrap\" tabindex=\"0\" aria-labelledby=\"table-1\">\n<table>";
    let caption = "<caption class=\"vh\" id=\"table-1\">情形 · 条文</caption>";
    assert!(rendered.contains(&format!("{frame}{caption}<thead>")), "{rendered}");
    assert!(rendered.contains(">情形 · 条文 (2)</caption>") && rendered.contains("</table>\n</section>"), "{rendered}");
    assert_eq!(rendered.matches("<th scope=\"col\">").count(), 4, "{rendered}");
    assert!(rendered.contains("<tr><td>搬店</td><td>13</td></tr>"), "{rendered}");
    assert!(!rendered.contains("style="), "{rendered}");
    let corner = html("| | 退款 |\n|---|---|\n| 七日内 | 全部 |\n");
    assert!(corner.contains("<tr><td></td><th scope=\"col\">退款</th></tr>"), "{corner}");
    let nameless = html("| | |\n|---|---|\n| 七日内 | 全部 |\n");
    assert!(nameless.contains("id=\"table-1\">1</caption>") && !nameless.contains("<th "), "{nameless}");
}

#[test]
fn footnotes_stand_at_the_end_in_order_of_mention() {
    let rendered = html("[^b]: 乙注\n\n甲[^a]，乙[^b]，甲[^a]。\n\n[^a]: 甲注\n\n完\n");
    assert!(rendered.ends_with("</ol></section>\n"), "{rendered}");
    assert!(
        rendered.contains("<li id=\"fn-1\">\n<p>甲注</p>") && rendered.matches("id=\"fnref-").count() == 2,
        "{rendered}"
    );
    let (body, notes) = rendered.split_once("<section class=\"footnotes\">").expect("notes");
    assert!(body.contains("完") && !body.contains("甲注"));
    assert!(notes.contains("甲注") && notes.contains("乙注"), "{rendered}");
}

#[test]
fn text_is_what_a_reader_reads() {
    let rendered = render(
        "## 标题\n\n一行中文\n又一行 and\nmore `code` **粗**。\n\n- 甲[乙](a.md)\n- 丙\n\n| 头 |\n|---|\n| 格 |\n",
    );
    assert_eq!(rendered.text, "标题\n一行中文又一行 and more code 粗。\n甲乙\n丙\n头\n格");
    assert!(
        rendered.html.contains("一行中文又一行 and\nmore"),
        "no space between Chinese characters: {}",
        rendered.html
    );
}

#[test]
fn feed_text_becomes_paragraphs() {
    assert_eq!(paragraphs(" 一<script>\r\n\n\u{3000}二\"&'\n"), "<p>一&lt;script&gt;</p>\n<p>二&quot;&amp;&#39;</p>\n");
    assert_eq!(paragraphs("\n \n"), "");
}

#[test]
fn huge_and_deep_sources_end() {
    let line = "长".repeat(3_500_000);
    assert!(html(&line).len() > 10_000_000);
    html(&"> ".repeat(20_000));
    html(&"[".repeat(20_000));
    html(&"*a ".repeat(20_000));
    html(&format!("## {}\n", "甲 ".repeat(10_000)));
    html(&"## 甲\n".repeat(3_000));
}

/// Everything is there, and says what it was asked.
struct Everything;

impl Surroundings for Everything {
    fn picture(&self, _target: &str) -> Option<Arc<Picture>> {
        None
    }

    fn mention(&self, mention: &Mention) -> String {
        format!("<li>{} {}</li>\n", mention.noun(), mention.name())
    }

    fn is_gone(&self, target: &str) -> bool {
        target.starts_with("ended.html")
    }
}

#[test]
fn mentions_stand_alone_and_are_no_text_of_the_page() {
    let source = "前\n\n<record:r0123456789abcde>\n<merchant:91210302ma99fak16f>\n\n后 <record:r0123456789abcde>\n\n\
                  <record:张三>\n\n[词](merchant:91210302MA99FAK16F)\n";
    let rendered = render_in(source, &Everything);
    assert!(
        rendered.html.contains(
            "<p>前</p>\n<ul class=\"facts\">\n<li>record r0123456789abcde</li>\n<li>merchant 91210302MA99FAK16F</li>\n</ul>"
        ),
        "{}",
        rendered.html
    );
    let lines: Vec<(usize, bool)> =
        rendered.mentions.iter().map(|found| (found.line, found.mention.is_some())).collect();
    assert_eq!(lines, [(3, true), (4, true), (6, false), (8, false), (10, false)]);
    let alone = render("前\n\n<record:r0123456789abcde>\n");
    assert_eq!((alone.html.as_str(), alone.text.as_str()), ("<p>前</p>\n", "前"));
}

#[test]
fn a_link_to_what_has_gone_drops_to_its_words() {
    let rendered = render_in("见[**过期** 的](ended.md#x)和[在的](shown.md)\n", &Everything);
    assert_eq!(rendered.html, "<p>见<strong>过期</strong> 的和<a href=\"shown.html\">在的</a></p>\n");
    assert_eq!(rendered.links[0].kind, LinkKind::Gone);
}

#[test]
fn a_link_of_html_that_must_not_be_one_leaves_its_words() {
    let rendered = render("前<a href=\"javascript:alert(1)\">词</a>后 <a href=\"https://x.cn/?a=1&b=2\">外</a>\n");
    let kept = "<a href=\"https://x.cn/?a=1&amp;b=2\" rel=\"external noopener\">外</a>";
    assert_eq!(rendered.html, format!("<p>前词后 {kept}</p>\n"));
    let noted: Vec<_> = rendered.links.iter().map(|link| (link.target.as_str(), link.kind)).collect();
    assert_eq!(
        noted,
        [("<a href=\"javascript:alert(1)\">", LinkKind::Refused), ("https://x.cn/?a=1&b=2", LinkKind::External)]
    );
}

#[test]
fn a_link_of_html_leads_where_one_of_markdown_does() {
    let rendered = render_in(
        "<a href=\"shown.md#x\" title='t'>在</a><A HREF=ended.md>过期</A> <a href='//x.cn'>外</a>\n",
        &Everything,
    );
    assert_eq!(rendered.html, "<p><a href=\"shown.html#x\" title=\"t\">在</a>过期 外</p>\n");
    let noted: Vec<_> = rendered.links.iter().map(|link| (link.written.as_str(), link.kind)).collect();
    let expected = [("shown.md#x", LinkKind::Internal), ("ended.md", LinkKind::Gone), ("//x.cn", LinkKind::Refused)];
    assert_eq!(noted, expected);
}

#[test]
fn nothing_is_struck_through_and_marks_run_on() {
    assert_eq!(html("3~5天，7~10天\n"), "<p>3~5天，7~10天</p>\n");
    assert_eq!(html("甲\n**乙**\n“丙”\n丁 a\nb\n"), "<p>甲<strong>乙</strong>“丙”丁 a\nb</p>\n");
}
