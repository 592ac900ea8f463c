//! The manifest of a feed that was looked at.

use super::Seen;
use crate::records::format::Outside;
use crate::records::read::{ReadError, Reading};
use crate::sources::manifest::PageStyle;

/// The manifest, with what was guessed said in comments.
pub fn manifest(seen: &Seen, source: &str, read: &Result<Reading, ReadError>) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mark = |guessed: bool, said: &str| if guessed { format!("   # {said}") } else { String::new() };
    let by_columns = seen.twin.map_or_else(
        || "guessed by the columns".to_owned(),
        |twin| format!("guessed, and `{twin}` has the same columns: LOOK at what the list is called"),
    );
    let mut lines = vec![
        "# Written by `mingjing new source`: look at what is marked as guessed.".to_owned(),
        format!("kind = \"{}\"{}", seen.kind, mark(seen.kind_is_guessed, &by_columns)),
        format!(
            "agency = {}{}",
            quoted(&seen.agency),
            mark(seen.agency_is_guessed, "the portal's organizer: who publishes it?")
        ),
        format!("source = {}", quoted(source)),
    ];
    lines.extend(seen.allow_private.then(|| "allow_private = true".to_owned()));
    let Outside { format, encoding } = &seen.outside;
    lines.extend(format.map(|format| format!("format = \"{}\"   # guessed by the first bytes", format.key())));
    lines.extend(encoding.as_ref().map(|label| format!("encoding = \"{label}\"   # guessed by the bytes")));
    let rows = seen.look.place.as_deref().filter(|place| !place.is_empty());
    lines.extend(rows.map(|place| format!("records = {}   # where the rows were found", quoted(place))));
    lines.push("mode = \"full\"   # `append` if a record may leave the feed and still hold".to_owned());
    lines.push("schedule_hours = 24".to_owned());
    match read {
        Ok(reading) => {
            let recognised = reading
                .columns
                .recognised
                .iter()
                .map(|taken| format!("#   {} = {}", taken.field, quoted(&taken.column)));
            lines.extend([String::new(), "# Recognised without being named:".to_owned()]);
            lines.extend(recognised);
            lines.extend([String::new(), "[fields]".to_owned()]);
            let guessed = reading.columns.guessed.iter();
            lines.extend(guessed.map(|taken| format!("{} = {}   # guessed", taken.field, quoted(&taken.column))));
            let ignored: Vec<String> = reading.columns.ignored.iter().map(|column| quoted(column)).collect();
            if !ignored.is_empty() {
                lines.push(format!(
                    "# No field takes these; write `field = column` for those that matter: {}",
                    ignored.join(", ")
                ));
            }
        }
        Err(error) => {
            let first = error.to_string();
            lines.extend([
                String::new(),
                format!("# It cannot be read yet: {}", first.lines().next().unwrap_or_default()),
                "[fields]".to_owned(),
            ]);
            lines.extend(
                seen.kind.required().iter().map(|field| format!("# {} = \"the column\"   # required", field.key())),
            );
        }
    }
    lines.extend(page(seen));
    lines.push(String::new());
    lines.join("\n")
}

/// How the rows that are missing are asked for, or that somebody must find out.
fn page(seen: &Seen) -> Vec<String> {
    let Some(more) = &seen.more else { return Vec::new() };
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut lines = vec![String::new(), format!("# {more}.")];
    let Some(page) = &seen.page else {
        let what = "LOOK: nothing in the address tells how; see `[page]` in the documentation of sources";
        lines.extend([
            format!("# {what}."),
            "# [page]".to_owned(),
            "# style = \"number\"   # or offset, next".to_owned(),
        ]);
        return lines;
    };
    lines.push("[page]".to_owned());
    lines.push(format!("style = \"{}\"   # guessed by the address", page.style.key()));
    if page.style != PageStyle::Next {
        lines.push(format!("param = {}", quoted(&page.param)));
    }
    if let Some(size_param) = &page.size_param {
        lines.extend([format!("size_param = {}", quoted(size_param)), format!("size = {}", page.size)]);
    }
    lines.extend(page.total.as_ref().map(|total| format!("total = {}", quoted(total))));
    lines.extend(page.next.as_ref().map(|next| format!("next = {}", quoted(next))));
    lines
}
