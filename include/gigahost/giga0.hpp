// The operations of cloud.giga0.com and its kind, API v2.
#ifndef GIGAHOST_GIGA0_HPP
#define GIGAHOST_GIGA0_HPP

#include <cstdint>
#include <optional>

#include "account_details.hpp"
#include "operations.hpp"

namespace gigahost {

/// The operations of giga0, under the names and with the parameters of its own document.
/// session::giga0() makes it; that session must stay open meanwhile. Cheap to copy; any number
/// of threads may use it at once. Calls throw as those of the session do; at another host too.
class giga0_operations : private detail::operations {
public:
    using operations::operations;

    /// giga0 /authorize: gets a token for the two keys of an account, 64 letters and digits each,
    /// both secrets. The session does this by itself; the token of this call is only handed out.
    ///
    /// Document: "access_token" (a secret), "account_id".
    ///
    /// status::auth for a wrong pair, a locked account, or the way that the site does not take;
    /// status::forbidden if the account may not use the API; status::not_ready if the host cannot
    /// issue tokens now. Never repeated.
    value authorize_keys(const text &key1, const text &key2) const {
        return ask(gigahost_giga0_authorize, key1.c_str(), key2.c_str(), nullptr, nullptr);
    }

    /// giga0 /authorize: gets a token for user name and password. Otherwise as authorize_keys().
    value authorize_password(const text &username, const text &password) const {
        return ask(gigahost_giga0_authorize, nullptr, nullptr, username.c_str(), password.c_str());
    }

    /// giga0 /disable_access_token: ends the token of this session, here and at the host. The next
    /// call that needs one logs in again. The token is gone from the session even if the call
    /// fails.
    ///
    /// Document: nothing; host_json() has the host's words.
    value disable_access_token() const { return ask(gigahost_giga0_disable_access_token); }

    /// giga0 /account/info: who the account is.
    ///
    /// Document: "id", "username", "level_id" (its package), "email", "last_login_date",
    /// "last_login_ip", "status" ("pending", "active", "disabled", "suspended"), "title",
    /// "firstname", "lastname", "language_id", "date_created", "last_payment", "paid_expiry_date",
    /// "storage_limit_override" (bytes, in place of the package's). Dates are "YYYY-MM-DD HH:MM:SS"
    /// without a zone; an unset one is absent.
    value account_info() const { return ask(gigahost_giga0_account_info); }

    /// giga0 /account/package: what the account may do.
    ///
    /// Document: "id", "label" (its name), "level_type" ("paid user", "free", ...), "can_upload",
    /// "max_upload_size" and "max_storage_bytes" (bytes), "concurrent_uploads",
    /// "concurrent_downloads", "wait_between_downloads" (seconds), "download_speed" (bytes a
    /// second), "downloads_per_24_hours", "download_size_per_24_hours" (bytes),
    /// "max_download_filesize_allowed" (bytes), "max_remote_download_urls" (links in one import),
    /// "days_to_keep_inactive_files", "show_site_adverts", "show_upgrade_screen",
    /// "on_upgrade_page". An absent limit is none, or not told by an older site.
    value account_package() const { return ask(gigahost_giga0_account_package); }

    /// giga0 /account/create: makes an account with the package `package_id`. `username` has no
    /// blanks; `password`, a secret, at least 8 characters and no blanks. `details` holds
    /// everything else; password, e-mail address and package there are ignored. This and the other
    /// calls of administrators stand in the documents of other sites only.
    ///
    /// Document: the account, as account_info() answers it.
    ///
    /// status::forbidden unless the session's account is an administrator; status::conflict if name
    /// or e-mail address are taken; status::outcome_unknown if the answer was lost.
    value account_create(const text &username, const text &password, const text &email,
                         std::int64_t package_id, const account_details &details = {}) const {
        return ask(gigahost_giga0_account_create, username.c_str(), password.c_str(), email.c_str(),
                   package_id, detail::details_handle(details).get());
    }

    /// giga0 /account/edit: changes the account `account_id`. What `details` does not hold stays as
    /// it is.
    ///
    /// Document: the account, as account_info() answers it.
    ///
    /// status::forbidden unless the session's account is an administrator; status::not_found for an
    /// unknown account; status::conflict if the e-mail address is taken.
    value account_edit(const text &account_id, const account_details &details) const {
        return ask(gigahost_giga0_account_edit, account_id.c_str(),
                   detail::details_handle(details).get());
    }

    /// giga0 /account/delete: deletes the account `account_id`.
    ///
    /// Document: nothing; host_json() has the host's words.
    ///
    /// status::forbidden unless the session's account is an administrator; status::not_found for an
    /// unknown account.
    value account_delete(const text &account_id) const {
        return ask(gigahost_giga0_account_delete, account_id.c_str());
    }

    /// giga0 /package/listing: the packages that accounts can have.
    ///
    /// Document: a list of packages, as account_package() answers them.
    ///
    /// status::forbidden unless the session's account is an administrator.
    value package_listing() const { return ask(gigahost_giga0_package_listing); }

    /// giga0 /file/upload: sends a file, once. `from` and `options` are those of session::upload(),
    /// but of the options only the source, the name and the folder count. session::upload() checks
    /// the limits of the account before, reports progress, and finds out what became of a file
    /// whose answer was lost.
    ///
    /// Document: "file_id" (absent only beside an "error"), "name", "size" (bytes), "media_type",
    /// "error" (why it failed although the answer says success), "url" (the public page),
    /// "short_url", "delete_url" (a page that deletes the file without a login: a secret),
    /// "delete_hash" (the secret part of it), "info_url" (a page that describes the file to its
    /// owner without a login: a secret), "stats_url", "hash" (32 hexadecimal digits, probably the
    /// MD5 of the content), "unique_hash" (64), "url_html" and "url_bbcode" (markup, not
    /// sanitised).
    ///
    /// status::argument for an empty file; status::too_large if the server takes no body of this
    /// size; status::quota for a full account; status::not_ready if the host cannot store it now;
    /// status::outcome_unknown if the answer was lost; status::host if the host refuses the file.
    value file_upload(const source &from, const upload_options &options = {}) const {
        return detail::upload_call(from, options).call<value>(gigahost_giga0_file_upload, session_);
    }

    /// giga0 /file/download: where the bytes of a file of this account are, for a short time.
    ///
    /// Document: "file_id", "filename", "download_url" (a secret: whoever has it can fetch the
    /// file).
    ///
    /// status::not_found for an unknown file; status::host if the host cannot make an address.
    value file_download(const text &file_id) const {
        return ask(gigahost_giga0_file_download, file_id.c_str());
    }

    /// giga0 /file/download: as file_download(), for the short name of the public page
    /// ("short_url"). Newer sites only.
    value file_download_short(const text &short_url) const {
        return ask(gigahost_giga0_file_download_short, short_url.c_str());
    }

    /// giga0, GET of the "download_url" of /file/download: fetches the bytes of a file.
    /// `download_url` is a secret. `into` and `options` are those of session::download(), but an
    /// earlier part is not gone on with: the address does not say which file it leads to.
    ///
    /// status::url_refused for an address that is not contacted; status::not_a_file if it is dead.
    download_info download_bytes(const text &download_url, const target &into,
                                 const download_options &options = {}) const {
        return detail::download_call(into, options)
            .call<download_info>(gigahost_giga0_download_bytes, session_, download_url.c_str());
    }

    /// giga0 /file/info: a file. Some sites find files in the trash, too.
    ///
    /// Document: "id", "filename", "short_url" (the short name of the public page), "file_type"
    /// (its media type), "extension", "file_size" (bytes), "status" ("active", "trash", or another
    /// word), "downloads", "folder_id" (absent in the root), "keywords" (joined by commas),
    /// "description", "url_file" (the public page). In answers about one file only "id", "filename"
    /// and "short_url" are sure.
    ///
    /// status::not_found for an unknown file.
    value file_info(const text &file_id) const {
        return ask(gigahost_giga0_file_info, file_id.c_str());
    }

    /// giga0 /file/edit: changes name, media type or folder of a file. What is std::nullopt stays
    /// as it is; nothing can be cleared, and file_move() moves to the root.
    ///
    /// Document: the file, as file_info() answers it.
    ///
    /// status::not_found for an unknown file or folder.
    value file_edit(const text &file_id, const optional_text &filename = {},
                    const optional_text &file_type = {},
                    const optional_text &folder_id = {}) const {
        return ask(gigahost_giga0_file_edit, file_id.c_str(), filename.c_str(), file_type.c_str(),
                   folder_id.c_str());
    }

    /// giga0 /file/delete: moves a file into the trash, out of which no call brings it back.
    ///
    /// Document: the file, as file_info() answers it.
    ///
    /// status::not_found for an unknown file.
    value file_delete(const text &file_id) const {
        return ask(gigahost_giga0_file_delete, file_id.c_str());
    }

    /// giga0 /file/move: moves a file into a folder; std::nullopt is the root.
    ///
    /// Document: the file, as file_info() answers it.
    ///
    /// status::not_found for an unknown file or folder.
    value file_move(const text &file_id, const optional_text &new_parent_folder_id = {}) const {
        return ask(gigahost_giga0_file_move, file_id.c_str(), new_parent_folder_id.c_str());
    }

    /// giga0 /file/copy: copies a file into a folder; std::nullopt is the root.
    ///
    /// Document: "original_file" and "new_file", as file_info() answers them.
    ///
    /// status::not_found for an unknown file or folder; status::outcome_unknown if the answer was
    /// lost.
    value file_copy(const text &file_id, const optional_text &copy_to_folder_id = {}) const {
        return ask(gigahost_giga0_file_copy, file_id.c_str(), copy_to_folder_id.c_str());
    }

    /// giga0 /folder/create: makes a folder in `parent_id`; std::nullopt is the root. `is_public`
    /// is 0 private (the host's own for std::nullopt), 1 unlisted, 2 public in the site's search.
    /// `access_password` is what visitors need, a secret: as text, or its MD5 in 32 hexadecimal
    /// digits, which is what travels; std::nullopt is none. The host may allow a second folder of
    /// the same name.
    ///
    /// Document: the folder, as folder_info() answers it.
    ///
    /// status::not_found for an unknown parent; status::outcome_unknown if the answer was lost.
    value folder_create(const text &folder_name, const optional_text &parent_id = {},
                        std::optional<std::int32_t> is_public = std::nullopt,
                        const optional_text &access_password = {}) const {
        return ask(gigahost_giga0_folder_create, folder_name.c_str(), parent_id.c_str(),
                   is_public.value_or(-1), access_password.c_str());
    }

    /// giga0 /folder/listing: the folders and files in a folder, one level, all of them.
    /// std::nullopt is the root.
    ///
    /// Document: "folders", a list as folder_info() answers them, and "files", a list as
    /// file_info() answers them.
    ///
    /// status::not_found for an unknown folder.
    value folder_listing(const optional_text &parent_folder_id = {}) const {
        return ask(gigahost_giga0_folder_listing, parent_folder_id.c_str());
    }

    /// giga0 /folder/info: a folder.
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

    /// giga0 /folder/edit: changes name, parent, visibility or password of a folder, as
    /// folder_create() takes them. What is std::nullopt stays as it is; nothing can be cleared, and
    /// folder_move() moves to the root.
    ///
    /// Document: the folder, as folder_info() answers it.
    ///
    /// status::argument if the folder is to go into itself; status::not_found for an unknown folder
    /// or parent.
    value folder_edit(const text &folder_id, const optional_text &folder_name = {},
                      const optional_text &parent_id = {},
                      std::optional<std::int32_t> is_public = std::nullopt,
                      const optional_text &access_password = {}) const {
        return ask(gigahost_giga0_folder_edit, folder_id.c_str(), folder_name.c_str(),
                   parent_id.c_str(), is_public.value_or(-1), access_password.c_str());
    }

    /// giga0 /folder/delete: moves a folder into the trash, with all that lies in it.
    ///
    /// Document: nothing; host_json() has the host's words.
    ///
    /// status::not_found for an unknown folder.
    value folder_delete(const text &folder_id) const {
        return ask(gigahost_giga0_folder_delete, folder_id.c_str());
    }

    /// giga0 /folder/move: moves a folder into a folder; std::nullopt is the root. What lies below
    /// a folder is no place for it either; session::move() looks for that.
    ///
    /// Document: the folder, as folder_info() answers it.
    ///
    /// status::argument if the folder is to go into itself; status::not_found for an unknown folder
    /// or target.
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
    /// status::outcome_unknown if the answer was lost.
    value file_url_upload_add(const text &url, const optional_text &folder_id = {}) const {
        return ask(gigahost_giga0_file_url_upload_add, url.c_str(), folder_id.c_str());
    }

    /// giga0 /file/url_upload_status: what an import is doing. It may begin late: ask every 5 s at
    /// first, and every minute later.
    ///
    /// Document: "scheduled_item_id", "status" (only words that begin with "complete", "fail",
    /// "error" or "cancel" are final), "created", "started" and "finished" ("YYYY-MM-DD HH:MM:SS"
    /// without a zone), "total_size" (bytes), "downloaded_file" (once it is there) with "file_id",
    /// "name", "size" (bytes) and "url" (the public page).
    value file_url_upload_status(const text &scheduled_item_id) const {
        return ask(gigahost_giga0_file_url_upload_status, scheduled_item_id.c_str());
    }
};

} // namespace gigahost

#endif // GIGAHOST_GIGA0_HPP
