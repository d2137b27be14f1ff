//! Requests to cancel what a session runs.
//!
//! The server answers nothing, but it closes the connection of a request when it has passed it on.
//! Whoever waits for that knows that no statement which comes later is meant, and a PgBouncer
//! before 1.19 ends itself where one does not wait. The client's own request does not.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;
use tokio_postgres::config::Host;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{CancelToken, Config};

use crate::connect::DEFAULT_PORT;
use crate::tls::Tls;

/// Asks the server of a session to stop what it runs. False where it is not certain that the server
/// has heard all of it by now.
pub(crate) async fn cancel(config: &Config, tls: &Tls, running: &CancelToken) -> bool {
    let port = config.get_ports().first().copied().unwrap_or(DEFAULT_PORT);
    // Where this fails, nothing was asked for.
    match (config.get_hosts(), config.get_hostaddrs()) {
        ([host], []) => match host {
            Host::Tcp(host) => {
                if let Ok(stream) = TcpStream::connect((host.as_str(), port)).await {
                    ask(stream, tls, host, running).await;
                }
            }
            #[cfg(unix)]
            Host::Unix(folder) => {
                let path = folder.join(format!(".s.PGSQL.{port}"));
                if let Ok(stream) = UnixStream::connect(path).await {
                    ask(stream, tls, "", running).await;
                }
            }
        },
        // Only the client knows which of several it is.
        _ => {
            let _ = running.cancel_query(tls.clone()).await;
            return false;
        }
    }
    true
}

async fn ask<S>(stream: S, tls: &Tls, host: &str, running: &CancelToken)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let handshake = MakeTlsConnect::<Closed<S>>::make_tls_connect(&mut tls.clone(), host);
    if let Ok(handshake) = handshake {
        let _ = running.cancel_query_raw(Closed(stream), handshake).await;
    }
}

/// A stream that is shut down when its other side has closed it.
struct Closed<S>(S);

impl<S: AsyncRead + Unpin> AsyncRead for Closed<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Closed<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut bytes = [0; 64];
        loop {
            let mut buffer = ReadBuf::new(&mut bytes);
            let read = ready!(Pin::new(&mut self.0).poll_read(context, &mut buffer));
            if read.is_err() || buffer.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
        }
    }
}
