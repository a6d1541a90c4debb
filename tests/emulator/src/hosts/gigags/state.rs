//! What the host remembers.

use crate::account::Account;
use crate::blob::Blob;
use crate::rules::StoredFile;

/// How long the record of an archived file stays.
const ARCHIVE_KEPT: u64 = 30 * 24 * 3600;

/// A token: of an account, or public.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) text: String,
    /// The login of the account; none makes the token public.
    pub(super) account: Option<String>,
    pub(super) made: u64,
}

/// An uploaded file.
#[derive(Debug)]
pub(super) struct File {
    pub(super) id: String,
    /// The login of the owner; empty for anonymous uploads.
    pub(super) owner: String,
    pub(super) name: String,
    pub(super) blob: Blob,
    pub(super) created: u64,
    /// When it was archived.
    pub(super) archived: Option<u64>,
}

impl File {
    pub(super) fn filehash(&self) -> String {
        format!("{}_{}", self.id, self.blob.md5())
    }

    /// Whether the host still knows that the file was there.
    pub(super) fn is_on_record(&self, now: u64) -> bool {
        self.archived.is_none_or(|at| now < at + ARCHIVE_KEPT)
    }
}

#[derive(Debug, Default)]
pub(super) struct State {
    accounts: Vec<Account>,
    pub(super) tokens: Vec<Token>,
    pub(super) files: Vec<File>,
}

impl State {
    pub(super) fn add_account(&mut self, account: Account, now: u64) {
        if !account.token.is_empty() {
            let (text, login) = (account.token.clone(), account.login.clone());
            self.tokens.push(Token { text, account: Some(login), made: now });
        }
        self.accounts.push(account);
    }

    /// Whether there is an account with that name and password.
    pub(super) fn knows(&self, username: &str, password: &str) -> bool {
        let fits = |account: &Account| account.login == username && account.password == password;
        self.accounts.iter().any(fits)
    }

    pub(super) fn stored(&self, now: u64) -> Vec<StoredFile> {
        let stored = |file: &File| StoredFile {
            account: file.owner.clone(),
            id: file.id.clone(),
            name: file.name.clone(),
            size: file.blob.size(),
            md5: file.blob.md5().into(),
            folder: None,
            state: if file.archived.is_some() { "archived" } else { "active" }.into(),
        };
        self.files.iter().filter(|file| file.is_on_record(now)).map(stored).collect()
    }
}
