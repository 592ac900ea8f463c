//! Feeds through a proxy that the environment names.

use crate::desk::{Desk, TOKEN};
use crate::server::{Server, reply};

const ROWS: &str = r#"{"rows":[{"企业名称":"示例甲健身有限公司","统一社会信用代码":"91210302MA99FY1107"}]}"#;

#[test]
fn a_proxy_is_asked_and_its_password_is_nowhere() {
    for (status, code, feed) in [(200, 0, "fresh"), (407, 3, "failed")] {
        let server = Server::start(reply(status, "", ROWS));
        let desk = Desk::new();
        // Nobody but the proxy could find this host.
        desk.declare("a", "http://feeds.example.invalid/list.json", "");
        let mut command = desk.command(&["pull", "--json"]);
        command.env("NO_PROXY", "").env("HTTP_PROXY", format!("http://clerk:{TOKEN}@{}", server.address()));
        let output = command.output().expect("the program starts");
        let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{stdout}{stderr}");
        assert!(server.asked() > 0 && stdout.contains(&format!("\"status\": \"{feed}\"")), "{stdout}");
        assert!(!format!("{stdout}{stderr}").contains(TOKEN), "{stdout}{stderr}");
        for entry in walkdir::WalkDir::new(desk.path("data")).into_iter().map(|entry| entry.expect("readable")) {
            let bytes = if entry.file_type().is_file() { std::fs::read(entry.path()).expect("a file") } else { vec![] };
            let holds = bytes.windows(TOKEN.len()).any(|window| window == TOKEN.as_bytes());
            assert!(!holds, "`{}` holds the password", entry.path().display());
        }
    }
}
