//! The wire below HTTP: real cuts, late closing, and a mute `100 Continue`.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
/// How long a closed connection still swallows what the client sends. Closing at once would reset
/// the connection and could destroy an early answer before the client has read it.
const LINGER: Duration = Duration::from_secs(2);

/// What a request may ask of its connection.
#[derive(Debug, Default)]
pub(crate) struct Conn {
    cut: AtomicBool,
    mute_continue: AtomicBool,
}

impl Conn {
    /// Closes the connection as soon as what was written so far is on its way.
    pub(crate) fn cut_after_flush(&self) {
        self.cut.store(true, Ordering::SeqCst);
    }

    /// Whether `100 Continue` is kept from the client.
    pub(crate) fn mute_continue(&self, mute: bool) {
        self.mute_continue.store(mute, Ordering::SeqCst);
    }
}

/// A stream under hyper, steered by its [`Conn`].
pub(crate) struct Wire<S> {
    stream: S,
    conn: Arc<Conn>,
    linger: Option<Pin<Box<Sleep>>>,
}

impl<S> Wire<S> {
    pub(crate) fn new(stream: S, conn: Arc<Conn>) -> Self {
        Self { stream, conn, linger: None }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if bytes.starts_with(CONTINUE) && self.conn.mute_continue.load(Ordering::SeqCst) {
            return Poll::Ready(Ok(CONTINUE.len()));
        }
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        if self.conn.cut.load(Ordering::SeqCst) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.linger.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
            self.linger = Some(Box::pin(tokio::time::sleep(LINGER)));
        }
        let mut waste = [0; 16 * 1024];
        loop {
            if let Some(linger) = &mut self.linger
                && linger.as_mut().poll(cx).is_ready()
            {
                return Poll::Ready(Ok(()));
            }
            let mut buffer = ReadBuf::new(&mut waste);
            match ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer)) {
                Ok(()) if buffer.filled().is_empty() => return Poll::Ready(Ok(())),
                Ok(()) => {}
                Err(_) => return Poll::Ready(Ok(())),
            }
        }
    }
}
