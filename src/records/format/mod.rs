//! Bytes to rows, whatever the container.
