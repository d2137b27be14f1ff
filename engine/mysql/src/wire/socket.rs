//! Where the bytes go: a socket of the network or of this machine, in TLS or not.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;
use versa_tls::{Tls, TlsStream};

/// An open socket.
pub(crate) enum Socket {
    Plain(Plain),
    Encrypted(Box<TlsStream<Plain>>),
}

/// A socket without TLS.
pub(crate) enum Plain {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

impl Socket {
    pub(crate) async fn tcp(host: &str, port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect((host, port)).await?;
        // Each command is one write, and somebody waits for its answer.
        stream.set_nodelay(true)?;
        Ok(Self::Plain(Plain::Tcp(stream)))
    }

    #[cfg(unix)]
    pub(crate) async fn unix(path: &std::path::Path) -> io::Result<Self> {
        Ok(Self::Plain(Plain::Unix(UnixStream::connect(path).await?)))
    }

    #[cfg(not(unix))]
    pub(crate) async fn unix(_path: &std::path::Path) -> io::Result<Self> {
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }

    /// Whether nobody on the way can read what is sent.
    pub(crate) fn is_secret(&self) -> bool {
        match self {
            Self::Plain(Plain::Tcp(_)) => false,
            #[cfg(unix)]
            Self::Plain(Plain::Unix(_)) => true,
            Self::Encrypted(_) => true,
        }
    }

    /// Begins TLS.
    pub(crate) async fn encrypt(self, tls: &Tls, host: &str) -> io::Result<Self> {
        match self {
            Self::Plain(plain) => Ok(Self::Encrypted(Box::new(tls.connect(host, plain).await?))),
            encrypted @ Self::Encrypted(_) => Ok(encrypted),
        }
    }

    pub(crate) async fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(room).await,
            Self::Encrypted(stream) => stream.read(room).await,
        }
    }

    pub(crate) async fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.write_all(bytes).await,
            Self::Encrypted(stream) => {
                stream.write_all(bytes).await?;
                stream.flush().await
            }
        }
    }

    /// Whether the server closed the connection, as far as is known without asking.
    pub(crate) fn is_closed(&self) -> bool {
        match self {
            // Nobody asked anything, so what is there to be read are the server's last words.
            Self::Plain(plain) => plain.received().is_some(),
            // In TLS it may say something else as well.
            Self::Encrypted(stream) => stream.get_ref().0.received() == Some(0),
        }
    }

    pub(crate) async fn shutdown(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.shutdown().await,
            Self::Encrypted(stream) => stream.shutdown().await,
        }
    }
}

impl Plain {
    /// How many of the next bytes are there to be read, at most one: 0 at the end. None while the
    /// other side is silent.
    fn received(&self) -> Option<usize> {
        let mut room = [0; 1];
        match self {
            Self::Tcp(stream) => {
                let mut context = Context::from_waker(Waker::noop());
                let mut room = ReadBuf::new(&mut room);
                match stream.poll_peek(&mut context, &mut room) {
                    Poll::Ready(received) => Some(received.unwrap_or(0)),
                    Poll::Pending => None,
                }
            }
            #[cfg(unix)]
            Self::Unix(stream) => match stream.try_read(&mut room) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
                received => Some(received.unwrap_or(0)),
            },
        }
    }
}

/// Runs a method of whichever stream it is.
macro_rules! either {
    ($self:ident, $stream:ident => $call:expr) => {
        match $self.get_mut() {
            Plain::Tcp($stream) => $call,
            #[cfg(unix)]
            Plain::Unix($stream) => $call,
        }
    };
}

impl AsyncRead for Plain {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        either!(self, stream => Pin::new(stream).poll_read(context, buffer))
    }
}

impl AsyncWrite for Plain {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        either!(self, stream => Pin::new(stream).poll_write(context, bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self, stream => Pin::new(stream).poll_flush(context))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self, stream => Pin::new(stream).poll_shutdown(context))
    }
}
