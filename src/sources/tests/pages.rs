//! Paged interfaces, well-behaved and otherwise.

use super::stage::Stage;
use crate::sources::{Feed, FetchError, Fetched};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// Rows `from..to` as an agency's interface would send them.
fn rows(from: u64, to: u64) -> Vec<Value> {
    (from..to).map(|id| json!({ "id": id, "名称": "示例" })).collect()
}

/// Five rows, two a page, asked for with `answer(query parameters or form as name -> number)`.
async fn interface(answer: impl Fn(&dyn Fn(&str) -> Option<String>) -> String + Send + Sync + 'static) -> MockServer {
    let server = MockServer::start().await;
    let respond = move |request: &Request| {
        let form = String::from_utf8_lossy(&request.body).into_owned();
        let parameters = format!("{}&{form}", request.url.query().unwrap_or_default());
        let value = |name: &str| {
            let found = parameters.split('&').filter_map(|pair| pair.split_once('=')).filter(|pair| pair.0 == name);
            let values: Vec<String> = found.map(|pair| pair.1.to_owned()).collect();
            assert!(values.len() < 2, "a parameter is sent once: {parameters}");
            values.into_iter().next()
        };
        ResponseTemplate::new(200).set_body_string(answer(&value))
    };
    Mock::given(any()).respond_with(respond).mount(&server).await;
    server
}

fn number(value: Option<String>) -> u64 {
    value.and_then(|text| text.parse().ok()).unwrap_or_default()
}

fn feed(stage: &Stage, server: &MockServer, page: &str) -> Feed {
    stage.feed("a", &format!("{}/list?area=%B0%B0", server.uri()), &format!("[page]\n{page}"))
}

async fn ids(stage: &Stage, feed: &Feed) -> Vec<u64> {
    let mut ids = Vec::new();
    for body in stage.bodies(feed).await {
        let page: Value = serde_json::from_slice(&body).expect("JSON");
        ids.extend(page["data"].as_array().into_iter().flatten().filter_map(|row| row["id"].as_u64()));
    }
    ids
}

async fn asked(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.expect("recorded");
    requests.iter().map(|request| request.url.query().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn pages_by_number_end_at_the_total() {
    let stage = Stage::new();
    let server = interface(|value| {
        let (page, size) = (number(value("pageNo")), number(value("pageSize")));
        json!({ "total": "5", "data": rows((page - 1) * size, (page * size).min(5)) }).to_string()
    })
    .await;
    let page = "style = \"number\"\nparam = \"pageNo\"\nsize_param = \"pageSize\"\nsize = 2\ntotal = \"/total\"";
    let feed = feed(&stage, &server, page);
    assert_eq!(ids(&stage, &feed).await, [0, 1, 2, 3, 4]);
    let last = asked(&server).await.pop().expect("three requests");
    assert_eq!(last, "area=%B0%B0&pageSize=2&pageNo=3");
    assert_eq!(asked(&server).await.len(), 3);
    assert_eq!(stage.pull(&feed).await.parts, 3);
    assert!(matches!(stage.fetch(&feed).await, Ok(Fetched::Unchanged(_))));
}

#[tokio::test]
async fn pages_are_counted_from_0_where_the_address_or_the_form_says_so() {
    for form in ["", "[request]\nmethod = \"POST\"\nform = { page = \"0\" }\n"] {
        let stage = Stage::new();
        let server = interface(|value| {
            let page = number(value("page"));
            json!({ "data": rows(page * 2, (page * 2 + 2).min(5)) }).to_string()
        })
        .await;
        let query = if form.is_empty() { "?page=0" } else { "" };
        let feed =
            stage.feed("a", &format!("{}/list{query}", server.uri()), &format!("{form}[page]\nstyle = \"number\""));
        assert_eq!(ids(&stage, &feed).await, [0, 1, 2, 3, 4]);
    }
}

#[tokio::test]
async fn rows_are_counted_from_1_where_the_address_asks_for_row_1() {
    for (query, first) in [("?start=1", 1), ("?start=0", 0), ("?start=", 0), ("?start=x", 0), ("", 0)] {
        let stage = Stage::new();
        let server = interface(move |value| {
            let begin = number(value("start"));
            // Who counts from 1 has no row 0.
            let rows = if begin < first { Vec::new() } else { rows(begin - first, (begin - first + 2).min(5)) };
            json!({ "data": rows }).to_string()
        })
        .await;
        let page = "[page]\nstyle = \"offset\"\nparam = \"start\"\nsize_param = \"rows\"\nsize = 2";
        let feed = stage.feed("a", &format!("{}/list{query}", server.uri()), page);
        assert_eq!(ids(&stage, &feed).await, [0, 1, 2, 3, 4], "{query}");
    }
}

#[tokio::test]
async fn pages_end_at_an_empty_one_which_is_not_kept() {
    for empty in [json!({ "data": [] }), json!({ "data": null }), json!({ "code": 0 })] {
        let stage = Stage::new();
        let last = empty.to_string();
        let server = interface(move |value| match number(value("page")) {
            page @ 1..=2 => json!({ "data": rows(page * 2, page * 2 + 2) }).to_string(),
            _ => last.clone(),
        })
        .await;
        let snapshot = stage.fresh(&feed(&stage, &server, "style = \"number\"")).await;
        assert_eq!(snapshot.receipt.parts, 2, "{empty}");
    }
}

#[tokio::test]
async fn a_first_page_without_rows_is_passed_on() {
    let stage = Stage::new();
    let server = interface(|_| json!({ "total": 0, "data": [] }).to_string()).await;
    let feed = feed(&stage, &server, "style = \"number\"\ntotal = \"/total\"");
    assert_eq!(stage.bodies(&feed).await.len(), 1);
    assert_eq!(asked(&server).await.len(), 1);
}

#[tokio::test]
async fn an_interface_that_ignores_the_page_ends_at_the_repetition() {
    let stage = Stage::new();
    let server = interface(|_| json!({ "data": rows(0, 2) }).to_string()).await;
    assert_eq!(ids(&stage, &feed(&stage, &server, "style = \"number\"")).await, [0, 1]);
    assert_eq!(asked(&server).await.len(), 2);
}

#[tokio::test]
async fn pages_repeat_by_their_rows_whatever_stands_beside_them() {
    // The last page again past the end, or the first for every number, and a time that is another with each answer.
    for last in [3, 1] {
        let stage = Stage::new();
        let server = interface(move |value| {
            let page = number(value("page"));
            let from = (page.min(last) - 1) * 2;
            json!({ "code": 200, "data": rows(from, (from + 2).min(5)), "timestamp": 1_772_380_800_000_u64 + page })
                .to_string()
        })
        .await;
        let had = ids(&stage, &feed(&stage, &server, "style = \"number\"\nsize = 2")).await;
        assert_eq!(had, if last == 3 { vec![0, 1, 2, 3, 4] } else { vec![0, 1] });
        assert_eq!(asked(&server).await.len() as u64, last + 1);
    }
}

#[tokio::test]
async fn rows_that_come_again_are_none_of_the_total() {
    // Pages that overlap end when all rows have come, and where the order changes from page to page some never do.
    let overlapping = |page: u64| rows((page - 1) * 3, ((page - 1) * 3 + 5).min(14));
    let unordered = |page: u64| [rows(0, 2), rows(page * 2, page * 2 + 3)].concat();
    let page = "style = \"number\"\nsize = 5\ntotal = \"/total\"";
    let stage = Stage::new();
    let server =
        interface(move |value| json!({ "total": 14, "data": overlapping(number(value("page"))) }).to_string()).await;
    assert_eq!(stage.bodies(&feed(&stage, &server, page)).await.len(), 4);
    let stage = Stage::new();
    let server = interface(move |value| {
        let page = number(value("page"));
        json!({ "total": 15, "data": if page < 4 { unordered(page) } else { Vec::new() } }).to_string()
    })
    .await;
    let error = stage.failure(&feed(&stage, &server, page)).await;
    assert!(matches!(error, FetchError::Incomplete { total: 15, rows: 9, again: 6, .. }), "{error}");
    assert!(error.to_string().contains("6 again that had come with a page before"), "{error}");
}

#[tokio::test]
async fn rows_that_stand_twice_on_a_page_are_two() {
    let stage = Stage::new();
    let twice = [rows(0, 1), rows(0, 1), rows(1, 2)].concat();
    let server = interface(move |_| json!({ "total": 3, "data": twice }).to_string()).await;
    assert_eq!(ids(&stage, &feed(&stage, &server, "style = \"number\"\ntotal = \"/total\"")).await, [0, 0, 1]);
}

#[tokio::test]
async fn a_total_that_counts_something_else_is_told() {
    let stage = Stage::new();
    let server = interface(|value| {
        let page = number(value("page"));
        json!({ "n": 3, "data": rows((page - 1) * 4, page * 4) }).to_string()
    })
    .await;
    let error = stage.failure(&feed(&stage, &server, "style = \"number\"\nsize = 4\ntotal = \"/n\"")).await;
    assert!(matches!(error, FetchError::NoTotal { total: 3, rows: 4, .. }), "{error}");
    assert!(error.to_string().contains("`/n`"), "{error}");
}

#[tokio::test]
async fn a_broken_page_in_the_middle_is_no_end() {
    let beside = |more: &str| format!("{{\"code\":200{more}}}");
    let not_asked_for = [
        String::new(),
        " \n".to_owned(),
        "{}".to_owned(),
        "null".to_owned(),
        "busy".to_owned(),
        "<html><body>登录</body></html>".to_owned(),
        beside(",\"msg\":\"请求过于频繁\",\"data\":{\"rows\":[]}"),
        beside(",\"msg\":\"请求过于频繁\",\"data\":[]"),
    ];
    let gaps = [beside(",\"data\":null"), beside("")];
    let (early, early_null) = (beside(",\"total\":5,\"data\":[]"), beside(",\"total\":5,\"data\":null"));
    let cases = not_asked_for.into_iter().map(|body| (body, "is no page of the list and no end of it"));
    let cases =
        cases.chain(gaps.map(|body| (body, "page 2 of"))).chain([(early, "there are 5"), (early_null, "page 2")]);
    for (body, said) in cases {
        for style in ["number", "offset"] {
            let stage = Stage::new();
            let broken = body.clone();
            let server = interface(move |value| {
                let page = value("page").map_or(0, |page| page.parse::<u64>().expect("a number"));
                let page = if style == "offset" { page / 2 + 1 } else { page };
                if page == 2 {
                    broken.clone()
                } else {
                    json!({ "code": 200, "data": rows((page - 1) * 2, (page * 2).min(5)) }).to_string()
                }
            })
            .await;
            let error =
                stage.failure(&feed(&stage, &server, &format!("style = \"{style}\"\nsize = 2"))).await.to_string();
            assert!(error.contains(said) && !error.contains("频繁"), "{style} {body}: {error}");
        }
    }
}

#[tokio::test]
async fn a_page_named_as_the_next_one_has_a_list_or_is_the_last_by_its_own_words() {
    for (end, is_end) in [
        (json!({ "code": 200, "data": null, "next": null }), true),
        (json!({ "code": 200, "data": [] }), true),
        (json!({ "code": 200, "data": null }), false),
    ] {
        let stage = Stage::new();
        let last = end.to_string();
        let server = interface(move |value| match value("page") {
            None => json!({ "code": 200, "data": rows(0, 2), "next": "b" }).to_string(),
            Some(_) => last.clone(),
        })
        .await;
        let feed = feed(&stage, &server, "style = \"next\"\nnext = \"/next\"");
        match stage.fetch(&feed).await {
            Ok(_) => assert!(is_end, "{end}"),
            Err(error) => assert!(!is_end && matches!(error, FetchError::NoPage { page: 2, .. }), "{end}: {error}"),
        }
    }
}

#[tokio::test]
async fn a_list_of_lists_and_one_beside_its_columns_are_walked() {
    let stage = Stage::new();
    let server = interface(|value| {
        let page = number(value("page"));
        let rows: Vec<Value> =
            (page * 2..(page * 2 + 2).min(6)).map(|id| json!([format!("示例{id}"), "2026-01-02"])).collect();
        json!({ "columns": [{ "title": "标题" }, { "title": "发布日期" }], "data": { "rows": rows } }).to_string()
    })
    .await;
    assert_eq!(stage.bodies(&feed(&stage, &server, "style = \"number\"")).await.len(), 2);
}

#[tokio::test]
async fn a_list_that_shrinks_while_it_is_read_is_not_taken() {
    let stage = Stage::new();
    // A row goes between the first page and the second: another moves up, and is on neither.
    let server = interface(|value| {
        let page = number(value("page")).max(1);
        let (total, from) = if page == 1 { (5, 0) } else { (4, 1) };
        json!({ "total": total, "data": rows(from + (page - 1) * 2, (from + page * 2).min(5)) }).to_string()
    })
    .await;
    let error = stage.failure(&feed(&stage, &server, "style = \"number\"\nsize = 2\ntotal = \"/total\"")).await;
    assert!(matches!(error, FetchError::Shrunk { page: 2, before: 5, now: 4, .. }), "{error}");
}

#[tokio::test]
async fn fewer_rows_than_announced_are_not_taken_for_the_whole_list() {
    let stage = Stage::new();
    let server = interface(|_| json!({ "total": 250, "data": rows(0, 2) }).to_string()).await;
    let error = stage.failure(&feed(&stage, &server, "style = \"number\"\ntotal = \"/total\"")).await;
    assert!(matches!(error, FetchError::Incomplete { total: 250, rows: 2, .. }), "{error}");
}

#[tokio::test]
async fn a_page_that_says_it_could_not_answer_is_no_end() {
    for refusal in [json!({ "code": 500, "msg": "系统繁忙", "data": null }), json!({ "code": "200", "data": [] })] {
        let stage = Stage::new();
        let server = interface(move |value| match number(value("page")) {
            1 => json!({ "code": 200, "msg": "ok", "data": rows(0, 2) }).to_string(),
            _ => refusal.to_string(),
        })
        .await;
        let error = stage.failure(&feed(&stage, &server, "style = \"number\"")).await;
        assert!(matches!(&error, FetchError::RefusedPage { page: 2, member, .. } if member == "code"), "{error}");
        assert!(!error.to_string().contains("繁忙"), "an answer is not repeated: {error}");
    }
}

#[tokio::test]
async fn a_page_without_a_list_ends_the_list_where_it_says_that_all_is_well() {
    let stage = Stage::new();
    let server = interface(|value| match number(value("page")) {
        1 => json!({ "code": 200, "msg": "ok", "data": rows(0, 2) }).to_string(),
        _ => json!({ "code": 200, "msg": "no more", "data": null }).to_string(),
    })
    .await;
    assert_eq!(ids(&stage, &feed(&stage, &server, "style = \"number\"")).await, [0, 1]);
}

#[tokio::test]
async fn offsets_follow_the_rows_had_not_the_rows_asked_for() {
    let stage = Stage::new();
    // Asked for 100 rows a page, the server never gives more than two.
    let server = interface(|value| {
        let from = number(value("offset"));
        json!({ "data": rows(from, (from + 2).min(5)) }).to_string()
    })
    .await;
    let feed = feed(&stage, &server, "style = \"offset\"\nparam = \"offset\"\nsize_param = \"limit\"");
    assert_eq!(ids(&stage, &feed).await, [0, 1, 2, 3, 4]);
    let last = asked(&server).await.pop().expect("four requests");
    assert_eq!(last, "area=%B0%B0&limit=100&offset=5");
}

#[tokio::test]
async fn the_next_page_may_be_a_token_or_an_address() {
    let stage = Stage::new();
    let server = interface(|value| {
        match value("cursor").as_deref() {
            None => json!({ "data": rows(0, 1), "next": "?cursor=b" }),
            Some("b") => json!({ "data": rows(1, 2), "next": "/other?cursor=c" }),
            Some("c") => json!({ "data": rows(2, 3), "next": "d%3D=" }),
            Some(token) => json!({ "data": rows(3, 4), "next": "", "token": token }),
        }
        .to_string()
    })
    .await;
    let feed = feed(&stage, &server, "style = \"next\"\nparam = \"cursor\"\nnext = \"/next\"");
    assert_eq!(ids(&stage, &feed).await, [0, 1, 2, 3]);
    assert_eq!(asked(&server).await, ["area=%B0%B0", "cursor=b", "cursor=c", "cursor=d%253D%3D"]);
}

#[tokio::test]
async fn a_next_page_elsewhere_is_refused() {
    let stage = Stage::new();
    let server = interface(|_| json!({ "data": rows(0, 1), "next": "http://10.0.0.1/steal" }).to_string()).await;
    let error = stage.failure(&feed(&stage, &server, "style = \"next\"\nnext = \"/next\"")).await;
    assert!(matches!(error, FetchError::BadNextPage { .. }), "{error}");
    assert!(!error.to_string().contains("10.0.0.1"), "{error}");
}

#[tokio::test]
async fn a_next_page_that_leads_back_ends_the_walk() {
    let stage = Stage::new();
    let server = interface(|value| {
        match value("page").as_deref() {
            Some("b") => json!({ "data": rows(1, 2), "next": "a" }),
            _ => json!({ "data": rows(0, 1), "next": "b" }),
        }
        .to_string()
    })
    .await;
    assert_eq!(ids(&stage, &feed(&stage, &server, "style = \"next\"\nnext = \"/next\"")).await, [0, 1]);
}

#[tokio::test]
async fn a_posted_form_carries_the_page() {
    let stage = Stage::new();
    let server = interface(|value| {
        let page = number(value("p"));
        let data = if value("area").as_deref() == Some("210300") && page < 3 { rows(page, page + 1) } else { vec![] };
        json!({ "data": data }).to_string()
    })
    .await;
    let more = "[request]\nmethod = \"POST\"\nform = { area = \"210300\" }\n[page]\nstyle = \"number\"\nparam = \"p\"";
    let feed = stage.feed("a", &format!("{}/list", server.uri()), more);
    assert_eq!(ids(&stage, &feed).await, [1, 2]);
}

#[tokio::test]
async fn the_size_limit_is_for_all_pages_together() {
    let stage = Stage::new();
    let server = interface(|value| {
        let page = number(value("page"));
        json!({ "data": rows(page, page + 50) }).to_string()
    })
    .await;
    let url = format!("{}/list", server.uri());
    let error = stage.failure(&stage.feed("a", &url, "max_bytes = 10000\n[page]\nstyle = \"number\"")).await;
    assert!(matches!(error, FetchError::TooLarge { max_bytes: 10_000, found: 10_001.., .. }), "{error}");
}

/// A page as people see it: a table, and a number that no other page has.
fn table(page: u64, rows: &str) -> String {
    format!("<html><table><tr><th>标题</th><th>发布日期</th></tr>{rows}</table>第{page}页</html>")
}

fn table_row(page: u64) -> String {
    format!("<tr><td>示例{page}</td><td>2026-01-0{page}</td></tr>")
}

#[tokio::test]
async fn pages_that_are_not_json_end_when_their_rows_repeat_or_there_are_none() {
    for end in [table_row(2), String::new()] {
        let stage = Stage::new();
        let server = interface(move |value| match number(value("page")) {
            page @ 1..=2 => table(page, &table_row(page)),
            page => table(page, &end),
        })
        .await;
        assert_eq!(stage.bodies(&feed(&stage, &server, "style = \"number\"")).await.len(), 2);
        assert_eq!(asked(&server).await.len(), 3);
    }
}

#[tokio::test]
async fn a_page_that_fails_fails_the_feed() {
    let stage = Stage::new();
    let server = MockServer::start().await;
    let respond = |request: &Request| match request.url.query() {
        Some("page=1") => ResponseTemplate::new(200).set_body_json(json!({ "data": rows(0, 2) })),
        _ => ResponseTemplate::new(404),
    };
    Mock::given(any()).respond_with(respond).mount(&server).await;
    let error = stage.failure(&stage.feed("a", &server.uri(), "[page]\nstyle = \"number\"")).await;
    assert!(matches!(error, FetchError::Status { status: 404, .. }), "{error}");
}

#[tokio::test]
async fn rows_are_counted_where_the_manifest_says_they_are() {
    let stage = Stage::new();
    let server = interface(|value| {
        let page = number(value("page"));
        json!({ "columns": [{ "name": "id" }, { "page": page }], "data": rows(page, if page < 3 { page + 1 } else { page }) })
            .to_string()
    })
    .await;
    let url = format!("{}/list", server.uri());
    let feed = stage.feed("a", &url, "records = \"/data\"\n[page]\nstyle = \"number\"");
    assert_eq!(ids(&stage, &feed).await, [1, 2]);
}

#[tokio::test]
async fn each_pair_of_parameters_that_agencies_use_pages() {
    for (page, size) in [("page", "rows"), ("pageNo", "pageSize"), ("pageNum", "pageSize"), ("p", "n")] {
        for method in ["GET", "POST"] {
            let stage = Stage::new();
            let server = interface(move |value| {
                let (page, size) = (number(value(page)), number(value(size)));
                json!({ "count": 5, "data": rows((page - 1) * size, (page * size).min(5)) }).to_string()
            })
            .await;
            let more = format!(
                "[request]\nmethod = \"{method}\"\n[page]\nstyle = \"number\"\nparam = \"{page}\"\n\
                 size_param = \"{size}\"\nsize = 2\ntotal = \"/count\""
            );
            let feed = stage.feed("a", &format!("{}/list", server.uri()), &more);
            assert_eq!(ids(&stage, &feed).await, [0, 1, 2, 3, 4], "{method} {page} {size}");
            assert_eq!(asked(&server).await.len(), 3, "{method} {page} {size}");
        }
    }
}

/// As JSON of an older system comes.
async fn in_gbk(last: &'static str) -> MockServer {
    let server = MockServer::start().await;
    let respond = move |request: &Request| {
        let page = request.url.query_pairs().find(|pair| pair.0 == "page").map(|pair| pair.1.into_owned());
        let body = match page.as_deref() {
            Some("1") => json!({ "count": 4, "data": rows(0, 2) }).to_string(),
            Some("2") => json!({ "count": 4, "data": rows(2, 4) }).to_string(),
            _ => last.to_owned(),
        };
        ResponseTemplate::new(200).set_body_bytes(encoding_rs::GB18030.encode(&body).0.into_owned())
    };
    Mock::given(any()).respond_with(respond).mount(&server).await;
    server
}

#[tokio::test]
async fn pages_in_another_encoding_are_counted_as_well() {
    for (total, asked_for) in [("total = \"/count\"", 2), ("", 3)] {
        let stage = Stage::new();
        let server = in_gbk("{\"msg\":\"没有了\",\"data\":[]}").await;
        let feed = feed(&stage, &server, &format!("style = \"number\"\n{total}"));
        assert_eq!(stage.bodies(&feed).await.len(), 2);
        assert_eq!(asked(&server).await.len(), asked_for, "{total}");
    }
}
