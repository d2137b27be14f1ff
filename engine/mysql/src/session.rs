//! A connection that the server let in, and what is known of it.

use std::sync::Arc;

use crate::prepared::{Prepared, Statements};
use crate::wire::reply::{self, Done, PrepareReply, Reply};
use crate::wire::{Channel, Failure, Fields, command};

/// A session.
pub(crate) struct Session {
    pub(crate) channel: Channel,
    pub(crate) statements: Statements,
    pub(crate) version: String,
    /// The number by which another session can end this one.
    pub(crate) id: String,
}

impl Session {
    /// Sets a connection up and asks the server what it is.
    pub(crate) async fn begin(
        mut channel: Channel,
        set_up: &str,
        statements_max: usize,
    ) -> Result<Self, Failure> {
        run_text(&mut channel, set_up).await?;
        let (id, version) = who_is_there(&mut channel).await?;
        Ok(Self { channel, statements: Statements::new(statements_max), version, id })
    }

    /// Runs texts by the text protocol, all in one round trip. Each is run, whatever became of the
    /// one before. Answers with the end of each.
    pub(crate) async fn run_texts(
        &mut self,
        texts: &[&str],
    ) -> Result<Vec<Result<Done, Failure>>, Failure> {
        let Self { channel, .. } = self;
        channel.skip_unread().await?;
        let sequences: Vec<u8> =
            texts.iter().map(|sql| command::query(&mut channel.outgoing, sql)).collect();
        channel.send().await?;
        let mut ends = Vec::with_capacity(texts.len());
        for sequence in sequences {
            ends.push(match channel.skip_results(sequence).await {
                Ok(done) => Ok(done),
                Err(Failure::Server(error)) => Err(Failure::Server(error)),
                Err(broken) => return Err(broken),
            });
        }
        Ok(ends)
    }

    pub(crate) async fn ping(&mut self) -> Result<(), Failure> {
        let Self { channel, .. } = self;
        channel.skip_unread().await?;
        let sequence = command::ping(&mut channel.outgoing);
        channel.send().await?;
        channel.skip_results(sequence).await.map(drop)
    }

    /// Says goodbye. Whether the server hears it makes no difference.
    pub(crate) async fn quit(mut self) {
        command::quit(&mut self.channel.outgoing);
        if self.channel.send().await.is_ok() {
            let _ = self.channel.socket.shutdown().await;
        }
    }

    /// Lets the server prepare a text, unless this session did before. What has to go for it is
    /// closed with the next command.
    pub(crate) async fn prepare(&mut self, sql: &Arc<str>) -> Result<(), Failure> {
        let Self { channel, statements, .. } = self;
        channel.skip_unread().await?;
        if statements.get(sql).is_some() {
            return Ok(());
        }
        let sequence = command::prepare(&mut channel.outgoing, sql);
        channel.send().await?;
        channel.incoming.expect(sequence);
        let reply = PrepareReply::read(channel.packet().await?)?;
        let mut prepared = Prepared { id: reply.id, places: reply.places, ..Prepared::default() };
        if reply.places > 0 {
            // The server knows as little of its parameters as we do.
            channel.take_definitions(reply.places).await?;
        }
        if reply.columns > 0 {
            channel.take_definitions(reply.columns).await?;
            prepared.columns.update(&channel.definitions)?;
        }
        if let Some(closed) = statements.insert(Arc::clone(sql), prepared) {
            command::close(&mut channel.outgoing, closed);
        }
        Ok(())
    }
}

/// Runs a text and takes what it answers.
pub(crate) async fn run_text(channel: &mut Channel, sql: &str) -> Result<Done, Failure> {
    let sequence = command::query(&mut channel.outgoing, sql);
    channel.send().await?;
    channel.skip_results(sequence).await
}

/// The connection's number and the server's version.
async fn who_is_there(channel: &mut Channel) -> Result<(String, String), Failure> {
    const UNEXPECTED: Failure = Failure::Protocol("no version where one was asked for");
    // The greeting has both too; but there a number is cut to 32 bits, and MariaDB's version begins
    // with that of an old MySQL.
    let sql = "select cast(connection_id() as char), version()";
    let sequence = command::query(&mut channel.outgoing, sql);
    channel.send().await?;
    let Reply::Columns { count: 2, are_told } = channel.reply(sequence).await? else {
        return Err(UNEXPECTED);
    };
    if are_told {
        channel.take_definitions(2).await?;
    }
    let mut row = Fields::new(channel.packet().await?);
    let mut text = || Some(String::from_utf8_lossy(row.measured()?).into_owned());
    let both = text().zip(text()).ok_or(UNEXPECTED)?;
    if !reply::ends_rows(channel.packet().await?) {
        return Err(UNEXPECTED);
    }
    Ok(both)
}
