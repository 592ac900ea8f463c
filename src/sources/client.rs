//! The HTTP client, set up once: TLS always on, timeouts, no cookies, no credentials in messages.
