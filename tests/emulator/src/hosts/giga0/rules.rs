//! Which operation a request is, and who answers it.

use axum::http::Method;

use super::answer::{Answer, Args};
use super::desk::Giga0;
use super::state::State;
use crate::account::Account;
use crate::call::{Call, Head, Route};
use crate::host::Host;
use crate::params::Params;
use crate::reply::Reply;
use crate::rules::{Answering, Rules, StoredFile};

/// Path below the API and the operation there.
const PATHS: [(&str, &str); 23] = [
    ("authorize", "authorize"),
    ("disable_access_token", "disable_access_token"),
    ("account/info", "account_info"),
    ("account/package", "account_package"),
    ("account/create", "account_create"),
    ("account/edit", "account_edit"),
    ("account/delete", "account_delete"),
    ("package/listing", "package_listing"),
    ("file/upload", "file_upload"),
    ("file/download", "file_download"),
    ("file/url_upload_add", "file_url_upload_add"),
    ("file/url_upload_status", "file_url_upload_status"),
    ("file/info", "file_info"),
    ("file/edit", "file_edit"),
    ("file/delete", "file_delete"),
    ("file/move", "file_move"),
    ("file/copy", "file_copy"),
    ("folder/create", "folder_create"),
    ("folder/listing", "folder_listing"),
    ("folder/info", "folder_info"),
    ("folder/edit", "folder_edit"),
    ("folder/delete", "folder_delete"),
    ("folder/move", "folder_move"),
];

/// The calls that take a GET too.
const BY_GET: [&str; 4] = ["account_info", "account_package", "file_info", "file_download"];

impl Giga0 {
    /// The operations whose answer follows from their parameters.
    fn perform(&self, operation: &str, args: &Args) -> Answer {
        match operation {
            "authorize" => self.authorize(args),
            "disable_access_token" => self.disable_access_token(args),
            "account_info" => self.account_info(args),
            "account_package" => self.account_package(args),
            "account_create" => self.account_create(args),
            "account_edit" => self.account_edit(args),
            "account_delete" => self.account_delete(args),
            "package_listing" => self.package_listing(args),
            "file_download" => self.file_download(args),
            "file_url_upload_add" => self.file_url_upload_add(args),
            "file_url_upload_status" => self.file_url_upload_status(args),
            "file_info" => self.file_info(args),
            "file_edit" => self.file_edit(args),
            "file_delete" => self.file_delete(args),
            "file_move" => self.file_move(args),
            "file_copy" => self.file_copy(args),
            "folder_create" => self.folder_create(args),
            "folder_listing" => self.folder_listing(args),
            "folder_info" => self.folder_info(args),
            "folder_edit" => self.folder_edit(args),
            "folder_delete" => self.folder_delete(args),
            _ => self.folder_move(args),
        }
    }
}

/// The operation of a path, whatever the method.
fn operation_at(head: &Head) -> Option<&'static str> {
    let below = head.path().strip_prefix("/api/v2/")?;
    PATHS.iter().find(|(path, _)| *path == below).map(|(_, operation)| *operation)
}

impl Rules for Giga0 {
    fn route(&self, head: &Head) -> Route {
        let get = matches!(*head.method(), Method::GET | Method::HEAD);
        match operation_at(head) {
            Some("file_upload") if !get => Route::stream("file_upload"),
            Some(operation) if BY_GET.contains(&operation) || *head.method() == Method::POST => {
                Route::form(operation)
            }
            None if get && head.query("download_token").is_some() => Route::form("download_bytes"),
            _ => Route::form(""),
        }
    }

    fn answer(&self, mut call: Call) -> Answering<'_> {
        Box::pin(async move {
            let old = self.ctx.switches.is("generation", "old");
            match call.operation {
                "" if operation_at(&call.head).is_some() => {
                    Ok(Reply::html(405, "Method Not Allowed"))
                }
                "" => Ok(self.page(&call.head)),
                "download_bytes" => Ok(self.download_bytes(&call.head)),
                "file_upload" => self.file_upload(&mut call).await,
                "file_url_upload_add" | "file_url_upload_status" if old => {
                    Ok(Reply::html(404, "Not Found"))
                }
                operation => {
                    let args = Args::new(operation, &call.head, call.params);
                    let answer = self.perform(operation, &args);
                    Ok(self.envelope(answer))
                }
            }
        })
    }

    fn files(&self) -> Vec<StoredFile> {
        self.state().stored()
    }

    fn add_account(&self, account: Account) {
        let now = self.ctx.clock.unix();
        self.state().add_member(account, now);
    }

    fn reset(&self) {
        let now = self.ctx.clock.unix();
        let mut state = State::default();
        for account in Account::seeded(Host::Giga0) {
            state.add_member(account, now);
        }
        *self.state() = state;
    }
}

impl Args {
    /// The parameters of a call: the query of a GET, the body of anything else.
    fn new(operation: &'static str, head: &Head, params: Params) -> Self {
        let given = if *head.method() == Method::POST { params.form } else { head.query.clone() };
        Self { operation, given }
    }
}
