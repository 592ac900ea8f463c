//! Modules that travel as one file.
//!
//! In: modules by path. Out: the same, where one of nothing but `import "./other.js"` holds the code of all it names: a
//! browser that cannot be told of modules ahead would else ask for them one behind the other. Those it names stay as
//! modules that pass on what the joined one exports, so that there is one of each however it is asked for. What does not
//! fit together is left as it was.

use oxc_allocator::{Allocator, Vec as List};
use oxc_ast::ast::{ImportDeclaration, ImportDeclarationSpecifier, Program, Statement};
use oxc_codegen::Codegen;
use oxc_parser::Parser;
use oxc_semantic::{Scoping, SemanticBuilder, SymbolId};
use oxc_span::{Atom, SourceType};
use std::collections::{BTreeMap, BTreeSet};

/// Modules by path, with forward slashes.
pub type Modules = BTreeMap<String, String>;

/// Names that something is exported under, and what it is called where it stands.
type Exports = BTreeMap<String, String>;

/// Joins every module that asks for it.
pub fn join(modules: &mut Modules) {
    let wanted: Vec<(String, Vec<String>)> =
        modules.iter().filter_map(|(path, source)| Some((path.clone(), parts(path, source)?))).collect();
    for (path, parts) in wanted {
        let Some(joined) = Joined::new(modules, &parts) else { continue };
        for (other, source) in modules.iter_mut().filter(|(other, _)| !parts.contains(other)) {
            if let Some(redirected) = joined.redirect(other, source, &path) {
                *source = redirected;
            }
        }
        for part in &parts {
            modules.insert(part.clone(), joined.passing_on(part, &path));
        }
        modules.insert(path, joined.code);
    }
}

/// What a module imports for nothing but to have it, when it does nothing else.
fn parts(path: &str, source: &str) -> Option<Vec<String>> {
    let allocator = Allocator::default();
    let program = parse(&allocator, source)?;
    let named = program.body.iter().map(|statement| match statement {
        Statement::ImportDeclaration(import) if import.specifiers.is_none() => {
            Some(resolved(path, &import.source.value))
        }
        _ => None,
    });
    let named: Vec<String> = named.collect::<Option<_>>()?;
    // Addresses in a module are relative to it: what is joined must stay where it was.
    (named.len() > 1 && named.iter().all(|part| folder(part) == folder(path))).then_some(named)
}

/// Several modules in one scope.
struct Joined {
    code: String,
    /// By part and by the name under which that exports something: the name under which the whole does.
    exports: BTreeMap<String, Exports>,
}

impl Joined {
    fn new(modules: &Modules, parts: &[String]) -> Option<Joined> {
        let mut joined = Joined { code: String::new(), exports: BTreeMap::new() };
        let mut names = BTreeMap::new();
        let mut taken = BTreeSet::new();
        let mut list = Vec::new();
        for (at, path) in in_order(modules, parts)?.into_iter().enumerate() {
            let part = Part::new(at, path, modules.get(path)?, &names)?;
            joined.code.push_str(&part.code);
            joined.code.push('\n');
            let mut free =
                |name: &String| if taken.insert(name.clone()) { name.clone() } else { format!("{name}${at}") };
            let exports: Exports = part.exports.keys().map(|name| (name.clone(), free(name))).collect();
            list.extend(part.exports.iter().map(|(name, local)| format!("{local} as {}", exports[name])));
            joined.exports.insert(path.to_owned(), exports);
            names.insert(path.to_owned(), part.exports);
        }
        joined.code.push_str(&format!("export {{ {} }};\n", list.join(", ")));
        Some(joined)
    }

    /// A part as a module that has nothing of its own.
    fn passing_on(&self, part: &str, whole: &str) -> String {
        let list: Vec<String> = self.exports[part].iter().map(|(name, free)| format!("{free} as {name}")).collect();
        format!("export {{ {} }} from \"./{}\";\n", list.join(", "), file(whole))
    }

    /// Another module, asking the whole for what it asked parts for; nothing where it asks none.
    fn redirect(&self, path: &str, source: &str, whole: &str) -> Option<String> {
        let allocator = Allocator::default();
        let program = parse(&allocator, source)?;
        let mut out = source.to_owned();
        for statement in program.body.iter().rev() {
            let Statement::ImportDeclaration(import) = statement else { continue };
            let Some(exports) = self.exports.get(&resolved(path, &import.source.value)) else { continue };
            let list = import.specifiers.iter().flatten().map(|specifier| {
                let free = exports.get(imported(specifier)?.as_str())?;
                Some(format!("{free} as {}", specifier.local().name))
            });
            // Whoever wants it as a whole gets it from the part itself.
            let Some(list) = list.collect::<Option<Vec<String>>>() else { continue };
            let address = import.source.value.replace(file(&import.source.value), file(whole));
            let span = import.span.start as usize..import.span.end as usize;
            out.replace_range(span, &format!("import {{ {} }} from \"{address}\";", list.join(", ")));
        }
        (out != source).then_some(out)
    }
}

/// One module's code as it stands among others: without what it takes from them, all its own names marked by its place.
struct Part {
    code: String,
    /// What it exports, and what that is called here.
    exports: Exports,
}

impl Part {
    /// `names` are what the parts before it export, by path.
    fn new(at: usize, path: &str, source: &str, names: &BTreeMap<String, Exports>) -> Option<Part> {
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
        let record = &parsed.module_record;
        if parsed.panicked || !record.indirect_export_entries.is_empty() || !record.star_export_entries.is_empty() {
            return None;
        }
        let mut program = parsed.program;
        let mut scoping = SemanticBuilder::new().build(&program).semantic.into_scoping();
        mark(&mut scoping, at);
        for statement in std::mem::replace(&mut program.body, List::new_in(&allocator)) {
            match statement {
                Statement::ImportDeclaration(import) => match names.get(&resolved(path, &import.source.value)) {
                    Some(theirs) => take(&mut scoping, &import, theirs)?,
                    None => program.body.push(Statement::ImportDeclaration(import)),
                },
                Statement::ExportNamedDeclaration(export) => {
                    program.body.extend(export.unbox().declaration.map(Statement::from));
                }
                Statement::ExportDefaultDeclaration(_) => return None,
                other => program.body.push(other),
            }
        }
        let exports = record.local_export_entries.iter().map(|entry| {
            let symbol = scoping.get_root_binding(&entry.local_name.name()?)?;
            Some((entry.export_name.span()?.source_text(source).to_owned(), scoping.symbol_name(symbol).to_owned()))
        });
        let exports = exports.collect::<Option<_>>()?;
        Some(Part { code: Codegen::new().with_scoping(Some(scoping)).build(&program).code, exports })
    }
}

/// Marks what a module calls its own by its place. Nothing within it can hide a name that begins so, and minifying makes
/// all of them short again.
fn mark(scoping: &mut Scoping, at: usize) {
    let own: Vec<SymbolId> = scoping.iter_bindings_in(scoping.root_scope_id()).collect();
    for symbol in own {
        let marked = format!("${at}${}", scoping.symbol_name(symbol));
        scoping.set_symbol_name(symbol, &marked);
    }
}

/// Gives what a module imports the names that it has in the part it comes from.
fn take(scoping: &mut Scoping, import: &ImportDeclaration, theirs: &Exports) -> Option<()> {
    for specifier in import.specifiers.iter().flatten() {
        scoping.set_symbol_name(specifier.local().symbol_id(), theirs.get(imported(specifier)?.as_str())?);
    }
    Some(())
}

/// The name that is imported, where it is one name.
fn imported<'s>(specifier: &'s ImportDeclarationSpecifier<'_>) -> Option<Atom<'s>> {
    match specifier {
        ImportDeclarationSpecifier::ImportSpecifier(specifier) => Some(specifier.imported.name()),
        _ => None,
    }
}

/// The parts, each after those it imports from; nothing when they go in circles.
fn in_order<'m>(modules: &'m Modules, parts: &'m [String]) -> Option<Vec<&'m str>> {
    let mut waiting = BTreeMap::new();
    for part in parts {
        let allocator = Allocator::default();
        let program = parse(&allocator, modules.get(part)?)?;
        let needs = program.body.iter().filter_map(|statement| match statement {
            Statement::ImportDeclaration(import) => Some(resolved(part, &import.source.value)),
            _ => None,
        });
        waiting.insert(part.as_str(), needs.filter(|need| parts.contains(need)).collect::<BTreeSet<String>>());
    }
    let mut order = Vec::new();
    while !waiting.is_empty() {
        let next = parts.iter().find(|part| waiting.get(part.as_str()).is_some_and(BTreeSet::is_empty))?;
        waiting.remove(next.as_str());
        waiting.values_mut().for_each(|needs| {
            needs.remove(next);
        });
        order.push(next.as_str());
    }
    Some(order)
}

fn parse<'a>(allocator: &'a Allocator, source: &'a str) -> Option<Program<'a>> {
    let parsed = Parser::new(allocator, source, SourceType::mjs()).parse();
    (!parsed.panicked && parsed.errors.is_empty()).then_some(parsed.program)
}

/// The path of what a module means by a relative address; whatever else it may mean is no path of ours.
fn resolved(path: &str, address: &str) -> String {
    let mut folders: Vec<&str> = folder(path).split('/').filter(|folder| !folder.is_empty()).collect();
    for step in address.split('/') {
        match step {
            "." => {}
            ".." => {
                folders.pop();
            }
            name => folders.push(name),
        }
    }
    folders.join("/")
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn file(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, file)| file)
}

#[cfg(test)]
mod tests;
