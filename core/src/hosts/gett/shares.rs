//! `shares/*`.

use super::types::Share;
use super::{Gett, table};
use crate::operation::Arguments;
use crate::wire::objects_of;
use crate::{Answer, Error};

impl Gett<'_> {
    /// `/1/shares`: the account's shares with their files, starting at number `skip`, at most
    /// `limit`. The defaults are not documented; the verb `list` fetches all.
    pub fn shares_list(
        &self,
        skip: Option<u32>,
        limit: Option<u32>,
    ) -> Result<Answer<Vec<Share>>, Error> {
        let arguments = Arguments::new().opt_integer("skip", skip).opt_integer("limit", limit);
        self.session.ask_value(&table::SHARES_LIST, arguments, |json| objects_of(json, Share::read))
    }

    /// `/1/shares/create`: creates a share.
    pub fn shares_create(&self, title: Option<&str>) -> Result<Answer<Share>, Error> {
        let arguments = Arguments::new().opt_text("title", title);
        self.session.ask(&table::SHARES_CREATE, arguments, Share::read)
    }

    /// `/1/shares/S`: describes any user's share and its files. A share that is gone is `NOT_FOUND`
    /// or, as in earlier responses, one that [is removed](Share::is_removed).
    pub fn shares_get(&self, sharename: &str) -> Result<Answer<Share>, Error> {
        let arguments = Arguments::new().text("sharename", sharename);
        self.session.ask(&table::SHARES_GET, arguments, Share::read)
    }

    /// `/1/shares/S/update`: sets the title of a share, or removes it.
    pub fn shares_update(
        &self,
        sharename: &str,
        title: Option<&str>,
    ) -> Result<Answer<Share>, Error> {
        let arguments = Arguments::new().text("sharename", sharename);
        let arguments = match title {
            Some(title) => arguments.text("title", title),
            None => arguments.null("title"),
        };
        self.session.ask(&table::SHARES_UPDATE, arguments, Share::read)
    }

    /// `/1/shares/S/destroy`: deletes a share and its files. Repeating the call succeeds.
    pub fn shares_destroy(&self, sharename: &str) -> Result<Answer<()>, Error> {
        let arguments = Arguments::new().text("sharename", sharename);
        self.session.ask_value(&table::SHARES_DESTROY, arguments, |_| Ok(()))
    }
}
