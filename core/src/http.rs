//! What stands between the hosts and the HTTP library: guarded transport, URL policy, own
//! redirects, forms, multipart bodies, and answers read with a cap.

pub(crate) mod address;
pub(crate) mod agent;
pub(crate) mod body;
mod connect;
pub(crate) mod failure;
mod input;
pub(crate) mod multipart;
mod network;
mod proxy;
mod records;
pub(crate) mod reply;
mod resolver;
pub(crate) mod socket;
mod steadily;
mod tls;
mod transport;
mod trust;
pub(crate) mod url;
