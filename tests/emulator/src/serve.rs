//! Listeners, connections, and the way of a request through faults to its host and back.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request as HttpRequest, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::body::Inflow;
use crate::call::{Call, HOP, Head, Wants};
use crate::conn::{Conn, Wire};
use crate::deliver::deliver;
use crate::fault::{FaultKind, Struck};
use crate::host::Listener;
use crate::log::Request;
use crate::params::{Broken, Params};
use crate::reply::Reply;
use crate::world::World;

/// Accepts connections for ever.
pub(crate) async fn accept(
    world: Arc<World>,
    listener: Listener,
    socket: TcpListener,
    tls: Option<TlsAcceptor>,
) {
    loop {
        let Ok((stream, _)) = socket.accept().await else {
            // Out of file descriptors, most likely: connections that end make room.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let (world, tls) = (Arc::clone(&world), tls.clone());
        tokio::spawn(async move {
            match tls {
                None => serve(world, listener, stream).await,
                Some(tls) => {
                    if let Ok(stream) = tls.accept(stream).await {
                        serve(world, listener, stream).await;
                    }
                }
            }
        });
    }
}

async fn serve<S>(world: Arc<World>, listener: Listener, stream: S)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let conn = Arc::new(Conn::default());
    let wire = TokioIo::new(Wire::new(stream, Arc::clone(&conn)));
    let service = service_fn(move |request: HttpRequest<Incoming>| {
        let (world, conn) = (Arc::clone(&world), Arc::clone(&conn));
        // An error here makes hyper close the connection without a word.
        async move { handle(&world, listener, &conn, request).await }
    });
    // How a connection ends is the client's business; there is nobody to tell.
    let _ = http1::Builder::new().serve_connection(wire, service).with_upgrades().await;
}

async fn handle(
    world: &World,
    listener: Listener,
    conn: &Arc<Conn>,
    request: HttpRequest<Incoming>,
) -> Result<Response<Body>, Broken> {
    let (parts, incoming) = request.into_parts();
    let head = Head::new(listener.role, parts);
    let rules = world.rules(listener.host);
    let route = rules.route(&head);
    conn.mute_continue(route.mute_continue);
    let bodiless = head.method() == Method::HEAD;
    let multipart = head.content_type().to_ascii_lowercase().starts_with("multipart/");

    let entry = world.log.begin(logged(listener, route.operation, &head));
    let body = Body::new(incoming);
    let mut inflow =
        Inflow::new(body, world.keep, Arc::clone(&world.gate), Arc::clone(&entry), multipart);

    let outcome = async {
        let mut params = Params::default();
        if route.wants == Wants::Form {
            params = inflow.params(&head.content_type()).await?;
        }
        let operation = rules.refine(route.operation, &head, &params);
        {
            let mut entry = entry.lock().unwrap();
            entry.operation = operation;
            entry.form.clone_from(&params.form);
            entry.json.clone_from(&params.json);
        }
        if let Some(reply) = next_hop(&head) {
            return Ok((reply, Struck::default()));
        }
        let hits = world.faults.strike(listener.host, operation);
        let struck = Struck::sort(hits, head.query(HOP).is_some());
        if route.wants == Wants::Form {
            if struck.inbound.stall_at.is_some() {
                world.gate.wait().await;
            }
            if struck.inbound.cut_at.is_some() {
                return Err(Broken::Cut);
            }
        }
        inflow.disturb(struck.inbound);
        let reply = if let Some(kind) = &struck.refusal {
            refuse(kind, &head, &mut inflow).await?
        } else {
            match rules.answer(Call { operation, head, params, inflow }).await {
                Err(Broken::Malformed(why)) => Reply::text(400, &why),
                other => other?,
            }
        };
        Ok((reply, struck))
    }
    .await;

    let response = match outcome {
        Ok((reply, struck)) => {
            let stalled = struck.outbound.stall || struck.outbound.cut;
            if !stalled {
                entry.lock().unwrap().status = Some(reply.status.as_u16());
            }
            deliver(reply, struck.outbound, bodiless, conn, &world.gate).await
        }
        Err(Broken::Malformed(why)) => {
            let faults = Struck::default().outbound;
            deliver(Reply::text(400, &why), faults, bodiless, conn, &world.gate).await
        }
        Err(cut) => Err(cut),
    };
    let mut entry = entry.lock().unwrap();
    match &response {
        Ok(response) => entry.status = Some(response.status().as_u16()),
        Err(_) => entry.cut = true,
    }
    response
}

/// Answers in place of the host. Redirects come before the body is read, as real ones do.
async fn refuse(kind: &FaultKind, head: &Head, inflow: &mut Inflow) -> Result<Reply, Broken> {
    if let FaultKind::Redirect { hops, code } = kind {
        return Ok(hop(head, 1, *hops, *code));
    }
    while inflow.next().await?.is_some() {}
    Ok(match kind {
        FaultKind::HttpStatus { code } => Reply::empty(*code),
        FaultKind::RetryAfter { seconds } => {
            Reply::empty(429).with(axum::http::header::RETRY_AFTER, &seconds.to_string())
        }
        _ => Reply::html(200, "The site is being looked after"),
    })
}

/// A redirect to the same place with hop `number` of `hops` marked in the query.
fn hop(head: &Head, number: u32, hops: u32, code: u16) -> Reply {
    let marked = HOP.to_owned() + "=";
    let query = head.parts.uri.query().unwrap_or_default();
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with(&marked));
    let mark = format!("{marked}{number}.{hops}.{code}");
    let query: Vec<&str> = kept.chain([mark.as_str()]).collect();
    Reply::redirect(code, &format!("{}?{}", head.path(), query.join("&")))
}

/// The following hop, if the request stands in the middle of a chain.
fn next_hop(head: &Head) -> Option<Reply> {
    let mut numbers = head.query(HOP)?.split('.').map(|text| text.parse::<u32>().ok());
    let (number, hops, code) = (numbers.next()??, numbers.next()??, numbers.next()??);
    (number < hops).then(|| hop(head, number + 1, hops, u16::try_from(code).unwrap_or(302)))
}

fn logged(listener: Listener, operation: &'static str, head: &Head) -> Request {
    Request {
        host: listener.host,
        role: listener.role,
        operation,
        method: head.method().to_string(),
        path: head.path().into(),
        query: head.query.clone(),
        form: Vec::new(),
        json: None,
        headers: headers(head.headers()),
        body_length: 0,
        body_md5: None,
        parts: Vec::new(),
        status: None,
        cut: false,
    }
}

fn headers(map: &HeaderMap) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    map.iter().map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect()
}
