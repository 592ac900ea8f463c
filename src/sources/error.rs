//! Why a feed could not be had: one variant a cause. Messages name the address as its manifest writes it, never as it
//! was filled in, and never a header, a form value or a server's answer.

use super::snapshot::SnapshotError;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

/// A feed could not be had. Messages never hold a credential.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// A manifest uses a variable that the environment does not have. `place` is file and line.
    #[error(
        "`{place}`: the environment variable `{variable}` is not set\n  hint: set it before the pull, or write the value without `${{{variable}}}`"
    )]
    UnsetVariable { place: String, variable: String },
    #[error("`{}`: `{key}`: `${{` without a closing `}}`", manifest.display())]
    BrokenVariable { manifest: PathBuf, key: String },
    /// The address is not repeated: one that cannot be taken apart may show a password.
    #[error("`{}`: `source` is not an address: {reason}\n  hint: look at the variables in it too", manifest.display())]
    BadAddress { manifest: PathBuf, reason: String },
    #[error("`{}`: `request.headers.{header}` cannot be sent\n  hint: a header is one line of plain characters; look at the variables in it too", manifest.display())]
    BadHeader { manifest: PathBuf, header: String },

    #[error("`{}`: `ca_file`: `{}`: {reason}\n  hint: name a PEM file with the certificates of the authority", manifest.display(), file.display())]
    CaFile { manifest: PathBuf, file: PathBuf, reason: String },

    #[error("the feed file `{file}` does not exist\n  hint: put it there, or correct `source` in `{}`", manifest.display())]
    Missing { file: String, manifest: PathBuf },
    #[error("the feed file `{file}` is a folder\n  hint: name a file in `source` of `{}`", manifest.display())]
    Folder { file: String, manifest: PathBuf },
    #[error("the feed file `{file}` is not a regular file\n  hint: name a file in `source` of `{}`", manifest.display())]
    NotAFile { file: String, manifest: PathBuf },
    #[error(
        "the feed file `{file}` is a link that leads out of the portal\n  hint: copy the file below the portal's root"
    )]
    OutsideRoot { file: String },
    #[error("the feed file `{file}` cannot be read: {source}")]
    Unreadable { file: String, source: std::io::Error },

    /// `found` is what had been seen when reading stopped.
    #[error("`{address}` has {found} bytes or more, `max_bytes` allows {max_bytes}\n  hint: if that is right, raise `max_bytes` in `{}`", manifest.display())]
    TooLarge { address: String, found: u64, max_bytes: u64, manifest: PathBuf },

    #[error("cannot connect to `{address}`: {reason}")]
    Connect { address: String, reason: String },
    #[error(
        "`{address}` cannot be trusted: {reason}\n  hint: the server's certificate must be valid, this is never skipped; a certificate from the agency's own authority needs `ca_file` in `{}`", manifest.display()
    )]
    Tls { address: String, reason: String, manifest: PathBuf },
    #[error("`{address}` leads to `{found}`, an address of this machine or of a private network\n  hint: if that is right, write `allow_private = true` in `{}`", manifest.display())]
    Private { address: String, found: IpAddr, manifest: PathBuf },
    #[error(
        "`{address}` did not answer in full within {seconds} s\n  hint: a slow interface may need a larger `timeout_secs`"
    )]
    Timeout { address: String, seconds: u64 },
    #[error(
        "`{address}` was not had in full within the time that its tries and pages may take together\n  hint: a slow interface may need a larger `deadline_secs` in `{}`", manifest.display()
    )]
    Deadline { address: String, manifest: PathBuf },
    #[error("the answer of `{address}` broke off or is not HTTP: {reason}")]
    Broken { address: String, reason: String },
    #[error("`{address}` redirects to another host, `{host}`\n  hint: if that is right, write the new address as `source`, or the host in `redirect_hosts`, in `{}`", manifest.display())]
    OtherHost { address: String, host: String, manifest: PathBuf },
    #[error("`{address}` redirects more than {} times", super::client::MAX_REDIRECTS)]
    TooManyRedirects { address: String },
    /// Anything but 200, and 304 where it was asked for. `retry_after` is what the server asked for.
    #[error("`{address}` answered with status {status}{}{}", wait_hint(*retry_after), status_hint(*status))]
    Status { address: String, status: u16, retry_after: Option<Duration> },

    /// The pages ended before the number of rows that the interface itself states. `again`: rows that had come with a page before.
    #[error(
        "`{address}` announces {total} rows, its pages held {rows} different ones{}\n  hint: {}", came_again(*again), lacking_hint(*again)
    )]
    Incomplete { address: String, total: u64, rows: u64, again: u64 },
    /// As [`FetchError::Incomplete`], by a number beside the rows that the manifest does not name.
    #[error(
        "the pages of `{address}` ended after {rows} rows, and by its own words there are {total}\n  hint: look at `page.param` and `page.size_param`, or pull again later; if that number counts something else, name another pointer as `page.total`"
    )]
    EarlyEnd { address: String, total: u64, rows: u64 },
    /// More rows came than `page.total` says: it counts something else.
    #[error(
        "`{address}` says {total} at `{pointer}`, and {rows} rows came: that is not the number of all rows\n  hint: `page.total` is the number of rows and not of pages; name another pointer, or leave it out"
    )]
    NoTotal { address: String, pointer: String, total: u64, rows: u64 },
    /// A page that announces fewer rows than one before it: what moved up between the two is on neither.
    #[error(
        "page {page} of `{address}` announces {now} rows, a page before it {before}: the list changed while it was read\n  hint: pull again; if later pages say something else than the number of all rows, leave `page.total` out"
    )]
    Shrunk { address: String, page: usize, before: u64, now: u64 },
    /// A page without rows that says something else of itself than the first page did.
    #[error(
        "page {page} of `{address}` has no rows and another `{member}` than the first: it is no end of the list\n  hint: pull again later; if the interface ends its lists so, name `page.total` or `page.next`"
    )]
    RefusedPage { address: String, page: usize, member: String },
    /// A page that is no list.
    #[error(
        "page {page} of `{address}` is no page of the list and no end of it: it is empty, cannot be read, or says that it failed\n  hint: pull again later; if the interface ends its lists so, name `page.total` or `page.next`"
    )]
    NoPage { address: String, page: usize },
    /// A page without a list, and rows behind it.
    #[error(
        "page {page} of `{address}` has nothing in the place of its rows, and the page behind it has rows: it is no end of the list\n  hint: pull again later"
    )]
    Gap { address: String, page: usize },
    #[error("`{address}` has more than {} pages", super::paging::MAX_PAGES)]
    TooManyPages { address: String },
    /// The value found is not shown: it may be a token.
    #[error("`{address}`: the next page's address, at `{pointer}`, is not an address of the same host")]
    BadNextPage { address: String, pointer: String },

    #[error("what `{address}` answered cannot be written to the snapshots: {source}")]
    Unwritable { address: String, source: std::io::Error },
    #[error("the HTTP client could not be set up: {0}")]
    Client(String),
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    #[error("fetching stopped unexpectedly; this is a mistake in mingjing, not in the feed")]
    Panicked,
}

impl FetchError {
    /// True when the portal's files or its environment must change first (exit code 2), false when the work failed.
    pub fn is_configuration(&self) -> bool {
        matches!(
            self,
            FetchError::UnsetVariable { .. }
                | FetchError::BrokenVariable { .. }
                | FetchError::BadAddress { .. }
                | FetchError::BadHeader { .. }
                | FetchError::CaFile { .. }
        )
    }
}

/// How many rows came more than once, if any.
fn came_again(again: u64) -> String {
    if again == 0 { String::new() } else { format!(", and {again} again that had come with a page before") }
}

fn lacking_hint(again: u64) -> &'static str {
    if again == 0 {
        "look at `page.param` and `page.size_param`; without `page.total` the number is not compared"
    } else {
        "the list has no order that stays, or its pages overlap: look at `page.param` and `page.style`, or ask for an order; if the list itself \
         holds rows twice, leave `page.total` out"
    }
}

/// How long the server wants to be left alone.
fn wait_hint(retry_after: Option<Duration>) -> String {
    retry_after.map_or_else(String::new, |wait| format!(" and asks to be left alone for {} s", wait.as_secs()))
}

/// What usually helps, by status; statuses without a common cause have none.
fn status_hint(status: u16) -> &'static str {
    match status {
        401 | 403 => "\n  hint: the agency refuses access; look at `request.headers` and the credentials in them",
        404 | 410 => "\n  hint: the agency may have moved the feed; look for its new address",
        405 => "\n  hint: the interface may want the other `request.method`",
        304 => "\n  hint: the server says `not modified` although nothing was asked to compare with",
        _ => "",
    }
}
