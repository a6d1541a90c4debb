// The operations of cloud.giga0.com and compatible sites, API v2.
#ifndef GIGAHOST_GIGA0_HPP
#define GIGAHOST_GIGA0_HPP

#include <cstdint>
#include <optional>

#include "account_details.hpp"
#include "operations.hpp"

namespace gigahost {

/// The operations of giga0, with the names and parameters of its API documentation.
/// session::giga0() makes it; that session must stay open while it is used. Cheap to copy; any
/// number of threads may use it at once. Calls throw like those of the session, also if the session
/// is at another host.
class giga0_operations : private detail::operations {
public:
    using operations::operations;

    /// giga0 /authorize: gets a token for the two keys of an account, 64 letters and digits each,
    /// both secrets. The session does this automatically; the token of this call is only returned,
    /// not used.
    ///
    /// Document: "access_token" (a secret), "account_id".
    ///
    /// status::auth for a wrong pair, a locked account, or the way that the site does not take;
    /// status::forbidden if the account may not use the API; status::not_ready if the host cannot
    /// issue tokens now. Never retried.
    value authorize_keys(const text &key1, const text &key2) const {
        return ask(gigahost_giga0_authorize, key1.c_str(), key2.c_str(), nullptr, nullptr);
    }

    /// giga0 /authorize: gets a token for user name and password. Otherwise like authorize_keys().
    value authorize_password(const text &username, const text &password) const {
        return ask(gigahost_giga0_authorize, nullptr, nullptr, username.c_str(), password.c_str());
    }

    /// giga0 /disable_access_token: invalidates the token of this session, here and at the host.
    /// The next call that needs one logs in again. The session drops the token even if the call
    /// fails.
    ///
    /// Document: nothing; host_json() has the host's own response.
    value disable_access_token() const { return ask(gigahost_giga0_disable_access_token); }

    /// giga0 /account/info: describes the account.
    ///
    /// Document: "id", "username", "level_id" (its package), "email", "last_login_date",
    /// "last_login_ip", "status" ("pending", "active", "disabled", "suspended"), "title",
    /// "firstname", "lastname", "language_id", "date_created", "last_payment", "paid_expiry_date",
    /// "storage_limit_override" (bytes, in place of the package's). Dates are "YYYY-MM-DD HH:MM:SS"
    /// without a zone; an unset one is absent.
    value account_info() const { return ask(gigahost_giga0_account_info); }

    /// giga0 /account/package: the limits of the account.
    ///
    /// Document: "id", "label" (its name), "level_type" ("paid user", "free", ...), "can_upload",
    /// "max_upload_size" and "max_storage_bytes" (bytes), "concurrent_uploads",
    /// "concurrent_downloads", "wait_between_downloads" (seconds), "download_speed" (bytes a
    /// second), "downloads_per_24_hours", "download_size_per_24_hours" (bytes),
    /// "max_download_filesize_allowed" (bytes), "max_remote_download_urls" (links in one import),
    /// "days_to_keep_inactive_files", "show_site_adverts", "show_upgrade_screen",
    /// "on_upgrade_page". An absent limit means no limit, or an older site that does not report it.
    value account_package() const { return ask(gigahost_giga0_account_package); }

    /// giga0 /account/create: creates an account with the package `package_id`. `username` has no
    /// blanks; `password`, a secret, at least 8 characters and no blanks. `details` holds
    /// everything else; password, e-mail address and package in it are ignored. This and the other
    /// administrator calls are documented only by other sites.
    ///
    /// Document: the account, as returned by account_info().
    ///
    /// status::forbidden unless the session's account is an administrator; status::conflict if the
    /// name or the e-mail address is taken; status::outcome_unknown if the response was lost.
    value account_create(const text &username, const text &password, const text &email,
                         std::int64_t package_id, const account_details &details = {}) const {
        return ask(gigahost_giga0_account_create, username.c_str(), password.c_str(), email.c_str(),
                   package_id, detail::details_handle(details).get());
    }

    /// giga0 /account/edit: changes the account `account_id`. Fields that are not set in `details`
    /// stay unchanged.
    ///
    /// Document: the account, as returned by account_info().
    ///
    /// status::forbidden unless the session's account is an administrator; status::not_found for an
    /// unknown account; status::conflict if the e-mail address is taken.
    value account_edit(const text &account_id, const account_details &details) const {
        return ask(gigahost_giga0_account_edit, account_id.c_str(),
                   detail::details_handle(details).get());
    }

    /// giga0 /account/delete: deletes the account `account_id`.
    ///
    /// Document: nothing; host_json() has the host's own response.
    ///
    /// status::forbidden unless the session's account is an administrator; status::not_found for an
    /// unknown account.
    value account_delete(const text &account_id) const {
        return ask(gigahost_giga0_account_delete, account_id.c_str());
    }

    /// giga0 /package/listing: the packages that accounts can have.
    ///
    /// Document: a list of packages, as returned by account_package().
    ///
    /// status::forbidden unless the session's account is an administrator.
    value package_listing() const { return ask(gigahost_giga0_package_listing); }

    /// giga0 /file/upload: uploads a file, once. `from` and `options` are those of
    /// session::upload(), but of the options only the source, the name and the folder are used.
    /// session::upload() checks the account's limits first, reports progress, and finds out what
    /// became of a file if the response was lost.
    ///
    /// Document: "file_id" (absent only beside an "error"), "name", "size" (bytes), "media_type",
    /// "error" (why it failed although the response says success), "url" (the public page),
    /// "short_url", "delete_url" (a page that deletes the file without a login: a secret),
    /// "delete_hash" (the secret part of it), "info_url" (a page that describes the file to its
    /// owner without a login: a secret), "stats_url", "hash" (32 hexadecimal digits, probably the
    /// MD5 of the content), "unique_hash" (64), "url_html" and "url_bbcode" (markup, not
    /// sanitised).
    ///
    /// status::argument for an empty file; status::too_large if the server does not accept a body
    /// of this size; status::quota for a full account; status::not_ready if the host cannot store
    /// it now; status::outcome_unknown if the response was lost; status::host if the host rejects
    /// the file.
    value file_upload(const source &from, const upload_options &options = {}) const {
        return detail::upload_call(from, options).call<value>(gigahost_giga0_file_upload, session_);
    }

    /// giga0 /file/download: gets a short-lived URL for the bytes of a file of this account.
    ///
    /// Document: "file_id", "filename", "download_url" (a secret: anyone who has it can download
    /// the file).
    ///
    /// status::not_found for an unknown file; status::host if the host cannot create a URL.
    value file_download(const text &file_id) const {
        return ask(gigahost_giga0_file_download, file_id.c_str());
    }

    /// giga0 /file/download: like file_download(), but by the short name of the public page
    /// ("short_url"). Newer sites only.
    value file_download_short(const text &short_url) const {
        return ask(gigahost_giga0_file_download_short, short_url.c_str());
    }

    /// giga0, GET of the "download_url" of /file/download: downloads the bytes of a file.
    /// `download_url` is a secret. `into` and `options` are those of session::download(), but an
    /// earlier part is not resumed: the URL does not say which file it leads to.
    ///
    /// status::url_refused for a URL that must not be contacted; status::not_a_file if it has
    /// expired.
    download_info download_bytes(const text &download_url, const target &into,
                                 const download_options &options = {}) const {
        return detail::download_call(into, options)
            .call<download_info>(gigahost_giga0_download_bytes, session_, download_url.c_str());
    }

    /// giga0 /file/info: describes a file. Some sites also find files in the trash.
    ///
    /// Document: "id", "filename", "short_url" (the short name of the public page), "file_type"
    /// (its media type), "extension", "file_size" (bytes), "status" ("active", "trash", or another
    /// word), "downloads", "folder_id" (absent in the root), "keywords" (joined by commas),
    /// "description", "url_file" (the public page). In responses about a single file only "id",
    /// "filename" and "short_url" are certain.
    ///
    /// status::not_found for an unknown file.
    value file_info(const text &file_id) const {
        return ask(gigahost_giga0_file_info, file_id.c_str());
    }

    /// giga0 /file/edit: changes name, media type or folder of a file. Whatever is std::nullopt
    /// stays unchanged; nothing can be cleared, and only file_move() moves to the root.
    ///
    /// Document: the file, as returned by file_info().
    ///
    /// status::not_found for an unknown file or folder.
    value file_edit(const text &file_id, const optional_text &filename = {},
                    const optional_text &file_type = {},
                    const optional_text &folder_id = {}) const {
        return ask(gigahost_giga0_file_edit, file_id.c_str(), filename.c_str(), file_type.c_str(),
                   folder_id.c_str());
    }

    /// giga0 /file/delete: moves a file into the trash; no call can restore it.
    ///
    /// Document: the file, as returned by file_info().
    ///
    /// status::not_found for an unknown file.
    value file_delete(const text &file_id) const {
        return ask(gigahost_giga0_file_delete, file_id.c_str());
    }

    /// giga0 /file/move: moves a file into a folder; std::nullopt is the root.
    ///
    /// Document: the file, as returned by file_info().
    ///
    /// status::not_found for an unknown file or folder.
    value file_move(const text &file_id, const optional_text &new_parent_folder_id = {}) const {
        return ask(gigahost_giga0_file_move, file_id.c_str(), new_parent_folder_id.c_str());
    }

    /// giga0 /file/copy: copies a file into a folder; std::nullopt is the root.
    ///
    /// Document: "original_file" and "new_file", as returned by file_info().
    ///
    /// status::not_found for an unknown file or folder; status::outcome_unknown if the response was
    /// lost.
    value file_copy(const text &file_id, const optional_text &copy_to_folder_id = {}) const {
        return ask(gigahost_giga0_file_copy, file_id.c_str(), copy_to_folder_id.c_str());
    }

    /// giga0 /folder/create: creates a folder in `parent_id`; std::nullopt is the root. `is_public`
    /// is 0 for private, 1 for unlisted, 2 for public in the site's search, std::nullopt for the
    /// host's default (private). `access_password`, a secret, is the password that visitors need:
    /// in clear text, or as its MD5 in 32 hexadecimal digits, which is what is sent; std::nullopt
    /// means none. The host may allow a second folder of the same name.
    ///
    /// Document: the folder, as returned by folder_info().
    ///
    /// status::not_found for an unknown parent; status::outcome_unknown if the response was lost.
    value folder_create(const text &folder_name, const optional_text &parent_id = {},
                        std::optional<std::int32_t> is_public = std::nullopt,
                        const optional_text &access_password = {}) const {
        return ask(gigahost_giga0_folder_create, folder_name.c_str(), parent_id.c_str(),
                   is_public.value_or(-1), access_password.c_str());
    }

    /// giga0 /folder/listing: the folders and files in a folder, one level, all of them.
    /// std::nullopt is the root.
    ///
    /// Document: "folders", a list as returned by folder_info(), and "files", a list as returned by
    /// file_info().
    ///
    /// status::not_found for an unknown folder.
    value folder_listing(const optional_text &parent_folder_id = {}) const {
        return ask(gigahost_giga0_folder_listing, parent_folder_id.c_str());
    }

    /// giga0 /folder/info: describes a folder.
    ///
    /// Document: "id", "parent_id" (absent in the root), "folder_name", "total_size" (bytes in it),
    /// "is_public" (0 private, 1 unlisted, 2 public in the site's search), "access_password" (the
    /// MD5 of its password, a secret; absent in listings), "date_added" and "date_updated"
    /// ("YYYY-MM-DD HH:MM:SS" without a zone), "url_folder" (the public page), "total_downloads",
    /// "child_folder_count", "file_count", "status".
    ///
    /// status::not_found for an unknown folder.
    value folder_info(const text &folder_id) const {
        return ask(gigahost_giga0_folder_info, folder_id.c_str());
    }

    /// giga0 /folder/edit: changes the name, parent, visibility or password of a folder; the values
    /// are those of folder_create(). Whatever is std::nullopt stays unchanged; nothing can be
    /// cleared, and only folder_move() moves to the root.
    ///
    /// Document: the folder, as returned by folder_info().
    ///
    /// status::argument if the folder would be moved into itself; status::not_found for an unknown
    /// folder or parent.
    value folder_edit(const text &folder_id, const optional_text &folder_name = {},
                      const optional_text &parent_id = {},
                      std::optional<std::int32_t> is_public = std::nullopt,
                      const optional_text &access_password = {}) const {
        return ask(gigahost_giga0_folder_edit, folder_id.c_str(), folder_name.c_str(),
                   parent_id.c_str(), is_public.value_or(-1), access_password.c_str());
    }

    /// giga0 /folder/delete: moves a folder into the trash, with everything in it.
    ///
    /// Document: nothing; host_json() has the host's own response.
    ///
    /// status::not_found for an unknown folder.
    value folder_delete(const text &folder_id) const {
        return ask(gigahost_giga0_folder_delete, folder_id.c_str());
    }

    /// giga0 /folder/move: moves a folder into another folder; std::nullopt is the root. A folder
    /// must not be moved into one of its own subfolders either; session::move() checks that.
    ///
    /// Document: the folder, as returned by folder_info().
    ///
    /// status::argument if the folder would be moved into itself; status::not_found for an unknown
    /// folder or target.
    value folder_move(const text &folder_id, const optional_text &new_parent_folder_id = {}) const {
        return ask(gigahost_giga0_folder_move, folder_id.c_str(), new_parent_folder_id.c_str());
    }

    /// giga0 /file/url_upload_add: has the host fetch the public link `url` into `folder_id`;
    /// std::nullopt is the root. Newer sites only.
    ///
    /// Document: "scheduled_item_id" (the id of the import), "url" (the link, as the host
    /// understood it).
    ///
    /// status::argument for anything but an http or https link; status::not_found on older sites;
    /// status::outcome_unknown if the response was lost.
    value file_url_upload_add(const text &url, const optional_text &folder_id = {}) const {
        return ask(gigahost_giga0_file_url_upload_add, url.c_str(), folder_id.c_str());
    }

    /// giga0 /file/url_upload_status: the state of an import. It may start late: poll every 5 s at
    /// first, and every minute later.
    ///
    /// Document: "scheduled_item_id", "status" (only words that begin with "complete", "fail",
    /// "error" or "cancel" are final), "created", "started" and "finished" ("YYYY-MM-DD HH:MM:SS"
    /// without a zone), "total_size" (bytes), "downloaded_file" (once it exists) with "file_id",
    /// "name", "size" (bytes) and "url" (the public page).
    value file_url_upload_status(const text &scheduled_item_id) const {
        return ask(gigahost_giga0_file_url_upload_status, scheduled_item_id.c_str());
    }
};

} // namespace gigahost

#endif // GIGAHOST_GIGA0_HPP
