//! The session verbs at rapidgator.

use std::mem::take;

use super::batch::{by_portion, in_portions, mended, of_trash};
use super::{
    Adapter, File, FolderContent, IDS_AT_ONCE, LINKS_AT_ONCE, Pager, Paging, answer, download,
    root_id, table, upload,
};
use crate::hosts::once::Once;
use crate::http::reply::Reply;
use crate::local::Guarded;
use crate::operation::Operation;
use crate::options::{DownloadSettings, UploadSettings};
use crate::session::{self, Sent, Token, TwoFactorCode, UploadLimit};
use crate::{
    Account, Answer, Batch, Capability, Download, Entry, Error, Host, Item, LinkStatus, Listing,
    RemoteJob, Secret, Session, ShareLink, Target, Trash, Visibility,
};

/// A listing ends here at the latest, whatever the host says of further pages.
const PAGES_AT_MOST: u32 = 10_000;

impl session::Adapter<Session> for Adapter {
    fn host(&self) -> Host {
        Host::Rapidgator
    }

    fn operations(&self) -> &'static [&'static Operation] {
        table::OPERATIONS
    }

    fn capabilities(&self) -> &'static [Capability] {
        &[
            Capability::Account,
            Capability::List,
            Capability::Stat,
            Capability::Upload,
            Capability::Download,
            Capability::Delete,
            Capability::Rename,
            Capability::Move,
            Capability::Copy,
            Capability::MakeFolder,
            Capability::SetVisibility,
            Capability::CheckLinks,
            Capability::RemoteUpload,
            Capability::RemoteCancel,
            Capability::ShareLink,
            Capability::Trash,
            Capability::Login,
        ]
    }

    fn judge(&self, operation: &Operation, reply: &Reply) -> Result<(), Error> {
        answer::judge(operation, reply)
    }

    fn login(&self, session: &Session) -> Result<Token, Error> {
        let credentials = session.credentials();
        let (login, password) = credentials.pair()?;
        let code = credentials.two_factor_code.as_ref().map(TwoFactorCode::now).transpose()?;
        let login = session.rapidgator()?.user_login(login, password, code.as_ref())?;
        if let Some(user) = &login.user {
            session.note_upload_limit(upload::limit_of(user));
        }
        Ok(Token::new(login.token.clone()))
    }

    fn attach(&self, token: &Token) -> Vec<(&'static str, Secret)> {
        vec![("token", token.secret.clone())]
    }

    fn instead(&self, _: Capability) -> &'static str {
        "the token ends by itself"
    }

    fn account(&self, session: &Session) -> Result<Answer<Account>, Error> {
        let user = session.rapidgator()?.user_info()?;
        Ok(user.map(|user| Account {
            name: user.email.clone(),
            email: user.email,
            premium: user.is_premium,
            premium_until: user.premium_end_time,
            storage_used: user
                .storage_total
                .zip(user.storage_left)
                .map(|(total, left)| total.saturating_sub(left)),
            storage_total: user.storage_total,
            traffic_left: user.traffic_left,
            largest_file: user.max_file_size.filter(|size| *size > 0),
            parallel_uploads: user.nb_pipes.filter(|pipes| *pipes > 0),
            ..Account::default()
        }))
    }

    fn list(&self, session: &Session, folder: Option<&str>) -> Result<Listing, Error> {
        let rapidgator = session.rapidgator()?;
        let mut itself = None;
        let (mut folders, mut files) = (Once::default(), Once::default());
        by_page(|paging| {
            let FolderContent { folder: mut of_page, pager } =
                rapidgator.folder_content(folder, paging)?.into_inner();
            // Folders may repeat on every page.
            folders.add(take(&mut of_page.folders).into_iter().map(super::Folder::into_entry));
            files.add(take(&mut of_page.files).into_iter().map(File::into_entry));
            itself.get_or_insert_with(|| of_page.into_entry());
            Ok((pager, folders.len() + files.len()))
        })?;
        let mut entries = folders.into_entries();
        entries.append(&mut files.into_entries());
        Ok(Listing { folder: itself, entries })
    }

    fn stat(&self, session: &Session, item: Item<'_>) -> Result<Answer<Entry>, Error> {
        let rapidgator = session.rapidgator()?;
        match item {
            Item::File(id) => Ok(rapidgator.file_info(id)?.map(super::File::into_entry)),
            Item::Folder(id) => {
                Ok(rapidgator.folder_info(Some(id))?.map(super::Folder::into_entry))
            }
        }
    }

    fn learn_upload_limit(&self, session: &Session) -> Result<Option<UploadLimit>, Error> {
        // A login tells it.
        session.token()?;
        match session.upload_limit() {
            Some(limit) => Ok(Some(limit)),
            None => upload::learn_limit(session).map(Some),
        }
    }

    fn wants_md5_first(&self) -> bool {
        true
    }

    fn tells_md5(&self) -> bool {
        true
    }

    fn prepare(
        &self,
        session: &Session,
        source: &mut Guarded,
        options: &UploadSettings,
    ) -> Result<(), Error> {
        upload::prepare(session, source, options)
    }

    fn upload(
        &self,
        session: &Session,
        source: &mut Guarded,
        options: &UploadSettings,
    ) -> Result<Sent<Session>, Error> {
        upload::upload(session, source, options)
    }

    fn download(
        &self,
        session: &Session,
        file: &str,
        target: Target,
        options: &DownloadSettings,
    ) -> Result<Download, Error> {
        download::download(session, file, target, options)
    }

    fn delete(&self, session: &Session, items: &[Item<'_>]) -> Result<Batch, Error> {
        let rapidgator = session.rapidgator()?;
        in_portions(
            items,
            |files| {
                let look = |id: &str| rapidgator.file_info(id).map(drop);
                Ok(mended(rapidgator.file_delete(files)?, look))
            },
            |folders| {
                let look = |id: &str| rapidgator.folder_info(Some(id)).map(drop);
                Ok(mended(rapidgator.folder_delete(folders)?, look))
            },
        )
    }

    fn rename(
        &self,
        session: &Session,
        item: Item<'_>,
        name: &str,
    ) -> Result<Answer<Entry>, Error> {
        let rapidgator = session.rapidgator()?;
        match item {
            Item::File(id) => Ok(rapidgator.file_rename(id, name)?.map(super::File::into_entry)),
            Item::Folder(id) => {
                Ok(rapidgator.folder_rename(id, name)?.map(super::Folder::into_entry))
            }
        }
    }

    fn move_to(
        &self,
        session: &Session,
        items: &[Item<'_>],
        folder: Option<&str>,
    ) -> Result<Batch, Error> {
        let (rapidgator, to) = (session.rapidgator()?, destination(session, folder)?);
        in_portions(
            items,
            |files| rapidgator.file_move(files, &to),
            |folders| rapidgator.folder_move(folders, &to),
        )
    }

    fn copy_to(
        &self,
        session: &Session,
        items: &[Item<'_>],
        folder: Option<&str>,
    ) -> Result<Batch, Error> {
        let (rapidgator, to) = (session.rapidgator()?, destination(session, folder)?);
        in_portions(
            items,
            |files| rapidgator.file_copy(files, &to),
            |folders| rapidgator.folder_copy(folders, &to),
        )
    }

    /// Looks first: the host may give the folder that has the name already, or make a second one.
    fn make_folder(
        &self,
        session: &Session,
        parent: Option<&str>,
        name: &str,
    ) -> Result<Answer<Entry>, Error> {
        let rapidgator = session.rapidgator()?;
        let existing = rapidgator.folder_info(parent)?;
        let twins = existing.folders.iter().filter(|folder| folder.name.as_deref() == Some(name));
        if let Some(twin) = twins.min_by_key(|folder| folder.created.unwrap_or(i64::MAX)) {
            let entry = twin.clone().into_entry();
            return Ok(existing.map(|_| entry));
        }
        Ok(rapidgator.folder_create(parent, name)?.map(super::Folder::into_entry))
    }

    fn set_visibility(
        &self,
        session: &Session,
        item: Item<'_>,
        to: &Visibility,
    ) -> Result<Answer<Entry>, Error> {
        let mode = match to {
            Visibility::Public => 0,
            Visibility::PremiumOnly => 1,
            Visibility::Private => 2,
            Visibility::Hotlink => 3,
            _ => {
                return Err(Error::argument(
                    "visibility",
                    "must be public, premium_only, private or hotlink",
                ));
            }
        };
        let rapidgator = session.rapidgator()?;
        match item {
            Item::File(id) => {
                Ok(rapidgator.file_change_mode(id, mode)?.map(super::File::into_entry))
            }
            Item::Folder(id) => {
                Ok(rapidgator.folder_change_mode(id, mode)?.map(super::Folder::into_entry))
            }
        }
    }

    /// Answers are joined by link; by position if the host has altered the links.
    fn check_links(&self, session: &Session, links: &[&str]) -> Result<Vec<LinkStatus>, Error> {
        let rapidgator = session.rapidgator()?;
        let mut statuses = Vec::with_capacity(links.len());
        for portion in links.chunks(LINKS_AT_ONCE) {
            let sent: Vec<String> = portion.iter().map(|link| without_comma(link)).collect();
            let asked: Vec<&str> = sent.iter().map(String::as_str).collect();
            let checks = rapidgator.file_check_link(&asked)?;
            for (at, (link, sent)) in portion.iter().zip(&sent).enumerate() {
                let by_link = checks.iter().find(|check| check.url.as_deref() == Some(sent));
                let by_place = checks.get(at).filter(|_| checks.len() == portion.len());
                statuses.push(match by_link.or(by_place) {
                    Some(check) => check.status_of(link),
                    None => LinkStatus {
                        url: (*link).to_owned(),
                        alive: false,
                        name: None,
                        size: None,
                        status: None,
                    },
                });
            }
        }
        Ok(statuses)
    }

    fn remote_upload(
        &self,
        session: &Session,
        links: &[&str],
        folder: Option<&str>,
    ) -> Result<Vec<RemoteJob>, Error> {
        let rapidgator = session.rapidgator()?;
        let mut jobs = Vec::new();
        for portion in links.chunks(IDS_AT_ONCE) {
            jobs.extend(
                rapidgator
                    .remote_create(portion, folder)?
                    .into_inner()
                    .into_iter()
                    .map(super::Job::into_remote_job),
            );
        }
        Ok(jobs)
    }

    fn remote_status(&self, session: &Session, jobs: &[&str]) -> Result<Vec<RemoteJob>, Error> {
        let rapidgator = session.rapidgator()?;
        if jobs.is_empty() {
            return Ok(rapidgator
                .remote_info(&[])?
                .into_inner()
                .into_iter()
                .map(super::Job::into_remote_job)
                .collect());
        }
        let mut states = Vec::new();
        for portion in jobs.chunks(IDS_AT_ONCE) {
            states.extend(
                rapidgator
                    .remote_info(portion)?
                    .into_inner()
                    .into_iter()
                    .map(super::Job::into_remote_job),
            );
        }
        Ok(states)
    }

    fn remote_cancel(&self, session: &Session, jobs: &[&str]) -> Result<Batch, Error> {
        let rapidgator = session.rapidgator()?;
        let mut batch = Batch::default();
        by_portion(&mut batch, jobs, |portion| rapidgator.remote_delete(portion))?;
        Ok(batch)
    }

    fn share_link(&self, session: &Session, file: &str) -> Result<Answer<ShareLink>, Error> {
        let link = session.rapidgator()?.file_onetimelink_create(file, None, None)?;
        Ok(link.map(|link| link.share_link()))
    }

    fn trash_list(&self, session: &Session) -> Result<Listing, Error> {
        let rapidgator = session.rapidgator()?;
        let mut files = Once::default();
        by_page(|paging| {
            let content = rapidgator.trashcan_content(paging)?.into_inner();
            let trashed =
                |file: File| Entry { state: Some(crate::State::Trashed), ..file.into_entry() };
            files.add(content.files.into_iter().map(trashed));
            Ok((content.pager, files.len()))
        })?;
        Ok(Listing { folder: None, entries: files.into_entries() })
    }

    fn trash_restore(&self, session: &Session, files: Trash<'_>) -> Result<Batch, Error> {
        let rapidgator = session.rapidgator()?;
        of_trash(files, |portion| rapidgator.trashcan_restore(portion))
    }

    fn trash_empty(&self, session: &Session, files: Trash<'_>) -> Result<Batch, Error> {
        let rapidgator = session.rapidgator()?;
        of_trash(files, |portion| rapidgator.trashcan_empty(portion))
    }
}

/// Asks for one page after the other until the host names no further one, or a page has nothing new:
/// `ask` tells how many entries there are by then.
fn by_page(mut ask: impl FnMut(Paging) -> Result<(Pager, usize), Error>) -> Result<(), Error> {
    let mut before = 0;
    for page in 1..=PAGES_AT_MOST {
        let (pager, seen) = ask(Paging { page: Some(page), ..Paging::default() })?;
        if !pager.has_more(u64::from(page)) || seen == before {
            break;
        }
        before = seen;
    }
    Ok(())
}

/// A link without the name behind the id, if a comma in it would break the list.
fn without_comma(link: &str) -> String {
    if !link.contains(',') {
        return link.to_owned();
    }
    let Some((front, rest)) = link.split_once("/file/") else { return link.replace(',', "%2C") };
    let id = rest.split('/').next().unwrap_or_default();
    format!("{front}/file/{id}")
}

fn destination(session: &Session, folder: Option<&str>) -> Result<String, Error> {
    match folder {
        Some(folder) => Ok(folder.to_owned()),
        None => root_id(session),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r112_a_link_with_a_comma_is_cut_to_its_id() {
        assert_eq!(
            without_comma("http://rapidgator.net/file/ab12/a,b.html"),
            "http://rapidgator.net/file/ab12"
        );
        assert_eq!(
            without_comma("http://rapidgator.net/file/ab12/b.html"),
            "http://rapidgator.net/file/ab12/b.html"
        );
    }
}
