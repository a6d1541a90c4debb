//! The host's objects as JSON.

use serde_json::{Map, Value, json};

use super::date;
use super::state::{ADMIN, FREE, File, Folder, Member, PLUS, State, Task};
use crate::switches::Switches;

/// All packages, cheapest first.
pub(super) const PACKAGES: [u64; 3] = [FREE, PLUS, ADMIN];

/// Largest upload of a free account.
pub(super) const FREE_UPLOAD: u64 = 512 * 1024 * 1024;

/// Writes objects in the form that the switches ask for.
#[derive(Clone, Copy)]
pub(super) struct Shape<'a> {
    pub(super) switches: &'a Switches,
    /// Scheme and authority of the site.
    pub(super) site: &'a str,
}

/// A date that may be unset.
fn moment(unix: Option<u64>) -> Value {
    unix.map_or(Value::Null, |unix| json!(date::stamp(unix)))
}

/// What follows the last dot of a name.
fn extension(name: &str) -> String {
    name.rsplit_once('.').map_or_else(String::new, |(_, last)| last.to_ascii_lowercase())
}

impl Shape<'_> {
    /// A number, which this software writes as text.
    pub(super) fn num(self, number: u64) -> Value {
        if self.switches.is("numbers", "int") { json!(number) } else { json!(number.to_string()) }
    }

    fn id(self, id: Option<u64>) -> Value {
        id.map_or(Value::Null, |id| self.num(id))
    }

    pub(super) fn url(self, short: &str) -> String {
        format!("{}/{short}", self.site)
    }

    pub(super) fn account(self, member: &Member) -> Value {
        let space = member.account.storage;
        json!({
            "id": self.num(member.id),
            "username": member.account.login,
            "level_id": self.num(member.package),
            "email": member.email,
            "lastlogindate": moment(member.last_login),
            "lastloginip": "127.0.0.1",
            "status": member.status,
            "title": member.title,
            "firstname": member.firstname,
            "lastname": member.lastname,
            "languageId": self.num(1),
            "datecreated": date::stamp(member.created),
            "lastPayment": null,
            "paidExpiryDate": member.paid_until,
            "storageLimitOverride": if space == 0 { Value::Null } else { self.num(space) },
        })
    }

    pub(super) fn package(self, id: u64) -> Value {
        let (label, level_type, upload, urls) = match id {
            FREE => ("Free", "free", FREE_UPLOAD, 1),
            ADMIN => ("Site Admin", "paid user", 0, 50),
            _ => ("Plus", "paid user", 0, 10),
        };
        let mut package = Map::new();
        package.insert("id".into(), self.num(id));
        package.insert("label".into(), json!(label));
        for (key, number) in [
            ("max_upload_size", upload),
            ("can_upload", 1),
            ("wait_between_downloads", 0),
            ("download_speed", 0),
            ("max_storage_bytes", 0),
            ("show_site_adverts", u64::from(id == FREE)),
            ("show_upgrade_screen", u64::from(id == FREE)),
            ("days_to_keep_inactive_files", 0),
            ("concurrent_uploads", 5),
            ("concurrent_downloads", self.switches.number("concurrent_downloads").unwrap_or(0)),
            ("downloads_per_24_hours", 0),
            ("download_size_per_24_hours", 0),
            ("max_download_filesize_allowed", 0),
            ("max_remote_download_urls", urls),
        ] {
            package.insert(key.into(), self.num(number));
        }
        if self.switches.is("generation", "old") {
            package.shift_remove("download_size_per_24_hours");
        }
        package.insert("level_type".into(), json!(level_type));
        package.insert("on_upgrade_page".into(), self.num(u64::from(id == PLUS)));
        Value::Object(package)
    }

    /// What a multipart upload answers for its one file.
    pub(super) fn uploaded(self, file: &File, secret: &str, unique: &str) -> Value {
        let url = self.url(&file.short);
        json!({
            "name": file.name,
            "size": self.num(file.blob.size()),
            "type": file.kind,
            "error": null,
            "url": url,
            "delete_url": format!("{url}~d?{secret}"),
            "info_url": format!("{url}~i?{secret}"),
            "delete_type": "DELETE",
            "delete_hash": secret,
            "hash": file.blob.md5(),
            "stats_url": format!("{url}~s"),
            "short_url": file.short,
            "file_id": self.num(file.id),
            "unique_hash": unique,
            "url_html": format!(
                "<a href=\"{url}\" target=\"_blank\" title=\"View on this site\">view {}</a>",
                file.name
            ),
            "url_bbcode": format!("[url]{url}[/url]"),
        })
    }

    pub(super) fn file(self, file: &File) -> Value {
        let extension = extension(&file.name);
        let words: Vec<&str> = file.name.split(['.', ' ', '_', '-']).collect();
        let mut object = Map::new();
        let mut put = |key: &str, value: Value| object.insert(key.into(), value);
        put("id", self.num(file.id));
        put("filename", json!(file.name));
        put("shortUrl", json!(file.short));
        put("fileType", json!(file.kind));
        put("extension", json!(extension));
        put("fileSize", self.num(file.blob.size()));
        let key = self.switches.text("state_key").unwrap_or_else(|| "status".into());
        put(&key, json!(if file.trashed { "trash" } else { "active" }));
        put("downloads", self.num(file.downloads));
        put("folderId", self.id(file.folder));
        put("keywords", json!(words.join(",")));
        put("url_file", json!(self.url(&file.short)));
        Value::Object(object)
    }

    pub(super) fn folder(self, state: &State, folder: &Folder) -> Value {
        let (owner, here) = (folder.owner, Some(folder.id));
        let downloads: u64 = state.files_in(owner, here).map(|file| file.downloads).sum();
        let visibility: u64 = folder.visibility.parse().unwrap_or(0);
        let path = folder.name.replace(' ', "_");
        json!({
            "id": self.num(folder.id),
            "parentId": self.id(folder.parent),
            "folderName": folder.name,
            "totalSize": self.num(state.size_within(folder.id)),
            "isPublic": self.num(visibility),
            "accessPassword": folder.password,
            "date_added": date::stamp(folder.created),
            "date_updated": moment(folder.updated),
            "url_folder": format!("{}/folder/{}/{path}", self.site, folder.id),
            "total_downloads": downloads,
            "child_folder_count": state.folders_in(owner, here).count(),
            "file_count": state.files_in(owner, here).count(),
        })
    }

    /// A row of a listing: the object without what listings leave out.
    pub(super) fn row(self, mut object: Value) -> Value {
        let Value::Object(row) = &mut object else { return object };
        row.shift_remove("accessPassword");
        if self.switches.on("alt_row_keys") {
            let renamed =
                [("folderName", "folder_name"), ("totalSize", "size"), ("fileSize", "file_size")];
            for (from, to) in renamed {
                if let Some(value) = row.shift_remove(from) {
                    row.insert(to.into(), value);
                }
            }
        }
        object
    }

    /// A list of a listing; an empty one in the form that the switch asks for.
    pub(super) fn rows(self, rows: Vec<Value>) -> Value {
        match self.switches.text("empty_as_null").filter(|_| rows.is_empty()).as_deref() {
            Some("null") => Value::Null,
            Some(_) => json!({}),
            None => Value::Array(rows),
        }
    }

    /// An import; its ids and sizes are integers, unlike everywhere else.
    pub(super) fn task(self, task: &Task, word: &str, file: Option<&File>) -> Value {
        let size = file.map(|file| file.blob.size());
        let file = file.map(|file| {
            let url = format!("{}/{}", self.url(&file.short), file.name);
            json!({"file_id": file.id, "name": file.name, "size": size, "url": url})
        });
        json!({
            "scheduled_item_id": task.id,
            "status": word,
            "created": date::stamp(task.created),
            "started": moment(task.started),
            "finished": moment(task.finished),
            "total_size": size.unwrap_or(0),
            "downloaded_file": file,
        })
    }

    /// A name as the host stores it.
    pub(super) fn stored_name(self, name: &str) -> String {
        // Browsers of old sent whole paths.
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        if !self.switches.on("names_changed") {
            return name.into();
        }
        match name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
            Some((stem, extension)) => format!("{stem} (1).{extension}"),
            None => format!("{name} (1)"),
        }
    }
}
