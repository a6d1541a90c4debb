//! `account/create`, `account/edit`, `account/delete` and `package/listing`: the calls of
//! administrators. The token names the caller, `account_id` the account that is meant. They are
//! documented only by other sites.

use super::answer::data;
use super::types::{Account, Package};
use super::{Giga0, table};
use crate::operation::{Arguments, Operation, check};
use crate::{Answer, Error, Secret};

/// An account to be created.
#[derive(Clone, Copy, Debug)]
pub struct NewAccount<'a> {
    /// Its user name, without blanks.
    pub username: &'a str,
    /// Its password: at least 8 characters, without blanks.
    pub password: &'a Secret,
    /// Its e-mail address.
    pub email: &'a str,
    /// The id of its package.
    pub package_id: u32,
    /// Everything else, as in an edit; `password`, `email` and `package_id` there are ignored.
    pub details: AccountEdit<'a>,
}

/// What `account_edit` changes. Absent fields stay unchanged.
#[derive(Clone, Copy, Debug, Default)]
pub struct AccountEdit<'a> {
    /// The new password: at least 8 characters, without blanks.
    pub password: Option<&'a Secret>,
    /// The new e-mail address.
    pub email: Option<&'a str>,
    /// The id of the new package.
    pub package_id: Option<u32>,
    /// `pending`, `active`, `disabled` or `suspended`.
    pub status: Option<&'a str>,
    /// `Mr`, `Ms`, `Mrs`, `Miss` or `Dr`.
    pub title: Option<&'a str>,
    /// First name.
    pub firstname: Option<&'a str>,
    /// Last name.
    pub lastname: Option<&'a str>,
    /// When the paid period ends: `YYYY-MM-DD HH:MM:SS`.
    pub paid_expiry_date: Option<&'a str>,
}

impl<'a> AccountEdit<'a> {
    fn add_details(self, arguments: Arguments<'a>) -> Arguments<'a> {
        arguments
            .opt_text("status", self.status)
            .opt_text("title", self.title)
            .opt_text("firstname", self.firstname)
            .opt_text("lastname", self.lastname)
            .opt_text("paid_expiry_date", self.paid_expiry_date)
    }
}

impl Giga0<'_> {
    /// `/account/create`: creates an account.
    ///
    /// # Errors
    /// `ARGUMENT` for a user name or password that the host is known to reject; `FORBIDDEN` unless
    /// the session's account is an administrator; `CONFLICT` if the name or the e-mail address is
    /// taken.
    pub fn account_create(&self, account: NewAccount<'_>) -> Result<Answer<Account>, Error> {
        if account.username.contains(char::is_whitespace) {
            return Err(Error::argument("username", "must not contain blanks"));
        }
        check_password(account.password)?;
        let arguments = Arguments::new()
            .text("username", account.username)
            .text("password", account.password.expose())
            .text("email", account.email)
            .integer("package_id", account.package_id);
        self.account(&table::ACCOUNT_CREATE, account.details.add_details(arguments))
    }

    /// `/account/edit`: changes an account.
    ///
    /// # Errors
    /// As `account_create`; `NOT_FOUND` for an unknown account.
    pub fn account_edit(
        &self,
        account_id: &str,
        edit: AccountEdit<'_>,
    ) -> Result<Answer<Account>, Error> {
        if let Some(password) = edit.password {
            check_password(password)?;
        }
        let arguments = Arguments::new()
            .text("account_id", account_id)
            .opt_text("password", edit.password.map(Secret::expose))
            .opt_text("email", edit.email)
            .opt_integer("package_id", edit.package_id);
        self.account(&table::ACCOUNT_EDIT, edit.add_details(arguments))
    }

    /// `/account/delete`: deletes an account.
    ///
    /// # Errors
    /// `FORBIDDEN` unless the session's account is an administrator; `NOT_FOUND` for an unknown
    /// account.
    pub fn account_delete(&self, account_id: &str) -> Result<Answer<()>, Error> {
        let account_id = check::id("account_id", account_id)?;
        let arguments = Arguments::new().text("account_id", account_id);
        self.session.ask(&table::ACCOUNT_DELETE, arguments, |_| Ok(()))
    }

    /// `/package/listing`: the packages that accounts can have.
    ///
    /// # Errors
    /// `FORBIDDEN` unless the session's account is an administrator.
    pub fn package_listing(&self) -> Result<Answer<Vec<Package>>, Error> {
        self.session.ask(&table::PACKAGE_LISTING, Arguments::new(), |node| {
            data(node, |packages| packages.list("packages", Package::read))
        })
    }

    fn account(
        self,
        operation: &'static Operation,
        arguments: Arguments<'_>,
    ) -> Result<Answer<Account>, Error> {
        self.session.ask(operation, arguments, |node| data(node, Account::read))
    }
}

fn check_password(password: &Secret) -> Result<(), Error> {
    let text = password.expose();
    if text.chars().count() < 8 || text.contains(char::is_whitespace) {
        return Err(Error::argument("password", "must have at least 8 characters, and no blanks"));
    }
    Ok(())
}
