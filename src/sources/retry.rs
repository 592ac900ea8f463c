//! What is tried again, and after how long.
