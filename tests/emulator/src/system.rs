//! What systems do differently: how they ask a program to end.

use std::io;

/// Comes back when the system asks the program to end.
#[cfg(unix)]
pub(crate) async fn terminated() -> io::Result<()> {
    let kind = tokio::signal::unix::SignalKind::terminate();
    tokio::signal::unix::signal(kind)?.recv().await;
    Ok(())
}

/// Never comes back: such a request cannot be heard here.
#[cfg(not(unix))]
pub(crate) async fn terminated() -> io::Result<()> {
    std::future::pending().await
}
