//! Accounts and what they may do.

use super::date;
use crate::Secret;
use crate::wire::{Malformed, Node};

/// The result of `authorize`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Authorized {
    /// The token of the session.
    pub access_token: Secret,
    /// The account it belongs to.
    pub account_id: String,
}

impl Authorized {
    pub(in super::super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            access_token: node.need_text("access_token")?.into(),
            account_id: node.need_text("account_id")?,
        })
    }
}

/// An account. Dates are `Y-m-d H:i:s` without a zone; an unset one is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Account {
    /// Its id.
    pub id: String,
    /// Its user name.
    pub username: Option<String>,
    /// The id of its package.
    pub level_id: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// When it last logged in.
    pub last_login_date: Option<String>,
    /// From where it last logged in.
    pub last_login_ip: Option<String>,
    /// `pending`, `active`, `disabled` or `suspended`.
    pub status: Option<String>,
    /// `Mr`, `Ms`, ...
    pub title: Option<String>,
    /// First name.
    pub firstname: Option<String>,
    /// Last name.
    pub lastname: Option<String>,
    /// The id of its language.
    pub language_id: Option<String>,
    /// When it was created.
    pub date_created: Option<String>,
    /// When it was last paid for.
    pub last_payment: Option<String>,
    /// When the paid period ends.
    pub paid_expiry_date: Option<String>,
    /// Bytes of storage in place of the package's.
    pub storage_limit_override: Option<u64>,
}

impl Account {
    pub(in super::super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            id: node.need_text("id")?,
            username: node.text("username")?,
            level_id: node.text("level_id")?,
            email: node.text("email")?,
            last_login_date: date(&node, "lastlogindate")?,
            last_login_ip: node.text("lastloginip")?,
            status: node.text("status")?,
            title: node.text("title")?,
            firstname: node.text("firstname")?,
            lastname: node.text("lastname")?,
            language_id: node.text("languageId")?,
            date_created: date(&node, "datecreated")?,
            last_payment: date(&node, "lastPayment")?,
            paid_expiry_date: date(&node, "paidExpiryDate")?,
            storage_limit_override: node.size("storageLimitOverride")?,
        })
    }
}

/// The limits of an account. A limit of 0 means "no limit" and is absent here; older sites lack
/// some of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Package {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub label: Option<String>,
    /// `paid user`, `paid`, `free`, ...
    pub level_type: Option<String>,
    /// Whether the account may upload.
    pub can_upload: Option<bool>,
    /// Largest upload in bytes.
    pub max_upload_size: Option<u64>,
    /// Bytes of storage.
    pub max_storage_bytes: Option<u64>,
    /// Uploads at once.
    pub concurrent_uploads: Option<u64>,
    /// Downloads at once.
    pub concurrent_downloads: Option<u64>,
    /// Seconds between two downloads.
    pub wait_between_downloads: Option<u64>,
    /// Bytes per second.
    pub download_speed: Option<u64>,
    /// Downloads in 24 hours.
    pub downloads_per_24_hours: Option<u64>,
    /// Bytes of downloads in 24 hours.
    pub download_size_per_24_hours: Option<u64>,
    /// Largest file that may be downloaded, in bytes.
    pub max_download_filesize_allowed: Option<u64>,
    /// Links in one import.
    pub max_remote_download_urls: Option<u64>,
    /// Days after which files that nobody downloads are deleted.
    pub days_to_keep_inactive_files: Option<u64>,
    /// Whether the site shows adverts.
    pub show_site_adverts: Option<bool>,
    /// Whether the site offers an upgrade.
    pub show_upgrade_screen: Option<bool>,
    /// Whether it is offered as an upgrade.
    pub on_upgrade_page: Option<bool>,
}

impl Package {
    pub(in super::super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let limit = |key: &str| Ok(node.size(key)?.filter(|limit| *limit > 0));
        Ok(Self {
            id: node.text("id")?,
            label: node.text("label")?,
            level_type: node.text("level_type")?,
            can_upload: node.flag("can_upload")?,
            max_upload_size: limit("max_upload_size")?,
            max_storage_bytes: limit("max_storage_bytes")?,
            concurrent_uploads: limit("concurrent_uploads")?,
            concurrent_downloads: limit("concurrent_downloads")?,
            wait_between_downloads: limit("wait_between_downloads")?,
            download_speed: limit("download_speed")?,
            downloads_per_24_hours: limit("downloads_per_24_hours")?,
            download_size_per_24_hours: limit("download_size_per_24_hours")?,
            max_download_filesize_allowed: limit("max_download_filesize_allowed")?,
            max_remote_download_urls: limit("max_remote_download_urls")?,
            days_to_keep_inactive_files: limit("days_to_keep_inactive_files")?,
            show_site_adverts: node.flag("show_site_adverts")?,
            show_upgrade_screen: node.flag("show_upgrade_screen")?,
            on_upgrade_page: node.flag("on_upgrade_page")?,
        })
    }

    /// Whether it is paid for, by the beginning of its type.
    pub fn is_paid(&self) -> Option<bool> {
        self.level_type.as_ref().map(|level| level.to_ascii_lowercase().starts_with("paid"))
    }
}
