//! The control API: what the library offers, over HTTP, for everyone else.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

use crate::account::Account;
use crate::fault::Fault;
use crate::host::{Host, Role};
use crate::log::Request;
use crate::rules::StoredFile;
use crate::world::{World, url_of};

type Shared = State<Arc<World>>;
type Refused = (StatusCode, Json<Value>);

/// Serves the control API for ever.
pub(crate) async fn serve(world: Arc<World>, socket: TcpListener) {
    let router = Router::new()
        .route("/hosts", get(hosts))
        .route("/accounts", post(add_account))
        .route("/faults", post(add_fault).delete(clear_faults))
        .route("/switches", post(set_switch))
        .route("/clock", get(clock).post(advance))
        .route("/requests", get(requests).delete(clear_log))
        .route("/files", get(files))
        .route("/release", get(stalled).post(release))
        .route("/reset", post(reset))
        .with_state(world);
    // Ends with the runtime.
    let _ = axum::serve(socket, router).await;
}

/// All hosts with their addresses, the seeded accounts and the switch tables.
pub(crate) fn describe(world: &World) -> Value {
    let describe = |host: Host| {
        let switches: Vec<Value> = world
            .switches(host)
            .table()
            .iter()
            .map(|row| {
                json!({
                    "name": row.name,
                    "takes": row.takes.to_string(),
                    "effect": row.effect,
                    "value": world.switches(host).value(row.name),
                })
            })
            .collect();
        let description = json!({
            "base_url": url_of(&world.urls, host, Role::Api),
            "node_url": url_of(&world.urls, host, Role::Node),
            "accounts": Account::seeded(host),
            "switches": switches,
        });
        (host.name().to_owned(), description)
    };
    Value::Object(Host::ALL.into_iter().map(describe).collect::<Map<_, _>>())
}

async fn hosts(State(world): Shared) -> Json<Value> {
    Json(describe(&world))
}

fn refused(why: &str) -> Refused {
    (StatusCode::BAD_REQUEST, Json(json!({"error": why})))
}

fn done() -> Json<Value> {
    Json(json!({"ok": true}))
}

#[derive(Deserialize)]
struct NewAccount {
    host: Host,
    #[serde(flatten)]
    account: Account,
}

async fn add_account(State(world): Shared, Json(new): Json<NewAccount>) -> Json<Value> {
    world.rules(new.host).add_account(new.account);
    done()
}

async fn add_fault(State(world): Shared, Json(fault): Json<Fault>) -> Json<Value> {
    world.faults.add(fault);
    done()
}

async fn clear_faults(State(world): Shared) -> Json<Value> {
    world.faults.clear();
    world.gate.release();
    done()
}

#[derive(Deserialize)]
struct Setting {
    host: Host,
    name: String,
    #[serde(default = "on")]
    value: Value,
}

fn on() -> Value {
    Value::Bool(true)
}

async fn set_switch(
    State(world): Shared,
    Json(setting): Json<Setting>,
) -> Result<Json<Value>, Refused> {
    let Setting { host, name, value } = setting;
    world.set(host, &name, value).map(|()| done()).map_err(|why| refused(&why))
}

async fn clock(State(world): Shared) -> Json<Value> {
    Json(json!({"now": world.clock.unix()}))
}

#[derive(Deserialize)]
struct Advance {
    /// Seconds.
    advance: f64,
}

async fn advance(State(world): Shared, Json(by): Json<Advance>) -> Result<Json<Value>, Refused> {
    let by = Duration::try_from_secs_f64(by.advance)
        .map_err(|_| refused("`advance` takes seconds, zero or more"))?;
    world.clock.advance(by);
    Ok(clock(State(world)).await)
}

#[derive(Deserialize)]
struct Selection {
    host: Option<Host>,
    operation: Option<String>,
}

async fn requests(State(world): Shared, Query(wanted): Query<Selection>) -> Json<Vec<Request>> {
    let mut all = world.log.all();
    all.retain(|request| {
        wanted.host.is_none_or(|host| host == request.host)
            && wanted.operation.as_ref().is_none_or(|operation| operation == request.operation)
    });
    Json(all)
}

async fn clear_log(State(world): Shared) -> Json<Value> {
    world.log.clear();
    done()
}

async fn files(State(world): Shared, Query(wanted): Query<Selection>) -> Json<Value> {
    let of = |host: Host| -> (String, Vec<StoredFile>) {
        (host.name().to_owned(), world.rules(host).files())
    };
    let hosts = Host::ALL.into_iter().filter(|&host| wanted.host.is_none_or(|one| one == host));
    Json(json!(hosts.map(of).collect::<std::collections::BTreeMap<_, _>>()))
}

async fn stalled(State(world): Shared) -> Json<Value> {
    Json(json!({"stalled": world.gate.held()}))
}

async fn release(State(world): Shared) -> Json<Value> {
    world.gate.release();
    done()
}

async fn reset(State(world): Shared) -> Json<Value> {
    world.reset();
    done()
}
