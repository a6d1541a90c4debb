// Sessions and their verbs, and the tokens that cancel them.
#ifndef GIGAHOST_SESSION_HPP
#define GIGAHOST_SESSION_HPP

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config.hpp"
#include "gett.hpp"
#include "giga0.hpp"
#include "gigags.hpp"
#include "items.hpp"
#include "rapidgator.hpp"
#include "transfer.hpp"
#include "uploadgig.hpp"

namespace gigahost {

/// Cancels the calls of the sessions that it was attached to with session::with_cancel(). Once
/// cancelled it stays cancelled; create a new one for the next call.
///
/// Owns a handle; may be moved, not copied. Any number of threads may use it at once.
class cancel_token {
public:
    /// A new token, not cancelled.
    cancel_token() : handle_(detail::open<gigahost_cancel>(gigahost_cancel_new)) {}

    /// Cancels: calls in progress throw `cancelled` within 100 ms, whatever phase they are in. May
    /// be called at any time from any thread, from inside a callback, and from a signal handler, as
    /// long as the token lives and is not moved meanwhile.
    void cancel() const noexcept { gigahost_cancel_request(handle_.get(), nullptr); }

    /// The handle for functions of gigahost.h; null if this object was moved from.
    gigahost_cancel *c_handle() const noexcept { return handle_.get(); }

private:
    struct release {
        void operator()(gigahost_cancel *handle) const noexcept { gigahost_cancel_free(handle); }
    };

    std::unique_ptr<gigahost_cancel, release> handle_;
};

/// One account at one host.
///
/// Owns a handle; may be moved, not copied. Any number of threads may use it at once. It logs in
/// automatically when the first call needs it, once for all threads; renews an expired token, once
/// per call; and never sends a rejected password again.
///
/// All work of a call happens on the calling thread. Calls throw `error` or a class derived from
/// it; inside a callback of one of its calls, the session gives status::busy. After fork() the
/// child gets status::forked and must open its own. A session that is closed or was moved from
/// gives status::argument; no thread may close or move it while another uses it.
class session {
public:
    /// Opens a session with these settings. Nothing is sent yet. Throws status::argument for
    /// credentials that do not fit the host or cannot be sent, and for a malformed address;
    /// status::insecure_refused for an "http" base URL without permission.
    explicit session(const config &settings)
        : handle_(detail::open<gigahost_session>(gigahost_session_open, settings.c_handle())) {}

    /// Another view of the same session, whose calls end when `token` is cancelled. Login,
    /// connections and limits are shared; neither needs to outlive the other.
    session with_cancel(const cancel_token &token) const {
        return session(detail::open<gigahost_session>(gigahost_session_with_cancel, c_handle(),
                                                      token.c_handle()));
    }

    /// Another view of the same session, whose calls (transfers included) take at most this long in
    /// total. With 0, the calls throw status::argument.
    session with_deadline(std::chrono::milliseconds limit) const {
        return session(detail::open<gigahost_session>(gigahost_session_with_deadline, c_handle(),
                                                      detail::count_of(limit)));
    }

    /// Closes the session now. Sends nothing and waits for nothing; closing it again does nothing.
    /// To log out at the host as well, call logout() first.
    void close() noexcept { handle_.reset(); }

    /// Whether it is open.
    explicit operator bool() const noexcept { return handle_ != nullptr; }

    /// Its host. The session must be open.
    gigahost::host host() const noexcept {
        return static_cast<gigahost::host>(gigahost_session_host(c_handle()));
    }

    /// Whether its host supports this. Calling what it does not support throws `unsupported`, with
    /// a hint.
    bool supports(capability what) const noexcept {
        return gigahost_session_supports(c_handle(), static_cast<std::int32_t>(what)) == 1;
    }

    /// What was odd about answers of the host that could be read all the same: a notice of its
    /// software beside an answer, characters that are none. Contacts nobody.
    ///
    /// Document: a list of texts, each once, the latest last, 32 at most.
    value notes() const { return ask<value>(gigahost_session_notes); }

    /// Logs in now rather than on the first call that needs it. Does nothing if there is a token
    /// already.
    void login() const { detail::run(gigahost_login, c_handle()); }

    /// Discards the token, and invalidates it at the host if the host supports that. The session
    /// drops the token even if that throws.
    void logout() const { detail::run(gigahost_logout, c_handle()); }

    /// Fetches the account: its identity, and its storage and upload limits.
    account_info account() const { return ask<account_info>(gigahost_account); }

    /// Lists a folder; without one, the root. All pages are fetched.
    listing list(const optional_text &folder = {}) const {
        return ask<listing>(gigahost_list, folder.c_str());
    }

    /// Describes one file or folder.
    entry stat(const item &one) const {
        return ask<entry>(gigahost_stat, static_cast<std::int32_t>(one.kind), text(one.id).c_str());
    }

    /// Uploads a file, by the host's own procedure.
    ///
    /// A file is opened once; if it changes in the meantime, the call throws
    /// status::source_changed. Nothing is sent twice unless the host cannot end up with two files.
    /// `outcome_unknown` means that it is impossible to tell whether the file arrived: check before
    /// repeating the upload.
    ///
    /// An exception that leaves a callback ends the upload and is thrown here, the same object.
    /// The session can be used afterwards.
    receipt upload(const source &from, const upload_options &options = {}) const {
        return detail::upload_call(from, options).call<receipt>(gigahost_upload, c_handle());
    }

    /// Says what of these files, each a name and a number of bytes, the host would refuse, and
    /// why, before any of them is read: names that cannot be sent, files that are too large for
    /// the account, and those for which its storage has no room after the ones before them. In the
    /// batch stand names. What the host does not tell cannot be said.
    batch preflight(const std::vector<std::pair<std::string, std::uint64_t>> &files) const {
        texts names;
        std::vector<std::uint64_t> sizes;
        for (const auto &[name, size] : files) {
            names.add(name);
            sizes.push_back(size);
        }
        return ask<batch>(gigahost_preflight, names.data(), sizes.data(), sizes.size());
    }

    /// A file of this host as a source for uploads to others: each fetches it while it sends it,
    /// and nothing is written to the disk of this machine unless the target wants an MD5 first and
    /// this host does not tell it, or does not tell the size. The download is verified as any
    /// other, before the last byte is sent.
    shared_source source_of(const entry &file) const {
        return shared_source(detail::open<gigahost_source>(
            gigahost_source_new_at_host, c_handle(), text(file.id()).c_str(),
            text(file.name()).c_str(), file.size().value_or(-1),
            optional_text(file.md5()).c_str()));
    }

    /// Downloads `file` of the account. A partial file never appears at the final path, and a web
    /// page or error message of the host is never saved as the file (status::not_a_file).
    /// Exceptions of callbacks are treated as in upload().
    download_info download(const text &file, const target &into,
                           const download_options &options = {}) const {
        return detail::download_call(into, options)
            .call<download_info>(gigahost_download, c_handle(), file.c_str());
    }

    /// Deletes files and folders. If the host has a trash, they are moved there. (`delete` is a
    /// keyword.)
    batch remove(const items &which) const {
        return ask<batch>(gigahost_delete, which.files().data(), which.files().size(),
                          which.folders().data(), which.folders().size());
    }

    /// Moves files and folders into the folder `into`; without one, the root.
    batch move(const items &which, const optional_text &into = {}) const {
        return ask<batch>(gigahost_move, which.files().data(), which.files().size(),
                          which.folders().data(), which.folders().size(), into.c_str());
    }

    /// Copies files and folders into the folder `into`; without one, the root.
    batch copy(const items &which, const optional_text &into = {}) const {
        return ask<batch>(gigahost_copy, which.files().data(), which.files().size(),
                          which.folders().data(), which.folders().size(), into.c_str());
    }

    /// Renames a file or folder. The name in the result is the one that the host stored.
    entry rename(const item &one, const text &name) const {
        return ask<entry>(gigahost_rename, static_cast<std::int32_t>(one.kind),
                          text(one.id).c_str(), name.c_str());
    }

    /// Creates a folder in `parent`; without one, in the root.
    entry make_folder(const text &name, const optional_text &parent = {}) const {
        return ask<entry>(gigahost_make_folder, parent.c_str(), name.c_str());
    }

    /// Sets who can see a file or folder.
    entry set_visibility(const item &one, visibility who) const {
        return ask<entry>(gigahost_set_visibility, static_cast<std::int32_t>(one.kind),
                          text(one.id).c_str(), static_cast<std::int32_t>(who));
    }

    /// Checks which public links are alive. Takes any number: the library splits it by the host's
    /// limit.
    links check_links(const texts &urls) const {
        return ask<links>(gigahost_check_links, urls.data(), urls.size());
    }

    /// Has the host fetch links by itself, into `folder`; without one, into the root.
    jobs remote_upload(const texts &urls, const optional_text &folder = {}) const {
        return ask<jobs>(gigahost_remote_upload, urls.data(), urls.size(), folder.c_str());
    }

    /// Fetches the state of jobs; without ids, of all jobs, if the host can list them.
    jobs remote_status(const texts &ids = {}) const {
        return ask<jobs>(gigahost_remote_status, ids.data(), ids.size());
    }

    /// Cancels jobs.
    batch remote_cancel(const texts &ids) const {
        return ask<batch>(gigahost_remote_cancel, ids.data(), ids.size());
    }

    /// Creates a link that works for one download of `file`.
    one_time_link share_link(const text &file) const {
        return ask<one_time_link>(gigahost_share_link, file.c_str());
    }

    /// Lists the files in the trash.
    listing trash_list() const { return ask<listing>(gigahost_trash_list); }

    /// Restores these files from the trash.
    batch trash_restore(const texts &files) const {
        return ask<batch>(gigahost_trash_restore, files.data(), files.size(), 0);
    }

    /// Restores all files from the trash.
    batch trash_restore_all() const {
        return ask<batch>(gigahost_trash_restore, nullptr, std::size_t(0), 1);
    }

    /// Permanently deletes these files in the trash.
    batch trash_empty(const texts &files) const {
        return ask<batch>(gigahost_trash_empty, files.data(), files.size(), 0);
    }

    /// Permanently deletes all files in the trash.
    batch trash_empty_all() const {
        return ask<batch>(gigahost_trash_empty, nullptr, std::size_t(0), 1);
    }

    /// A parameter of call(): its name and its value.
    using parameter = std::pair<std::string_view, std::string_view>;

    /// Calls an endpoint of the host's API that this library does not model, by its path, such as
    /// "/api/v2/user/info". Parameters are sent in the same way as those of the host's other calls,
    /// with the token attached. The call is never retried automatically. status::unsupported for an
    /// operation that carries a file.
    value call(const text &path, std::initializer_list<parameter> parameters = {}) const {
        texts names, values;
        for (const auto &[name, value_text] : parameters) {
            names.add(name);
            values.add(value_text);
        }
        return ask<value>(gigahost_call, path.c_str(), names.data(), values.data(), names.size());
    }

    /// The operations of rapidgator's own API. Valid as long as the session; at another host they
    /// throw.
    rapidgator_operations rapidgator() const noexcept { return {c_handle()}; }

    /// The operations of giga0 and compatible sites.
    giga0_operations giga0() const noexcept { return {c_handle()}; }

    /// The operations of uploadgig.
    uploadgig_operations uploadgig() const noexcept { return {c_handle()}; }

    /// The operations of ge.tt.
    gett_operations gett() const noexcept { return {c_handle()}; }

    /// The operations of giga.gs.
    gigags_operations gigags() const noexcept { return {c_handle()}; }

    /// The handle for functions of gigahost.h; null if it is closed.
    const gigahost_session *c_handle() const noexcept { return handle_.get(); }

private:
    struct release {
        void operator()(gigahost_session *handle) const noexcept { gigahost_session_close(handle); }
    };

    explicit session(gigahost_session *handle) noexcept : handle_(handle) {}

    template <class Result, class Function, class... In>
    Result ask(Function function, In... in) const {
        return detail::ask<Result>(function, c_handle(), in...);
    }

    std::unique_ptr<gigahost_session, release> handle_;
};

} // namespace gigahost

#endif // GIGAHOST_SESSION_HPP
