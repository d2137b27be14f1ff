use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use napi::Status;
use napi::bindgen_prelude::Function;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use versa_engine::PartSender;
use versa_error::Result;
use versa_rows::Chunk;

use crate::reply::Reply;

/// Results that JavaScript has not fetched; none once it is gone.
type Done = Option<VecDeque<(u32, Result<Reply>)>>;

/// Wakes JavaScript. Weak: JavaScript itself keeps the process alive while it waits for something.
type Wake = ThreadsafeFunction<(), (), (), Status, false, true>;

/// Work that is done, waiting for JavaScript to fetch it.
pub(crate) struct Completions {
    done: Mutex<Done>,
    wake: Wake,
}

impl Completions {
    pub(crate) fn new(wake: &Function<'_, (), ()>) -> napi::Result<Arc<Self>> {
        let wake = wake.build_threadsafe_function::<()>().weak::<true>().build()?;
        Ok(Arc::new(Self { done: Mutex::new(Some(VecDeque::new())), wake }))
    }

    /// Adds a result. JavaScript is woken by the first of a batch only: it fetches all there are.
    pub(crate) fn push(&self, request: u32, result: Result<Reply>) {
        let mut done = self.done();
        // A transaction that nobody will fetch must not be kept: others wait for its connection.
        let Some(results) = done.as_mut() else { return };
        results.push_back((request, result));
        let first = results.len() == 1;
        drop(done);
        if first {
            // Where JavaScript's environment is gone, nobody waits for the result either.
            self.wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
        }
    }

    /// Drops the results, and those that come: JavaScript is gone.
    pub(crate) fn close(&self) {
        let results = self.done().take();
        // What is dropped may let others go on, which come here in turn.
        drop(results);
    }

    /// Where the parts of a request's rows go.
    pub(crate) fn parts(this: &Arc<Self>, request: u32) -> PartSender {
        let this = Arc::clone(this);
        Arc::new(move |chunk| this.push(request, Ok(Reply::Part(chunk))))
    }

    /// Takes the parts of a request that is answered at once.
    pub(crate) fn take_parts(&self, request: u32) -> Vec<Chunk> {
        let mut done = self.done();
        let Some(results) = done.as_mut() else { return Vec::new() };
        let mut parts = Vec::new();
        for (of, result) in std::mem::take(results) {
            match result {
                Ok(Reply::Part(chunk)) if of == request => parts.push(chunk),
                other => results.push_back((of, other)),
            }
        }
        parts
    }

    /// Takes the oldest result.
    pub(crate) fn pop(&self) -> Option<(u32, Result<Reply>)> {
        self.done().as_mut()?.pop_front()
    }

    fn done(&self) -> MutexGuard<'_, Done> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
