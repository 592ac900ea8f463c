use super::*;

fn modules(files: &[(&str, &str)]) -> Modules {
    files.iter().map(|(path, source)| ((*path).to_owned(), (*source).to_owned())).collect()
}

fn joined(files: &[(&str, &str)]) -> Modules {
    let mut modules = modules(files);
    join(&mut modules);
    modules
}

/// Code without what printing adds.
fn bare(source: &str) -> String {
    source.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_module_takes_in_what_it_names_each_after_what_it_needs() {
    let made = joined(&[
        ("s/all.js", "/** Together. */\nimport \"./b.js\";\nimport \"./a.js\";\n"),
        ("s/a.js", "export const one = 1;\nconst own = 2;\nexport function two(one) { return { own, one }; }"),
        (
            "s/b.js",
            "import { today } from \"../today.js\";\nimport { one as first, two } from \"./a.js\";\nexport class B { own = first; when = today(two); }",
        ),
        ("today.js", "export const today = () => 0;"),
    ]);
    assert_eq!(
        bare(&made["s/all.js"]),
        "const $0$one = 1; const $0$own = 2; function $0$two(one) { return { own: $0$own, one }; } \
         import { today as $1$today } from \"../today.js\"; class $1$B { own = $0$one; when = $1$today($0$two); } \
         export { $0$one as one, $0$two as two, $1$B as B };"
    );
    assert_eq!(made["s/a.js"], "export { one as one, two as two } from \"./all.js\";\n");
    assert_eq!(made["today.js"], "export const today = () => 0;");
}

#[test]
fn others_ask_the_whole_and_equal_names_are_kept_apart() {
    let made = joined(&[
        ("s/all.js", "import \"./a.js\";\nimport \"./b.js\";"),
        ("s/a.js", "export const name = 1;"),
        ("s/b.js", "const it = 2;\nexport { it as name };"),
        ("s/c.js", "import { name } from \"./b.js\";\nimport { name as other } from \"./a.js\";\nuse(name, other);"),
        ("d.js", "import * as b from \"./s/b.js\";\nimport { name } from \"./s/a.js\";"),
    ]);
    assert!(made["s/all.js"].contains("export { $0$name as name, $1$it as name$1 };"), "{}", made["s/all.js"]);
    assert_eq!(made["s/b.js"], "export { name$1 as name } from \"./all.js\";\n");
    assert_eq!(
        made["s/c.js"],
        "import { name$1 as name } from \"./all.js\";\nimport { name as other } from \"./all.js\";\nuse(name, other);"
    );
    assert_eq!(made["d.js"], "import * as b from \"./s/b.js\";\nimport { name as name } from \"./s/all.js\";");
}

#[test]
fn what_does_not_fit_together_stays_as_it_was() {
    let all = ("all.js", "import \"./a.js\";\nimport \"./b.js\";");
    for (a, b) in [
        ("import { b } from \"./b.js\";\nexport const a = 1;", "import { a } from \"./a.js\";\nexport const b = 1;"),
        ("export default 1;", "export const b = 1;"),
        ("export * from \"./c.js\";", "export const b = 1;"),
        ("export const a = 1;", "import { nothing } from \"./a.js\";"),
        ("export const a = 1;", "import * as a from \"./a.js\";"),
        ("export const a = ;", "export const b = 1;"),
    ] {
        let files = [all, ("a.js", a), ("b.js", b), ("c.js", "export const c = 1;")];
        assert_eq!(joined(&files), modules(&files), "{a} {b}");
    }
    let apart = [("all.js", "import \"./a.js\";\nimport \"./s/b.js\";"), ("a.js", "a();"), ("s/b.js", "b();")];
    assert_eq!(joined(&apart), modules(&apart), "addresses in them are relative");
    let missing = [("all.js", "import \"./a.js\";\nimport \"./b.js\";"), ("a.js", "a();")];
    assert_eq!(joined(&missing), modules(&missing));
}

#[test]
fn the_search_of_the_default_theme_is_two_files() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/static/js/search");
    let files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let read = |path: std::path::PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).expect("UTF-8").to_owned();
        (format!("search/{name}"), std::fs::read_to_string(path).expect("text"))
    };
    let mut modules: Modules = files.map(read).collect();
    join(&mut modules);
    for (whole, part) in [("engine", "query"), ("page", "session")] {
        assert!(modules[&format!("search/{part}.js")].ends_with(&format!(" from \"./{whole}.js\";\n")), "{part}");
        let wanted = crate::publish::minify::javascript(&modules[&format!("search/{whole}.js")]);
        assert!(!wanted.is_empty() && !wanted.contains("$0$"), "{wanted}");
    }
    assert!(!modules["search/near.js"].contains("from \"./plan.js\""), "{}", modules["search/near.js"]);
}
