//! The engine as a Node-API addon: converts and forwards, nothing else.
//!
//! A call puts its parameters into memory shared with JavaScript ([`scratch`]), names a plan by its
//! number, and finds its rows in shared memory again; only texts and bytes cross as JavaScript
//! values. Work that is done at once (SQLite) answers at once. Work that waits is spawned on the
//! engine's runtime, and its [`completion`] wakes JavaScript, once for several.
//!
//! `orm/src/engine/native.ts` is the other half; the two change together.

mod answer;
mod completion;
mod direct_call;
mod native;
mod reply;
mod scratch;
mod session;
mod streaming;
