//! giga0.

use std::sync::{Arc, Mutex};

use crate::account::Account;
use crate::call::{Call, Head, Route};
use crate::reply::Reply;
use crate::switches::Switch;
use crate::world::{Answering, Ctx, Rules, StoredFile};

/// The switch table.
pub(crate) const SWITCHES: &[Switch] = &[];

#[derive(Debug, Default)]
struct State {
    accounts: Vec<Account>,
}

/// The host.
#[derive(Debug)]
pub(crate) struct Giga0 {
    ctx: Arc<Ctx>,
    state: Mutex<State>,
}

impl Giga0 {
    pub(crate) fn new(ctx: Arc<Ctx>) -> Self {
        Self { ctx, state: Mutex::default() }
    }
}

impl Rules for Giga0 {
    fn route(&self, _head: &Head) -> Route {
        Route::form("")
    }

    fn answer(&self, _call: Call) -> Answering<'_> {
        Box::pin(async { Ok(Reply::html(404, "Not Found")) })
    }

    fn files(&self) -> Vec<StoredFile> {
        Vec::new()
    }

    fn add_account(&self, account: Account) {
        self.state.lock().unwrap().accounts.push(account);
    }

    fn reset(&self) {
        let accounts = Account::seeded(self.ctx.host);
        *self.state.lock().unwrap() = State { accounts };
    }
}
