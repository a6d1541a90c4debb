// The operations of rapidgator.net, API v2.
#ifndef GIGAHOST_RAPIDGATOR_HPP
#define GIGAHOST_RAPIDGATOR_HPP

#include <cstdint>
#include <optional>

#include "operations.hpp"

namespace gigahost {

/// The operations of rapidgator, with the names and parameters of its API documentation.
/// session::rapidgator() makes it; that session must stay open while it is used. Cheap to copy; any
/// number of threads may use it at once. Calls throw like those of the session, also if the session
/// is at another host.
class rapidgator_operations : private detail::operations {
public:
    using operations::operations;

    /// rapidgator, POST to the "url" of /file/upload: sends the bytes of a file, once. `url` is a
    /// secret. `from` and `options` are those of session::upload(); a folder in them is ignored,
    /// because the URL belongs to one. The node's response proves nothing by itself: call
    /// file_upload_info().
    ///
    /// Document: see file_upload().
    ///
    /// status::url_refused or status::insecure_refused for a URL that must not be contacted;
    /// status::outcome_unknown if the response was lost.
    value upload_bytes(const text &url, const source &from,
                       const upload_options &options = {}) const {
        return detail::upload_call(from, options)
            .call<value>(gigahost_rapidgator_upload_bytes, session_, url.c_str());
    }

    /// rapidgator, GET of the "download_url" of /file/download: downloads the bytes of a file,
    /// after the "delay". `download_url` is a secret. `into` and `options` are those of
    /// session::download(), but an earlier part is not resumed: the URL does not say which file it
    /// leads to.
    ///
    /// status::url_refused or status::insecure_refused for a URL that must not be contacted;
    /// status::not_a_file if it leads to a page.
    download_info download_bytes(const text &download_url, const target &into,
                                 const download_options &options = {}) const {
        return detail::download_call(into, options)
            .call<download_info>(gigahost_rapidgator_download_bytes, session_,
                                 download_url.c_str());
    }

    /// rapidgator /file/upload: announces a file of `size` bytes and this MD5 (`hash`, 32
    /// hexadecimal digits) for `folder_id`; std::nullopt is the root. session::upload() performs
    /// all the steps.
    ///
    /// Document: "upload_id", "url" (where to send the bytes: a secret; absent if the host already
    /// had the content), "file" (as returned by file_info(), once it exists), "state" ("uploading",
    /// "processing", "done", "fail", or a number that this library does not know), "error" (the
    /// host's text for a failure).
    ///
    /// status::quota for a full account and for more than 10 copies of one content;
    /// status::outcome_unknown if the response was lost.
    value file_upload(const text &name, const text &hash, std::int64_t size,
                      const optional_text &folder_id = {}) const {
        return ask(gigahost_rapidgator_file_upload, name.c_str(), hash.c_str(), size,
                   folder_id.c_str());
    }

    /// rapidgator /file/upload_info: the state of an upload. It belongs to the account, so it can
    /// also be queried after a new login.
    ///
    /// Document: see file_upload().
    ///
    /// status::not_found for an unknown upload.
    value file_upload_info(const text &upload_id) const {
        return ask(gigahost_rapidgator_file_upload_info, upload_id.c_str());
    }

    /// rapidgator /file/download: gets the URL for the bytes of a file. session::download()
    /// performs all the steps.
    ///
    /// Document: "download_url" (a secret: anyone who has it can download the file), "delay"
    /// (seconds to wait before it may be used).
    ///
    /// status::forbidden if the file needs a premium account; status::quota if the traffic of the
    /// account is used up; status::not_ready if the host cannot create a URL now. status::not_found
    /// can be false if the token has expired or the account is not premium.
    value file_download(const text &file_id) const {
        return ask(gigahost_rapidgator_file_download, file_id.c_str());
    }

    /// rapidgator /file/info: describes a file.
    ///
    /// Document: "file_id" (32 hexadecimal digits; very old ones are decimal), "mode" (0 public, 1
    /// premium only, 2 private, 3 hotlink), "folder_id" (absent in the trash), "name", "hash" (MD5
    /// of the content), "size" (bytes), "created" (seconds since 1970), "nb_downloads", "url" (its
    /// public page).
    ///
    /// status::not_found for an unknown file.
    value file_info(const text &file_id) const {
        return ask(gigahost_rapidgator_file_info, file_id.c_str());
    }

    /// rapidgator /file/rename: renames a file.
    ///
    /// Document: the file, as returned by file_info().
    ///
    /// status::not_found for an unknown file.
    value file_rename(const text &file_id, const text &name) const {
        return ask(gigahost_rapidgator_file_rename, file_id.c_str(), name.c_str());
    }

    /// rapidgator /file/copy: copies files, including those of other users, into `folder_id_dest`,
    /// at most 100 at a time. It succeeds even if nothing was copied: check the document.
    ///
    /// Document: see folder_copy().
    ///
    /// status::outcome_unknown if the response was lost.
    value file_copy(const texts &file_ids, const text &folder_id_dest) const {
        return ask(gigahost_rapidgator_file_copy, file_ids.data(), file_ids.size(),
                   folder_id_dest.c_str());
    }

    /// rapidgator /file/move: moves files into `folder_id_dest`, at most 100 at a time. It succeeds
    /// even if nothing was moved: check the document.
    ///
    /// Document: see folder_copy().
    value file_move(const texts &file_ids, const text &folder_id_dest) const {
        return ask(gigahost_rapidgator_file_move, file_ids.data(), file_ids.size(),
                   folder_id_dest.c_str());
    }

    /// rapidgator /file/delete: moves files into the trash, at most 100 at a time. It succeeds even
    /// if nothing was deleted: check the document.
    ///
    /// Document: see folder_copy().
    value file_delete(const texts &file_ids) const {
        return ask(gigahost_rapidgator_file_delete, file_ids.data(), file_ids.size());
    }

    /// rapidgator /file/change_mode: sets who can download a file: 0 everyone, 1 premium accounts,
    /// 2 its owner, 3 anyone by a direct link.
    ///
    /// Document: the file, as returned by file_info().
    ///
    /// status::not_found for an unknown file.
    value file_change_mode(const text &file_id, std::int32_t mode) const {
        return ask(gigahost_rapidgator_file_change_mode, file_id.c_str(), mode);
    }

    /// rapidgator /file/check_link: checks which links are alive, at most 25 at a time.
    /// session::check_links() takes any number.
    ///
    /// Document: a list of "url" (the link as the host reports it), "filename" and "size" (bytes),
    /// both absent if the link is dead, and "status" ("ACCESS" or "NO ACCESS").
    value file_check_link(const texts &urls) const {
        return ask(gigahost_rapidgator_file_check_link, urls.data(), urls.size());
    }

    /// rapidgator /file/onetimelink_create: creates a link for one download. When it is used, the
    /// host calls the URL `callback` unless it is std::nullopt, and sends an e-mail if `notify` is
    /// true; std::nullopt means the host's default.
    ///
    /// Document: "link_id", "file" (as returned by file_info()), "url" (the link, a secret: anyone
    /// who has it can use it), "state" (0 is waiting), "state_label", "callback_url", "notify",
    /// "created" (seconds since 1970), "downloaded" (whether it was used), "error".
    ///
    /// status::outcome_unknown if the response was lost.
    value file_onetimelink_create(const text &file_id, const optional_text &callback = {},
                                  std::optional<bool> notify = std::nullopt) const {
        return ask(gigahost_rapidgator_file_onetimelink_create, file_id.c_str(), callback.c_str(),
                   notify ? std::int32_t(*notify) : -1);
    }

    /// rapidgator /file/onetimelink_info: lists one-time links, at most 100 at a time; all of them
    /// if no ids are given.
    ///
    /// Document: a list of links, as returned by file_onetimelink_create(). A link that the host
    /// does not know has "error" set.
    value file_onetimelink_info(const texts &link_ids = {}) const {
        return ask(gigahost_rapidgator_file_onetimelink_info, link_ids.data(), link_ids.size());
    }

    /// rapidgator /file/xcopy: copies any user's public file `file_id` into `folder_id_dest`. No
    /// longer documented by the host.
    ///
    /// Document: the new file, as returned by file_info().
    ///
    /// status::quota as for file_upload(); status::outcome_unknown if the response was lost.
    value file_xcopy(const text &file_id, const text &folder_id_dest) const {
        return ask(gigahost_rapidgator_file_xcopy, file_id.c_str(), folder_id_dest.c_str());
    }

    /// rapidgator /file/xcopy: like file_xcopy(), but for the file with the public page `url`.
    value file_xcopy_url(const text &url, const text &folder_id_dest) const {
        return ask(gigahost_rapidgator_file_xcopy_url, url.c_str(), folder_id_dest.c_str());
    }

    /// rapidgator /file/hashcopy: creates a file in `folder_id_dest` from content that the host
    /// already has, by its MD5 (`hash`, 32 hexadecimal digits). No longer documented by the host.
    ///
    /// Document: the new file, as returned by file_info().
    ///
    /// status::not_found if the host does not have the content; status::quota as for file_upload();
    /// status::outcome_unknown if the response was lost.
    value file_hashcopy(const text &hash, const text &name, const text &folder_id_dest) const {
        return ask(gigahost_rapidgator_file_hashcopy, hash.c_str(), name.c_str(),
                   folder_id_dest.c_str());
    }

    /// rapidgator /folder/create: creates a folder in `folder_id`; std::nullopt is the root.
    /// Whether a name that is taken yields the existing folder or a second one is not certain;
    /// session::make_folder() checks first.
    ///
    /// Document: the folder, as returned by folder_info().
    ///
    /// status::outcome_unknown if the response was lost.
    value folder_create(const optional_text &folder_id, const text &name) const {
        return ask(gigahost_rapidgator_folder_create, folder_id.c_str(), name.c_str());
    }

    /// rapidgator /folder/info: describes a folder and its subfolders. std::nullopt is the root.
    ///
    /// Document: "folder_id", "mode" (0 public, 1 premium only, 2 private, 3 hotlink),
    /// "parent_folder_id" (absent at the root), "name", "url" (its public page), "nb_folders" and
    /// "nb_files" (how many it holds), "size_files" (bytes in it), "created" (seconds since 1970),
    /// and the lists "folders" and "files", of folders and, where a call lists them, of files as
    /// returned by file_info(). Folders in the list may have nothing but the counters.
    ///
    /// status::not_found for an unknown folder.
    value folder_info(const optional_text &folder_id = {}) const {
        return ask(gigahost_rapidgator_folder_info, folder_id.c_str());
    }

    /// rapidgator /folder/content: one page of the folders and files in a folder. std::nullopt is
    /// the root. `page` counts from 1, `per_page` is the number of entries on a page; std::nullopt
    /// means the host's default (page 1, 500 per page). `sort_column` is "name", "created", "size"
    /// or "nb_downloads", `sort_direction` "ASC" or "DESC"; std::nullopt means by name, ascending.
    ///
    /// Document: "folder", as returned by folder_info(), and "pager" with "current" (this page) and
    /// "total" (how many pages there are).
    ///
    /// status::not_found for an unknown folder.
    value folder_content(const optional_text &folder_id = {},
                         std::optional<std::int64_t> page = std::nullopt,
                         std::optional<std::int64_t> per_page = std::nullopt,
                         const optional_text &sort_column = {},
                         const optional_text &sort_direction = {}) const {
        return ask(gigahost_rapidgator_folder_content, folder_id.c_str(), page.value_or(-1),
                   per_page.value_or(-1), sort_column.c_str(), sort_direction.c_str());
    }

    /// rapidgator /folder/rename: renames a folder.
    ///
    /// Document: the folder, as returned by folder_info().
    ///
    /// status::not_found for an unknown folder.
    value folder_rename(const text &folder_id, const text &name) const {
        return ask(gigahost_rapidgator_folder_rename, folder_id.c_str(), name.c_str());
    }

    /// rapidgator /folder/copy: copies folders, including those of other users, into
    /// `folder_id_dest`, at most 100 at a time. It succeeds even if nothing was copied: check the
    /// document.
    ///
    /// Document: "success" and "fail" (how many), "success_ids" and "fail_ids" (which), "errors"
    /// (the host's texts; they belong to "fail_ids" one by one only if there are as many).
    ///
    /// status::outcome_unknown if the response was lost.
    value folder_copy(const texts &folder_ids, const text &folder_id_dest) const {
        return ask(gigahost_rapidgator_folder_copy, folder_ids.data(), folder_ids.size(),
                   folder_id_dest.c_str());
    }

    /// rapidgator /folder/move: moves folders into `folder_id_dest`, at most 100 at a time. It
    /// succeeds even if nothing was moved: check the document.
    ///
    /// Document: see folder_copy().
    value folder_move(const texts &folder_ids, const text &folder_id_dest) const {
        return ask(gigahost_rapidgator_folder_move, folder_ids.data(), folder_ids.size(),
                   folder_id_dest.c_str());
    }

    /// rapidgator /folder/delete: deletes folders, at most 100 at a time. It succeeds even if
    /// nothing was deleted: check the document.
    ///
    /// Document: see folder_copy().
    value folder_delete(const texts &folder_ids) const {
        return ask(gigahost_rapidgator_folder_delete, folder_ids.data(), folder_ids.size());
    }

    /// rapidgator /folder/change_mode: sets who can see a folder: 0 everyone, 1 premium accounts, 2
    /// its owner, 3 anyone by a direct link.
    ///
    /// Document: the folder, as returned by folder_info().
    ///
    /// status::not_found for an unknown folder.
    value folder_change_mode(const text &folder_id, std::int32_t mode) const {
        return ask(gigahost_rapidgator_folder_change_mode, folder_id.c_str(), mode);
    }

    /// rapidgator /remote/create: has the host fetch links by itself, at most 100 at a time, into
    /// `folder_id`; std::nullopt is the root. Creates one job for each.
    ///
    /// Document: a list of jobs: "job_id", "folder_id", "url" (the source, perhaps altered), "name"
    /// and "size" (bytes), both once known, "dl_size" (bytes fetched), "speed" (bytes a second),
    /// "state_label" ("Waiting", "Starting", "Downloading", "Done", "Fail", "Canceled"), "file" (as
    /// returned by file_info(), once it exists), "error" (why it failed), "created" and "updated"
    /// (seconds since 1970).
    ///
    /// status::quota for a full account; status::outcome_unknown if the response was lost.
    value remote_create(const texts &urls, const optional_text &folder_id = {}) const {
        return ask(gigahost_rapidgator_remote_create, urls.data(), urls.size(), folder_id.c_str());
    }

    /// rapidgator /remote/info: the state of jobs, at most 100 at a time; all of them if no ids are
    /// given.
    ///
    /// Document: see remote_create().
    value remote_info(const texts &job_ids = {}) const {
        return ask(gigahost_rapidgator_remote_info, job_ids.data(), job_ids.size());
    }

    /// rapidgator /remote/delete: cancels jobs and removes them from the list, at most 100 at a
    /// time. It succeeds even if nothing was cancelled: check the document.
    ///
    /// Document: see folder_copy().
    value remote_delete(const texts &job_ids) const {
        return ask(gigahost_rapidgator_remote_delete, job_ids.data(), job_ids.size());
    }

    /// rapidgator /trashcan/content: one page of the trash. `page` counts from 1, `per_page` is the
    /// number of files on a page; std::nullopt means the host's default (page 1, 500 per page).
    /// `sort_column` is "name", "created", "size", "nb_downloads" or "delete_time",
    /// `sort_direction` "ASC" or "DESC"; std::nullopt means by name, ascending.
    ///
    /// Document: "files", a list of files as returned by file_info(), and "pager" with "current"
    /// (this page) and "total" (how many pages there are).
    value trashcan_content(std::optional<std::int64_t> page = std::nullopt,
                           std::optional<std::int64_t> per_page = std::nullopt,
                           const optional_text &sort_column = {},
                           const optional_text &sort_direction = {}) const {
        return ask(gigahost_rapidgator_trashcan_content, page.value_or(-1), per_page.value_or(-1),
                   sort_column.c_str(), sort_direction.c_str());
    }

    /// rapidgator /trashcan/restore: restores these files from the trash into the root folder, at
    /// most 100 at a time; the host does not remember where they were. It succeeds even if nothing
    /// was done: check the document.
    ///
    /// Document: see folder_copy().
    value trashcan_restore(const texts &file_ids) const {
        return ask(gigahost_rapidgator_trashcan_restore, file_ids.data(), file_ids.size(), 0);
    }

    /// Like trashcan_restore(), but for all files in the trash.
    value trashcan_restore_all() const {
        return ask(gigahost_rapidgator_trashcan_restore, nullptr, std::size_t(0), 1);
    }

    /// rapidgator /trashcan/empty: permanently deletes these files in the trash, at most 100 at a
    /// time. It succeeds even if nothing was done: check the document.
    ///
    /// Document: see folder_copy().
    value trashcan_empty(const texts &file_ids) const {
        return ask(gigahost_rapidgator_trashcan_empty, file_ids.data(), file_ids.size(), 0);
    }

    /// Like trashcan_empty(), but for all files in the trash.
    value trashcan_empty_all() const {
        return ask(gigahost_rapidgator_trashcan_empty, nullptr, std::size_t(0), 1);
    }

    /// rapidgator /user/login: gets a token for `login` and `password`. The session does this
    /// automatically; the token of this call is only returned, not used. `code` is the two-factor
    /// code, or std::nullopt.
    ///
    /// Document: "token" (a secret) and "user", as returned by user_info().
    ///
    /// status::auth for a wrong pair, status::two_factor, status::rate_limited after frequent
    /// logins, status::forbidden for a frozen or locked account. Never retried.
    value user_login(const text &login, const text &password,
                     const optional_text &code = {}) const {
        return ask(gigahost_rapidgator_user_login, login.c_str(), password.c_str(), code.c_str());
    }

    /// rapidgator /user/info: the account.
    ///
    /// Document: "email", "is_premium", "premium_end_time" (seconds since 1970; accounts look
    /// expired up to a day early), "state" (1 means activated), "state_label", "traffic_total" and
    /// "traffic_left" (bytes; absent on free accounts), "storage_total" and "storage_left" (bytes),
    /// "max_file_size" (bytes), "nb_pipes" (parallel uploads), "max_nb_jobs" (remote jobs at once),
    /// "refresh_time" (polling interval for remote jobs, in seconds), "folder_id" (the root;
    /// usually absent).
    value user_info() const { return ask(gigahost_rapidgator_user_info); }
};

} // namespace gigahost

#endif // GIGAHOST_RAPIDGATOR_HPP
