//! Packets to and from one server.

use std::io;

use super::capability::Agreed;
use super::column::Definitions;
use super::incoming::Incoming;
use super::outgoing::Outgoing;
use super::reply::{self, Done, Reply};
use super::socket::Socket;
use super::{Failure, ServerError};

/// A socket with what was received and what is to be sent.
pub(crate) struct Channel {
    pub(crate) socket: Socket,
    pub(crate) incoming: Incoming,
    pub(crate) outgoing: Outgoing,
    pub(crate) agreed: Agreed,
    /// The definitions of the columns that came last.
    pub(crate) definitions: Definitions,
    /// Whether rows are still to come that nobody wants any more.
    pub(crate) has_unread_rows: bool,
}

impl Channel {
    pub(crate) fn new(socket: Socket) -> Self {
        Self {
            socket,
            incoming: Incoming::new(),
            outgoing: Outgoing::default(),
            agreed: Agreed::default(),
            definitions: Definitions::default(),
            has_unread_rows: false,
        }
    }

    /// Sends all commands that were written, in one write.
    pub(crate) async fn send(&mut self) -> Result<(), Failure> {
        let sent = self.socket.write_all(self.outgoing.bytes()).await;
        self.outgoing.clear();
        match sent {
            Ok(()) => Ok(()),
            Err(error) => Err(self.last_words().await.unwrap_or(Failure::Io(error))),
        }
    }

    /// Why the server closed the connection while we were still speaking, where it says so.
    #[cold]
    async fn last_words(&mut self) -> Option<Failure> {
        let packet = self.packet().await.ok()?;
        let error = packet.first() == Some(&0xff);
        error.then(|| ServerError::read(packet).map_or_else(|broken| broken, Failure::Server))
    }

    /// Waits for more bytes. The packet that was taken last is gone afterwards.
    pub(crate) async fn receive(&mut self) -> Result<(), Failure> {
        let count = self.socket.read(self.incoming.room()).await.map_err(Failure::Io)?;
        if count == 0 {
            let kind = io::ErrorKind::UnexpectedEof;
            return Err(Failure::Io(io::Error::new(kind, "the server closed the connection")));
        }
        self.incoming.filled(count);
        Ok(())
    }

    /// The next packet.
    pub(crate) async fn packet(&mut self) -> Result<&[u8], Failure> {
        while !self.incoming.advance()? {
            self.receive().await?;
        }
        Ok(self.incoming.packet())
    }

    /// The first packet of an answer, which has this number.
    pub(crate) async fn reply(&mut self, sequence: u8) -> Result<Reply, Failure> {
        self.incoming.expect(sequence);
        self.next_reply().await
    }

    /// The first packet of a further result.
    pub(crate) async fn next_reply(&mut self) -> Result<Reply, Failure> {
        let agreed = self.agreed;
        Reply::read(self.packet().await?, agreed)
    }

    /// Takes the definitions of columns.
    pub(crate) async fn take_definitions(&mut self, count: usize) -> Result<(), Failure> {
        self.definitions.clear();
        for _ in 0..count {
            while !self.incoming.advance()? {
                self.receive().await?;
            }
            self.definitions.push(self.incoming.packet())?;
        }
        self.take_eof().await
    }

    /// Takes the packet behind definitions, which older servers send.
    pub(crate) async fn take_eof(&mut self) -> Result<(), Failure> {
        if !self.agreed.deprecate_eof && !reply::ends_rows(self.packet().await?) {
            return Err(Failure::Protocol("columns without an end"));
        }
        Ok(())
    }

    /// Takes an answer off the connection, with all its rows and results.
    pub(crate) async fn skip_results(&mut self, sequence: u8) -> Result<Done, Failure> {
        let first = self.reply(sequence).await?;
        self.skip_from(first).await
    }

    /// Takes what is left of an answer that its reader left.
    pub(crate) async fn skip_unread(&mut self) -> Result<(), Failure> {
        if !self.has_unread_rows {
            return Ok(());
        }
        let end = self.skip_rows().await;
        self.has_unread_rows = false;
        let skipped = match end {
            Ok(end) if end.more_results => {
                let next = self.next_reply().await?;
                self.skip_from(next).await.map(drop)
            }
            end => end.map(drop),
        };
        match skipped {
            // How a statement ended that nobody waited for, nobody wants to know.
            Err(Failure::Server(_)) => Ok(()),
            skipped => skipped,
        }
    }

    async fn skip_from(&mut self, mut reply: Reply) -> Result<Done, Failure> {
        let mut total = Done::default();
        loop {
            let done = match reply {
                Reply::Done(done) => done,
                Reply::Columns { count, are_told } => {
                    if are_told {
                        self.take_definitions(count).await?;
                    }
                    self.skip_rows().await?
                }
            };
            total.affected = total.affected.saturating_add(done.affected);
            if !done.more_results {
                return Ok(total);
            }
            reply = self.next_reply().await?;
        }
    }

    async fn skip_rows(&mut self) -> Result<Done, Failure> {
        let agreed = self.agreed;
        loop {
            let packet = self.packet().await?;
            if reply::ends_rows(packet) {
                return reply::read_end(packet, agreed);
            }
            if packet.first() == Some(&0xff) {
                return Err(Failure::Server(ServerError::read(packet)?));
            }
        }
    }
}
