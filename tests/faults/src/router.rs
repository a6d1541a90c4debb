//! A table of routes, for rows that need a few right answers before the wrong one.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use crate::connection::Connection;
use crate::record::Request;
use crate::reply::{Reply, reply};
use crate::server::Handler;
use crate::step::{self, Step};

type Action = dyn Fn(&Request, &mut Connection) -> io::Result<()> + Send + Sync;

/// What to do with one request.
#[derive(Clone)]
pub enum Answer {
    /// Read the body, then reply.
    Reply(Reply),
    /// Run these steps; the head is read, the body is not.
    Steps(Vec<Step>),
    /// Call this; the head is read, the body is not.
    Call(Arc<Action>),
}

impl Answer {
    /// An answer that is computed from the request.
    pub fn call(
        action: impl Fn(&Request, &mut Connection) -> io::Result<()> + Send + Sync + 'static,
    ) -> Answer {
        Answer::Call(Arc::new(action))
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Reply(reply) => f.debug_tuple("Reply").field(reply).finish(),
            Answer::Steps(steps) => f.debug_tuple("Steps").field(steps).finish(),
            Answer::Call(_) => f.write_str("Call"),
        }
    }
}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Answer {
        Answer::Reply(reply)
    }
}

impl From<Vec<Step>> for Answer {
    fn from(steps: Vec<Step>) -> Answer {
        Answer::Steps(steps)
    }
}

#[derive(Debug)]
struct Route {
    method: String,
    prefix: String,
    answers: Vec<Answer>,
    used: usize,
}

/// Method and path prefix to answers, in order. The longest prefix that matches the request target
/// wins; when its answers are used up, the last one is repeated. A request without a route gets
/// 404 and becomes a failure of the server's log. Connections are kept alive.
#[derive(Debug, Default)]
pub struct Router {
    routes: Mutex<Vec<Route>>,
}

impl Router {
    /// A router without routes.
    pub fn new() -> Router {
        Router::default()
    }

    /// Adds the next answer of this route. `method` may be `*`; `prefix` is compared with the
    /// target, so it may reach into the query.
    #[must_use]
    pub fn on(mut self, method: &str, prefix: &str, answer: impl Into<Answer>) -> Router {
        let routes = self.routes.get_mut().unwrap_or_else(PoisonError::into_inner);
        match routes.iter_mut().find(|r| r.method == method && r.prefix == prefix) {
            Some(route) => route.answers.push(answer.into()),
            None => routes.push(Route {
                method: method.to_owned(),
                prefix: prefix.to_owned(),
                answers: vec![answer.into()],
                used: 0,
            }),
        }
        self
    }

    fn next_answer(&self, request: &Request) -> Option<Answer> {
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let route = routes
            .iter_mut()
            .filter(|r| r.method == "*" || r.method == request.method)
            .filter(|r| request.target.starts_with(&r.prefix))
            .max_by_key(|r| r.prefix.len())?;
        let at = route.used.min(route.answers.len() - 1);
        route.used += 1;
        Some(route.answers[at].clone())
    }
}

impl Handler for Router {
    fn serve(&self, connection: &mut Connection) -> io::Result<()> {
        while let Some(request) = connection.read_head()? {
            let answer = self.next_answer(&request).unwrap_or_else(|| {
                connection.fail(format!("no route for {} {}", request.method, request.path()));
                Answer::Reply(reply(404).json(r#"{"error":"no route"}"#))
            });
            match answer {
                Answer::Reply(reply) => {
                    connection.read_body()?;
                    connection.reply(&reply)?;
                    if reply.closes() {
                        connection.fin();
                    }
                }
                Answer::Steps(steps) => {
                    if !step::run(&steps, connection)? {
                        return Ok(());
                    }
                }
                Answer::Call(action) => action(&request, connection)?,
            }
            let last =
                request.header("Connection").is_some_and(|v| v.eq_ignore_ascii_case("close"));
            // What is left of an unread body would be taken for the next head.
            if connection.is_closed() || last || !connection.body_done() {
                return Ok(());
            }
        }
        Ok(())
    }
}
