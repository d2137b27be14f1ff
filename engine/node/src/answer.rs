//! How results become answers: the header in shared memory, and a text.

use std::collections::VecDeque;
use std::sync::Arc;

use napi::Env;
use napi::JsString;
use versa_engine::{BoxFuture, Outcome, Polled, StreamItem, poll_once, spawn};
use versa_error::{Error, Result};
use versa_rows::{Chunk, ChunkText, recycle};

use crate::native::NativeEngine;
use crate::reply::Reply;
use crate::scratch::{header, status};
use crate::session::Session;

/// What a call answers with: the chunk's text, a JSON document, an error as JSON, or nothing; the
/// header says which.
pub(crate) type Answer<'env> = napi::Result<Option<JsString<'env>>>;

impl NativeEngine {
    pub(crate) fn submit<'env>(
        &mut self,
        env: &'env Env,
        work: Result<BoxFuture<'static, Result<Reply>>>,
    ) -> Answer<'env> {
        let request = self.next_number();
        self.submit_as(env, request, work)
    }

    /// Answers at once where the work is done at once, else with the number of the request.
    pub(crate) fn submit_as<'env>(
        &mut self,
        env: &'env Env,
        request: u32,
        work: Result<BoxFuture<'static, Result<Reply>>>,
    ) -> Answer<'env> {
        let future = match work.map(poll_once) {
            Ok(Polled::Waiting(future)) => future,
            Ok(Polled::Ready(result)) => {
                self.stops.remove(&request);
                let result = result.map(|reply| self.with_parts(request, reply));
                return self.answer(env, request, result);
            }
            Err(error) => {
                self.stops.remove(&request);
                return self.answer(env, request, Err(error));
            }
        };
        let completions = Arc::clone(&self.completions);
        match spawn(future, move |result| completions.push(request, result)) {
            Ok(()) => {
                self.scratch.reset(status::PENDING);
                self.scratch.set(header::REQUEST, f64::from(request));
                Ok(None)
            }
            Err(error) => self.answer_error(env, &error),
        }
    }

    /// A reply that came at once, with the parts that came before it.
    fn with_parts(&self, request: u32, reply: Reply) -> Reply {
        match reply {
            Reply::Outcome(mut outcome) => {
                let parts = self.completions.take_parts(request);
                outcome.chunks.splice(..0, parts);
                Reply::Outcome(outcome)
            }
            other => other,
        }
    }

    pub(crate) fn answer<'env>(
        &mut self,
        env: &'env Env,
        request: u32,
        result: Result<Reply>,
    ) -> Answer<'env> {
        self.scratch.reset(status::DONE);
        match result {
            Ok(Reply::Done) => Ok(None),
            Ok(Reply::Outcome(outcome)) => self.answer_outcome(env, outcome),
            Ok(Reply::Part(chunk)) => {
                let outcome = Outcome { chunks: vec![chunk], ..Outcome::default() };
                let answer = self.answer_outcome(env, outcome)?;
                self.scratch.set(header::STATUS, status::PART);
                Ok(answer)
            }
            Ok(Reply::Opened(database)) => {
                let server = database.server();
                let text = serde_json::json!({
                    "product": server.product,
                    "version": server.version,
                    "answersAtOnce": database.answers_at_once(),
                });
                self.add_session(Session::Database(database));
                env.create_string(text.to_string()).map(Some)
            }
            Ok(Reply::Begun(transaction)) => match self.begun_on.remove(&request) {
                Some(database) => {
                    self.add_session(Session::Transaction { transaction, database });
                    Ok(None)
                }
                None => self.answer_error(env, &Error::internal("a transaction of no database")),
            },
            Ok(Reply::Item(item)) => self.answer_item(env, item),
            Err(error) => {
                self.begun_on.remove(&request);
                self.answer_error(env, &error)
            }
        }
    }

    /// Answers with what a statement brought at once.
    pub(crate) fn answer_now<'env>(
        &mut self,
        env: &'env Env,
        result: Result<Outcome>,
    ) -> Answer<'env> {
        match result {
            Ok(outcome) => {
                self.scratch.reset(status::DONE);
                self.answer_outcome(env, outcome)
            }
            Err(error) => self.answer_error(env, &error),
        }
    }

    pub(crate) fn add_session(&mut self, session: Session) {
        let number = self.next_number();
        self.sessions.insert(number, session);
        self.scratch.set(header::NUMBER, f64::from(number));
    }

    pub(crate) fn answer_outcome<'env>(
        &mut self,
        env: &'env Env,
        outcome: Outcome,
    ) -> Answer<'env> {
        #[allow(clippy::cast_precision_loss, reason = "nobody writes 2^53 rows in a statement")]
        self.scratch.set(header::AFFECTED, outcome.affected as f64);
        if let Some(key) = outcome.last_insert_id {
            self.set_key(key);
        }
        if let Some(columns) = outcome.columns {
            self.scratch.set(header::HAS_COLUMNS, 1.0);
            self.columns = Some(columns);
        }
        let mut chunks = outcome.chunks.into_iter();
        let Some(first) = chunks.next() else { return Ok(None) };
        if chunks.len() == 0 && self.scratch.write(&first) {
            return self.answer_text(env, first);
        }
        let result = self.next_number();
        let mut waiting = VecDeque::with_capacity(chunks.len() + 1);
        waiting.push_back(first);
        waiting.extend(chunks);
        self.waiting.insert(result, waiting);
        self.answer_chunk(env, result)
    }

    pub(crate) fn set_key(&mut self, key: i64) {
        #[allow(clippy::cast_possible_truncation, reason = "the upper half has 32 bits")]
        let high = (key >> 32) as i32;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lower half")]
        let low = key as u32;
        self.scratch.set(header::HAS_KEY, 1.0);
        self.scratch.set(header::KEY_HIGH, f64::from(high));
        self.scratch.set(header::KEY_LOW, f64::from(low));
    }

    pub(crate) fn answer_item<'env>(
        &mut self,
        env: &'env Env,
        item: Option<StreamItem>,
    ) -> Answer<'env> {
        self.scratch.set(header::NUMBER, if item.is_some() { 1.0 } else { 0.0 });
        match item {
            None => Ok(None),
            Some(StreamItem::Columns(columns)) => {
                self.scratch.set(header::HAS_COLUMNS, 1.0);
                self.columns = Some(columns);
                Ok(None)
            }
            Some(StreamItem::Chunk(chunk)) if self.scratch.write(&chunk) => {
                self.answer_text(env, chunk)
            }
            Some(StreamItem::Chunk(chunk)) => {
                let result = self.next_number();
                self.waiting.insert(result, VecDeque::from([chunk]));
                self.answer_chunk(env, result)
            }
        }
    }

    /// Answers with the first waiting chunk of a result, or with how large memory must be for it:
    /// a status `done` with cells and without rows.
    pub(crate) fn answer_chunk<'env>(&mut self, env: &'env Env, result: u32) -> Answer<'env> {
        let Some(chunks) = self.waiting.get_mut(&result) else { return Ok(None) };
        let Some(chunk) = chunks.pop_front() else { return Ok(None) };
        #[allow(clippy::cast_precision_loss, reason = "cells are far below 2^53")]
        let cells = chunk.tags.len() as f64;
        let more = f64::from(result);
        if !self.scratch.write(&chunk) {
            chunks.push_front(chunk);
            self.scratch.set(header::CELLS, cells);
            self.scratch.set(header::MORE, more);
            return Ok(None);
        }
        if chunks.is_empty() {
            self.waiting.remove(&result);
        } else {
            self.scratch.set(header::MORE, more);
        }
        self.answer_text(env, chunk)
    }

    #[allow(clippy::cast_precision_loss, reason = "rows and cells are far below 2^53")]
    pub(crate) fn answer_text<'env>(&mut self, env: &'env Env, mut chunk: Chunk) -> Answer<'env> {
        self.scratch.set(header::ROWS, chunk.rows as f64);
        self.scratch.set(header::CELLS, chunk.tags.len() as f64);
        if !chunk.bytes.is_empty() {
            self.scratch.set(header::HAS_BYTES, 1.0);
            self.bytes = std::mem::take(&mut chunk.bytes);
        }
        let text = match &chunk.text {
            text if text.is_empty() => None,
            ChunkText::Latin1(text) => Some(env.create_string_latin1(text)?),
            ChunkText::Utf16(text) => Some(env.create_string_utf16(text)?),
        };
        recycle(chunk);
        Ok(text)
    }

    pub(crate) fn answer_json<'env>(
        &mut self,
        env: &'env Env,
        result: Result<String>,
    ) -> Answer<'env> {
        match result {
            Ok(json) => {
                self.scratch.reset(status::DONE);
                env.create_string(json).map(Some)
            }
            Err(error) => self.answer_error(env, &error),
        }
    }

    pub(crate) fn answer_error<'env>(&mut self, env: &'env Env, error: &Error) -> Answer<'env> {
        self.scratch.reset(status::FAILED);
        let json = serde_json::to_string(error)
            .map_err(|error| napi::Error::from_reason(error.to_string()))?;
        env.create_string(json).map(Some)
    }
}
