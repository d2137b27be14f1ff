//! Rows that JavaScript takes one part after another.

use std::sync::Arc;

use napi::Env;
use napi::bindgen_prelude::Utf16String;
use napi_derive::napi;
use tokio::sync::Mutex;
use versa_engine::{BoxFuture, Database, StreamReceiver, spawn};
use versa_error::{Error, ErrorCode, Result};

use crate::answer::Answer;
use crate::native::NativeEngine;
use crate::reply::Reply;
use crate::scratch::{header, status};
use crate::session::Session;

/// A stream that was begun and not ended.
pub(crate) struct OpenStream {
    receiver: Arc<Mutex<StreamReceiver>>,
    database: Arc<Database>,
}

impl OpenStream {
    pub(crate) fn database(&self) -> &Arc<Database> {
        &self.database
    }

    /// Waits for the next rows.
    fn next(&self) -> BoxFuture<'static, Result<Reply>> {
        let (receiver, database) = (Arc::clone(&self.receiver), Arc::clone(&self.database));
        Box::pin(async move {
            let next = async { receiver.lock().await.recv().await.transpose().map(Reply::Item) };
            database.unless_ended(next).await
        })
    }
}

#[napi]
impl NativeEngine {
    /// Begins to stream a plan's rows, asked for as for `execute`; the header's number names the
    /// stream.
    #[napi(catch_unwind)]
    pub fn stream<'env>(&mut self, env: &'env Env, text: Utf16String) -> Answer<'env> {
        self.text.clear();
        self.text.extend_from_slice(&text);
        let stop = self.next_stop.take();
        let begun = self.params().and_then(|params| {
            let (session, plan) = self.asked_plan()?;
            let (receiver, work) = match session {
                Session::Database(database) => database.stream(&plan, params, stop.clone())?,
                Session::Transaction { transaction, .. } => {
                    transaction.stream(&plan, params, stop.clone())?
                }
            };
            let work = async move {
                work.await;
                Ok(())
            };
            spawn(work, |_| {})?;
            let receiver = Arc::new(Mutex::new(receiver));
            Ok(OpenStream { receiver, database: Arc::clone(session.database()) })
        });
        match begun {
            Ok(stream) => {
                let number = self.next_request(stop);
                self.streams.insert(number, stream);
                self.scratch.reset(status::DONE);
                self.scratch.set(header::NUMBER, f64::from(number));
                Ok(None)
            }
            Err(error) => self.answer_error(env, &error),
        }
    }

    /// The next rows of a stream; the header's number is 1 when there is an item, 0 at the end.
    #[napi(catch_unwind)]
    pub fn stream_next<'env>(&mut self, env: &'env Env, stream: u32) -> Answer<'env> {
        let stream = self.streams.get(&stream);
        let work = stream.map(OpenStream::next).ok_or_else(|| {
            Error::new(ErrorCode::Cancelled, "the stream ended when its database was closed")
        });
        self.submit(env, work)
    }

    /// Ends a stream; its statement stops.
    #[napi(catch_unwind)]
    pub fn stream_end(&mut self, stream: u32) {
        self.streams.remove(&stream);
        self.stops.remove(&stream);
    }
}
