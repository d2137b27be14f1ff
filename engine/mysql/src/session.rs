//! A connection that the server let in, and what is known of it.

use std::sync::Arc;

use crate::prepared::{Prepared, Statements};
use crate::wire::reply::{self, Done, PrepareReply, Reply};
use crate::wire::{Channel, Failure, Fields, command};

/// A server sends an answer in pieces as large as its buffer for the connection: 16 KB, unless it
/// received more at once. Each piece wakes us, and takes a system call at either end. So it gets a
/// packet of this length, which means nothing.
const PIECE: usize = 64 * 1024;
/// A server whose packets may be so long, as they may by default, has nothing against it.
const ROOMY: u64 = 1024 * 1024;

/// A session.
pub(crate) struct Session {
    pub(crate) channel: Channel,
    pub(crate) statements: Statements,
    pub(crate) version: String,
    /// The number by which another session can end this one.
    pub(crate) id: String,
    /// The longest packet the server takes, in bytes.
    pub(crate) max_packet: usize,
}

impl Session {
    /// Sets a connection up and asks the server what it is.
    pub(crate) async fn begin(
        mut channel: Channel,
        set_up: &str,
        statements_max: usize,
    ) -> Result<Self, Failure> {
        let Server { id, version, max_packet } = who_is_there(&mut channel).await?;
        let mut sequences = vec![command::query(&mut channel.outgoing, set_up)];
        if max_packet >= ROOMY {
            sequences.push(command::ping_with(&mut channel.outgoing, PIECE));
        }
        channel.send().await?;
        for sequence in sequences {
            channel.skip_results(sequence).await?;
        }
        let statements = Statements::new(statements_max);
        let max_packet = usize::try_from(max_packet).unwrap_or(usize::MAX);
        Ok(Self { channel, statements, version, id, max_packet })
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
            for _ in 0..reply.places {
                channel.packet().await?;
            }
            channel.take_eof().await?;
        }
        if reply.columns > 0 {
            channel.take_definitions(reply.columns).await?;
            prepared.columns.update(&channel.definitions)?;
        }
        for closed in statements.insert(Arc::clone(sql), prepared) {
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

/// What a server says of itself.
struct Server {
    id: String,
    version: String,
    max_packet: u64,
}

async fn who_is_there(channel: &mut Channel) -> Result<Server, Failure> {
    const UNEXPECTED: Failure = Failure::Protocol("no version where one was asked for");
    // The greeting has the first two as well; but there a number is cut to 32 bits, and MariaDB's
    // version begins with that of an old MySQL.
    let sql = "select cast(connection_id() as char), version(), cast(@@max_allowed_packet as char)";
    let sequence = command::query(&mut channel.outgoing, sql);
    channel.send().await?;
    let Reply::Columns { count: 3, are_told } = channel.reply(sequence).await? else {
        return Err(UNEXPECTED);
    };
    if are_told {
        channel.take_definitions(3).await?;
    }
    let mut row = Fields::new(channel.packet().await?);
    let mut text = || Some(String::from_utf8_lossy(row.measured()?).into_owned());
    let (Some(id), Some(version), Some(packet)) = (text(), text(), text()) else {
        return Err(UNEXPECTED);
    };
    if !reply::ends_rows(channel.packet().await?) {
        return Err(UNEXPECTED);
    }
    Ok(Server { id, version, max_packet: packet.parse().unwrap_or_default() })
}
