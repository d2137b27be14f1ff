use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use napi::Env;
use napi::bindgen_prelude::{
    Float64Array, FromNapiValue, Function, Uint8Array, Uint32Array, Unknown,
};
use napi_derive::napi;
use rustc_hash::FxHashMap;
use versa_ast::Value;
use versa_engine::{
    BoxFuture, ConnectOptions, Database, DdlAction, Plan, ResultColumn, Stop, TransactionOptions,
    columns_json, plan_json,
};
use versa_error::{Error, ErrorCode, Result};
use versa_rows::{Chunk, read_params};

use crate::answer::Answer;
use crate::completion::Completions;
use crate::direct_call;
use crate::reply::Reply;
use crate::scratch::{Scratch, call, header, status};
use crate::session::{Session, execute_now, execute_now_until, execute_on, over};
use crate::streaming::OpenStream;

/// The engine of one JavaScript thread.
#[napi]
pub struct NativeEngine {
    pub(crate) scratch: Scratch,
    pub(crate) completions: Arc<Completions>,
    pub(crate) sessions: FxHashMap<u32, Session>,
    pub(crate) streams: FxHashMap<u32, OpenStream>,
    /// What may end the next call before its time.
    pub(crate) next_stop: Option<Arc<Stop>>,
    /// The same of the requests and streams that are under way, by their numbers.
    pub(crate) stops: FxHashMap<u32, Arc<Stop>>,
    /// Databases that are being closed, by the sessions they were.
    closing: FxHashMap<u32, Arc<Database>>,
    /// Chunks of results that JavaScript is still fetching.
    pub(crate) waiting: FxHashMap<u32, VecDeque<Chunk>>,
    /// The transaction's session begins with its database: which one each request asked.
    pub(crate) begun_on: FxHashMap<u32, Arc<Database>>,
    pub(crate) columns: Option<Vec<ResultColumn>>,
    pub(crate) bytes: Vec<u8>,
    /// The text and the bytes of the parameters of a call.
    pub(crate) text: Vec<u16>,
    param_bytes: Vec<u8>,
    last_number: u32,
    /// Whether JavaScript was told to call `rest`.
    rest_asked: bool,
    /// The database that keeps something for the next statement; one at most.
    restless: Option<Arc<Database>>,
}

#[napi]
impl NativeEngine {
    /// Shares memory with JavaScript; `wake` is called when work is done that was pending.
    #[napi(constructor)]
    #[allow(clippy::too_many_arguments, reason = "each is a piece of the shared memory")]
    pub fn new(
        call: Uint32Array,
        header: Float64Array,
        param_tags: Uint8Array,
        param_numbers: Float64Array,
        row_tags: Uint8Array,
        row_numbers: Float64Array,
        wake: Function<'_, (), ()>,
    ) -> napi::Result<Self> {
        if header.len() < header::LENGTH {
            return Err(napi::Error::from_reason("the header is too short"));
        }
        Ok(Self {
            scratch: Scratch::new(call, header, param_tags, param_numbers, row_tags, row_numbers),
            completions: Completions::new(&wake)?,
            sessions: FxHashMap::default(),
            streams: FxHashMap::default(),
            closing: FxHashMap::default(),
            next_stop: None,
            stops: FxHashMap::default(),
            waiting: FxHashMap::default(),
            begun_on: FxHashMap::default(),
            columns: None,
            bytes: Vec::new(),
            text: Vec::new(),
            param_bytes: Vec::new(),
            last_number: 0,
            rest_asked: false,
            restless: None,
        })
    }

    /// Replaces the parameters' memory by larger one.
    #[napi]
    pub fn set_params(&mut self, tags: Uint8Array, numbers: Float64Array) {
        self.scratch.set_params(tags, numbers);
    }

    /// Replaces the rows' memory by larger one; then `chunk` answers with what did not fit.
    #[napi]
    pub fn set_rows(&mut self, tags: Uint8Array, numbers: Float64Array) {
        self.scratch.set_rows(tags, numbers);
    }

    /// Opens a database.
    #[napi(catch_unwind)]
    pub fn open<'env>(&mut self, env: &'env Env, url: String, options: String) -> Answer<'env> {
        let work = move || -> Result<BoxFuture<'static, Result<Reply>>> {
            let options: ConnectOptions = serde_json::from_str(&options).map_err(|error| {
                Error::new(ErrorCode::InvalidConfiguration, format!("connect's options: {error}"))
            })?;
            Ok(Box::pin(async move { Database::open(&url, &options).await.map(Reply::Opened) }))
        };
        self.submit(env, work())
    }

    /// Compiles a query; answers with the plan.
    #[napi(catch_unwind)]
    pub fn prepare<'env>(&mut self, env: &'env Env, session: u32, query: String) -> Answer<'env> {
        // Transactions go on while their database is closed.
        let closing = self.closing.get(&session).map(Ok);
        let database = closing.unwrap_or_else(|| self.session(session).map(Session::database));
        let result = database
            .and_then(|database| database.prepare(&query))
            .map(|(id, plan)| plan_json(id, &plan));
        self.answer_json(env, result)
    }

    /// Forgets a plan.
    #[napi(catch_unwind)]
    pub fn release(&mut self, session: u32, plan: u32) {
        if let Ok(session) = self.session(session) {
            session.database().release(plan);
        }
    }

    /// The DDL for schemas, tables and views; answers with a list of statements.
    #[napi(catch_unwind)]
    pub fn ddl<'env>(
        &mut self,
        env: &'env Env,
        session: u32,
        action: String,
        definitions: String,
    ) -> Answer<'env> {
        let result = self.session(session).and_then(|session| {
            let action: DdlAction = serde_json::from_value(action.into())
                .map_err(|error| Error::internal(error.to_string()))?;
            let statements = session.database().ddl(action, &definitions)?;
            Ok(serde_json::Value::from(statements).to_string())
        });
        self.answer_json(env, result)
    }

    /// The function that runs a plan: what is asked for and the parameters' cells are in shared
    /// memory, its argument is the parameters' text.
    #[napi]
    pub fn execute_function<'env>(&mut self, env: &'env Env) -> napi::Result<Unknown<'env>> {
        let function = direct_call::make(env, self)?;
        // SAFETY: the function was just made in this environment.
        #[allow(unsafe_code, reason = "napi-rs has no safe way from a value it did not make")]
        unsafe {
            Unknown::from_napi_value(env.raw(), function)
        }
    }

    /// The bytes of the parameters of the next call.
    #[napi]
    pub fn set_bytes(&mut self, bytes: Uint8Array) {
        self.param_bytes = bytes.to_vec();
    }

    /// Runs SQL without parameters.
    #[napi(catch_unwind)]
    pub fn run_sql<'env>(&mut self, env: &'env Env, session: u32, sql: String) -> Answer<'env> {
        let stop = self.next_stop.take();
        let work = self.session(session).map(|session| match session {
            Session::Database(database) => done(database.run_sql(sql, stop.clone())),
            Session::Transaction { transaction, .. } => {
                done(transaction.run_sql(sql, stop.clone()))
            }
        });
        let request = self.next_request(stop);
        self.submit_as(env, request, work)
    }

    /// Begins a transaction; the header's number names its session.
    #[napi(catch_unwind)]
    pub fn begin<'env>(&mut self, env: &'env Env, session: u32, options: String) -> Answer<'env> {
        let stop = self.next_stop.take();
        let prepared = self.session(session).and_then(|session| {
            let options: TransactionOptions = serde_json::from_str(&options)
                .map_err(|error| Error::invalid_query(format!("transaction options: {error}")))?;
            Ok((Arc::clone(session.database()), options))
        });
        match prepared {
            Ok((database, options)) => {
                let begin = database.begin(options, stop.clone());
                let work: BoxFuture<'static, Result<Reply>> =
                    Box::pin(async move { begin.await.map(Reply::Begun) });
                let request = self.next_request(stop);
                self.begun_on.insert(request, database);
                self.submit_as(env, request, Ok(work))
            }
            Err(error) => self.answer_error(env, &error),
        }
    }

    /// Ends a transaction by `commit`, `rollback`, or `abort`, which waits for no statement; its
    /// session is gone afterwards.
    #[napi(catch_unwind)]
    pub fn end<'env>(&mut self, env: &'env Env, session: u32, outcome: String) -> Answer<'env> {
        let work = match self.sessions.remove(&session) {
            Some(Session::Transaction { transaction, .. }) => match outcome.as_str() {
                "commit" => Ok(done(transaction.commit())),
                "rollback" => Ok(done(transaction.rollback())),
                "abort" => Ok(done(transaction.abort())),
                other => Err(Error::internal(format!("a transaction cannot end by {other}"))),
            },
            other => {
                other.into_iter().for_each(|found| {
                    self.sessions.insert(session, found);
                });
                Err(over())
            }
        };
        self.submit(env, work)
    }

    /// Sets, releases or rolls back to a savepoint of a transaction.
    #[napi(catch_unwind)]
    pub fn savepoint<'env>(
        &mut self,
        env: &'env Env,
        session: u32,
        action: String,
        depth: u32,
    ) -> Answer<'env> {
        let work = self.session(session).and_then(|session| {
            let Session::Transaction { transaction, .. } = session else { return Err(over()) };
            match action.as_str() {
                "set" => Ok(done(transaction.savepoint(depth))),
                "release" => Ok(done(transaction.release(depth))),
                "rollback" => Ok(done(transaction.rollback_to(depth))),
                other => Err(Error::internal(format!("unknown savepoint action {other}"))),
            }
        });
        self.submit(env, work)
    }

    /// Closes a database; its session is gone afterwards.
    #[napi(catch_unwind)]
    pub fn close<'env>(&mut self, env: &'env Env, session: u32) -> Answer<'env> {
        let work = match self.sessions.remove(&session) {
            Some(Session::Database(database)) => {
                let close = done(database.close());
                self.closing.insert(session, database);
                Ok(close)
            }
            _ => Err(Error::internal(format!("{session} is no open database"))),
        };
        self.submit(env, work)
    }

    /// Ends what a database has under way, and lets nothing more begin: `close` does the rest.
    #[napi(catch_unwind)]
    pub fn end_all(&mut self, session: u32) {
        let open = self.sessions.get(&session).map(Session::database);
        if let Some(database) = self.closing.get(&session).or(open) {
            database.end();
            let ended = |stream: &OpenStream| Arc::ptr_eq(stream.database(), database);
            self.streams.retain(|_, stream| !ended(stream));
        }
    }

    /// Forgets a database that is closed.
    #[napi(catch_unwind)]
    pub fn closed(&mut self, session: u32) {
        self.closing.remove(&session);
    }

    /// Lets the next call end after some milliseconds (0: never), or by `cancel` with the number of
    /// its request or stream.
    #[napi(catch_unwind)]
    pub fn limit_next(&mut self, timeout_ms: f64, cancellable: bool) {
        let limit = (timeout_ms > 0.0).then(|| Duration::from_secs_f64(timeout_ms / 1_000.0));
        self.next_stop = Some(Stop::new(cancellable, limit));
    }

    /// Cancels a request or a stream.
    #[napi(catch_unwind)]
    pub fn cancel(&mut self, number: u32) {
        if let Some(stop) = self.stops.get(&number) {
            stop.cancel();
        }
    }

    /// Answers with the oldest work that is done; the return value is its request, 0 where there is
    /// none. Its text, columns and bytes are fetched by `text`, `columns` and `bytes`.
    #[napi(catch_unwind)]
    pub fn next_done<'env>(&mut self, env: &'env Env) -> Answer<'env> {
        let Some((request, result)) = self.completions.pop() else {
            self.scratch.reset(status::PENDING);
            return Ok(None);
        };
        if !self.stops.is_empty() && !matches!(result, Ok(Reply::Part(_))) {
            self.stops.remove(&request);
        }
        let answer = self.answer(env, request, result)?;
        self.scratch.set(header::REQUEST, f64::from(request));
        Ok(answer)
    }

    /// The next chunk of a result.
    #[napi(catch_unwind)]
    pub fn chunk<'env>(&mut self, env: &'env Env, result: u32) -> Answer<'env> {
        self.scratch.reset(status::DONE);
        self.answer_chunk(env, result)
    }

    /// Drops the chunks of a result that were not fetched.
    #[napi(catch_unwind)]
    pub fn drop_chunks(&mut self, result: u32) {
        self.waiting.remove(&result);
    }

    /// The columns of the result the header spoke of, as JSON.
    #[napi(catch_unwind)]
    pub fn columns(&mut self) -> String {
        columns_json(&self.columns.take().unwrap_or_default())
    }

    /// Gives back what was kept for further statements of this turn of the event loop.
    #[napi(catch_unwind)]
    pub fn rest(&mut self) {
        self.rest_asked = false;
        if let Some(database) = self.restless.take() {
            database.rest();
        }
    }

    /// The bytes of the chunk the header spoke of.
    #[napi(catch_unwind)]
    pub fn bytes(&mut self) -> Uint8Array {
        Uint8Array::new(std::mem::take(&mut self.bytes))
    }
}

/// JavaScript's thread has ended, perhaps in the middle of everything.
impl Drop for NativeEngine {
    fn drop(&mut self) {
        self.completions.close();
        let open = self.sessions.values().map(Session::database);
        for database in open.chain(self.closing.values()).chain(self.begun_on.values()) {
            database.end();
        }
    }
}

impl NativeEngine {
    pub(crate) fn next_number(&mut self) -> u32 {
        // 0 means none.
        self.last_number = self.last_number.checked_add(1).unwrap_or(1);
        self.last_number
    }

    /// The number of a request that may be stopped.
    pub(crate) fn next_request(&mut self, stop: Option<Arc<Stop>>) -> u32 {
        let request = self.next_number();
        if let Some(stop) = stop {
            self.stops.insert(request, stop);
        }
        request
    }

    fn session(&self, session: u32) -> Result<&Session> {
        self.sessions.get(&session).ok_or_else(|| {
            Error::new(ErrorCode::ConnectionClosed, "the database or transaction is closed")
        })
    }

    /// The session and the plan that JavaScript asks for.
    pub(crate) fn asked_plan(&self) -> Result<(&Session, Arc<Plan>)> {
        let session = self.session(self.scratch.asked(call::SESSION))?;
        Ok((session, session.database().plan(self.scratch.asked(call::PLAN))?))
    }

    /// Runs the plan that is asked for, at once where that can be.
    pub(crate) fn execute_asked<'env>(&mut self, env: &'env Env) -> Answer<'env> {
        let stop = self.next_stop.take();
        let params = match self.params() {
            Ok(params) => params,
            Err(error) => return self.answer_error(env, &error),
        };
        let worker = self.scratch.asked(call::WORKER) != 0;
        let request = self.next_number();
        let mut restless = None;
        let begun = self.asked_plan().map(|(session, plan)| {
            let database = session.database();
            // What one keeps may be in the way of another that has the same file.
            if let Some(other) = self.restless.as_ref().filter(|kept| !Arc::ptr_eq(kept, database))
            {
                other.rest();
            }
            let now = match &stop {
                _ if worker => None,
                None => execute_now(session, &plan, &params),
                Some(stop) => execute_now_until(session, stop, &plan, &params),
            };
            restless = (now.is_some() && database.is_restless()).then(|| Arc::clone(database));
            let later = || {
                let parts = Completions::parts(&self.completions, request);
                Err(execute_on(session, plan, params, worker, parts, stop.clone()))
            };
            now.map_or_else(later, Ok)
        });
        let answer = match begun {
            Ok(Ok(result)) => self.answer_now(env, result),
            Ok(Err(work)) => {
                if let Some(stop) = stop {
                    self.stops.insert(request, stop);
                }
                self.submit_as(env, request, Ok(work))
            }
            Err(error) => self.answer_error(env, &error),
        };
        self.restless = restless;
        if self.restless.is_some() && !self.rest_asked {
            self.rest_asked = true;
            self.scratch.set(header::REST, 1.0);
        }
        answer
    }

    /// The parameters of the call, whose text was copied.
    pub(crate) fn params(&mut self) -> Result<Vec<Value>> {
        let bytes = std::mem::take(&mut self.param_bytes);
        let cells = self.scratch.asked(call::CELLS) as usize;
        let Some((tags, numbers)) = self.scratch.params(cells) else {
            return Err(Error::internal("the parameters' memory is too small"));
        };
        read_params(tags, numbers, &self.text, &bytes)
    }
}

fn done(work: BoxFuture<'static, Result<()>>) -> BoxFuture<'static, Result<Reply>> {
    Box::pin(async move { work.await.map(|()| Reply::Done) })
}
