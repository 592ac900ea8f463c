//! Figures as Markdown.

use crate::run::Figures;
use crate::wire::Answer;
use std::fmt::Write as _;

const MEBIBYTE: f64 = 1_048_576.0;

/// The steps at one size.
pub fn steps(merchants: u64, figures: &Figures) -> String {
    let mut text = format!(
        "### {merchants} merchants, {} records, {} articles\n\n\
         {} files, {:.1} MiB; the same files plainly written from memory: {:.2} s and {:.2} s\n\n\
         | step | wall s | CPU s | peak MiB | × plain write |\n|---|---:|---:|---:|---:|\n",
        figures.records,
        figures.articles,
        figures.site.files,
        figures.site.bytes as f64 / MEBIBYTE,
        figures.plain[0],
        figures.plain[1],
    );
    for step in &figures.steps {
        let wall = step.usage.wall.as_secs_f64();
        let ratio = if step.builds { format!("{:.2}", wall / figures.reference()) } else { String::new() };
        let note = if step.usage.exit == 3 { " (exit 3)" } else { "" };
        line(
            &mut text,
            &[
                format!("{}{note}", step.name),
                format!("{wall:.2}"),
                format!("{:.2}", step.usage.processor.as_secs_f64()),
                format!("{:.0}", step.usage.peak as f64 / MEBIBYTE),
                ratio,
            ],
        );
    }
    text
}

/// The queries at one size.
pub fn queries(merchants: u64, answers: &[Answer]) -> String {
    let mut text = format!(
        "### Queries at {merchants} merchants\n\n\
         | class | query | shown | first | cold bytes | of them search | requests | next bytes |\n\
         |---|---|---:|---|---:|---:|---:|---:|\n"
    );
    for answer in answers {
        line(
            &mut text,
            &[
                answer.class.to_owned(),
                answer.query.clone(),
                answer.shown.to_string(),
                answer.first.clone(),
                answer.cold.bytes.to_string(),
                answer.cold.search_bytes.to_string(),
                answer.cold.requests.to_string(),
                answer.next.bytes.to_string(),
            ],
        );
    }
    let most = answers.iter().map(|answer| answer.cold.bytes).max().unwrap_or(0);
    let next = answers.iter().map(|answer| answer.next.bytes).max().unwrap_or(0);
    writeln!(text, "\nMost: {most} bytes cold, {next} bytes for a next query").expect("a string takes every write");
    text
}

fn line(text: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    writeln!(text, "| {} |", cells.join(" | ")).expect("a string takes every write");
}
