//! One call as a host sees it: head, parameters, and the body in whatever form the host wants it.

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use serde_json::Value;

use crate::blob::Blob;
use crate::body::Inflow;
use crate::host::Role;
use crate::params::{Broken, Field, Params, first, pairs};

/// Counts the hops of the `redirect` fault.
pub(crate) const HOP: &str = "emulator_hop";

/// The request line and the headers.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) role: Role,
    /// Query parameters, decoded.
    pub(crate) query: Vec<(String, String)>,
    /// All that HTTP knows, for WebSocket upgrades.
    pub(crate) parts: Parts,
}

impl Head {
    pub(crate) fn new(role: Role, parts: Parts) -> Self {
        let query = pairs(parts.uri.query().unwrap_or_default().as_bytes());
        Self { role, query, parts }
    }

    pub(crate) fn method(&self) -> &Method {
        &self.parts.method
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The path as sent.
    pub(crate) fn path(&self) -> &str {
        self.parts.uri.path()
    }

    /// The path's segments, percent-decoded, empty ones left out.
    pub(crate) fn segments(&self) -> Vec<String> {
        let decode =
            |part: &str| percent_encoding::percent_decode_str(part).decode_utf8_lossy().into();
        self.path().split('/').filter(|part| !part.is_empty()).map(decode).collect()
    }

    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// A header's bytes as text, broken UTF-8 replaced.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let value = self.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    }

    pub(crate) fn content_type(&self) -> String {
        self.header("content-type").unwrap_or_default()
    }
}

/// How the body of an operation is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wants {
    /// Small: read whole before the host is asked; form, multipart form or JSON.
    Form,
    /// The host reads it itself with [`Call::raw`] or [`Call::multipart`].
    Stream,
}

/// Where a request leads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route {
    /// The operation as `endpoints.json` names it; empty for anything else.
    pub(crate) operation: &'static str,
    pub(crate) wants: Wants,
    /// Keeps `100 Continue` from the client.
    pub(crate) mute_continue: bool,
}

impl Route {
    /// An operation with a small body.
    pub(crate) const fn form(operation: &'static str) -> Self {
        Self { operation, wants: Wants::Form, mute_continue: false }
    }

    /// An operation whose body the host reads.
    pub(crate) const fn stream(operation: &'static str) -> Self {
        Self { operation, wants: Wants::Stream, mute_continue: false }
    }
}

/// A call on its way through a host.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) operation: &'static str,
    pub(crate) head: Head,
    pub(crate) params: Params,
    pub(crate) inflow: Inflow,
}

impl Call {
    /// A parameter from the form, else from the query.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        first(&self.params.form, name).or_else(|| self.head.query(name))
    }

    /// A text at the top of a JSON body; numbers become text.
    pub(crate) fn json_text(&self, name: &str) -> Option<String> {
        match self.params.json.as_ref()?.get(name)? {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    /// Reads the body whole and stores it.
    pub(crate) async fn raw(&mut self) -> Result<Blob, Broken> {
        self.inflow.raw().await
    }

    /// Reads the body as multipart and stores each field.
    pub(crate) async fn multipart(&mut self) -> Result<Vec<Field>, Broken> {
        let content_type = self.head.content_type();
        self.inflow.multipart(&content_type).await
    }

    /// Reads the body and forgets it.
    pub(crate) async fn discard(&mut self) -> Result<(), Broken> {
        while self.inflow.next().await?.is_some() {}
        Ok(())
    }
}
