//! Columns of a feed to canonical fields: the manifest's own, a preset's, the well-known headers.
