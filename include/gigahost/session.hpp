// Sessions and their verbs, and the tokens that cancel them.
#ifndef GIGAHOST_SESSION_HPP
#define GIGAHOST_SESSION_HPP

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>

#include "config.hpp"
#include "gett.hpp"
#include "giga0.hpp"
#include "gigags.hpp"
#include "items.hpp"
#include "rapidgator.hpp"
#include "transfer.hpp"
#include "uploadgig.hpp"

namespace gigahost {

/// Cancels the calls of the sessions that session::with_cancel() attached it to. It stays cancelled
/// for ever; make a new one for the next call.
///
/// Owns a handle; may be moved, not copied. Any number of threads may use it at once.
class cancel_token {
public:
    /// A token that is not cancelled yet.
    cancel_token() : handle_(detail::open<gigahost_cancel>(gigahost_cancel_new)) {}

    /// Cancels: calls in progress throw `cancelled` within 100 ms, in whatever phase they are. May
    /// be called at any time from any thread, from inside a callback, and from a signal handler, as
    /// long as the token lives and is not moved meanwhile.
    void cancel() const noexcept { gigahost_cancel_request(handle_.get(), nullptr); }

    /// The handle for functions of gigahost.h; null after a move away from this object.
    gigahost_cancel *c_handle() const noexcept { return handle_.get(); }

private:
    struct release {
        void operator()(gigahost_cancel *handle) const noexcept { gigahost_cancel_free(handle); }
    };

    std::unique_ptr<gigahost_cancel, release> handle_;
};

/// One account at one host.
///
/// Owns a handle; may be moved, not copied. Any number of threads may use it at once. It logs in by
/// itself when the first call needs it, once for all threads; renews a token that died, once per
/// call; and never sends a refused password again.
///
/// All work of a call happens on the thread that calls. Calls throw `error` or what derives from
/// it; inside a callback of a call the same session gives status::busy. After fork() the child
/// gets status::forked and opens its own. One that is closed or was moved from gives
/// status::argument; no thread may do that to it while another uses it.
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

    /// Another view of the same session, whose calls (transfers included) take at most this long
    /// in all. 0 is refused by the calls.
    session with_deadline(std::chrono::milliseconds limit) const {
        return session(detail::open<gigahost_session>(gigahost_session_with_deadline, c_handle(),
                                                      static_cast<std::int64_t>(limit.count())));
    }

    /// Closes the session before its end of life. Sends nothing, waits for nothing; doing it again
    /// does nothing. To end the login at the host as well, call logout() before.
    void close() noexcept { handle_.reset(); }

    /// Whether it is open.
    explicit operator bool() const noexcept { return handle_ != nullptr; }

    /// Its host. The session must be open.
    gigahost::host host() const noexcept {
        return static_cast<gigahost::host>(gigahost_session_host(c_handle()));
    }

    /// Whether its host can do this. What it cannot do throws `unsupported`, with a hint.
    bool supports(capability what) const noexcept {
        return gigahost_session_supports(c_handle(), static_cast<std::int32_t>(what)) == 1;
    }

    /// Logs in now, in place of with the first call that needs it. Does nothing if there is a
    /// token.
    void login() const { detail::run(gigahost_login, c_handle()); }

    /// Forgets the token, and tells the host where the host can be told. The token is gone from
    /// the session even if that throws.
    void logout() const { detail::run(gigahost_logout, c_handle()); }

    /// Asks for the account: who it is, what it may store and send.
    account_info account() const { return ask<account_info>(gigahost_account); }

    /// Lists a folder; without one, the root. All pages are fetched.
    listing list(const optional_text &folder = {}) const {
        return ask<listing>(gigahost_list, folder.c_str());
    }

    /// Describes one file or folder.
    entry stat(const item &one) const {
        return ask<entry>(gigahost_stat, static_cast<std::int32_t>(one.kind), text(one.id).c_str());
    }

    /// Sends a file to the host, by the host's own flow.
    ///
    /// A file is opened once; one that changes meanwhile gives status::source_changed. Nothing is
    /// sent twice unless the host cannot end up with two files. `outcome_unknown` means that nobody
    /// can tell whether it arrived: look before you repeat it.
    ///
    /// An exception that leaves a callback ends the upload and is thrown here, the same object.
    /// The session can be used afterwards.
    receipt upload(const source &from, const upload_options &options = {}) const {
        return detail::upload_call(from, options).call<receipt>(gigahost_upload, c_handle());
    }

    /// Fetches `file` of the account. A final path is never partial, and a page or a message of the
    /// host is never saved as the file (status::not_a_file). Exceptions of callbacks are treated as
    /// in upload().
    download_info download(const text &file, const target &into,
                           const download_options &options = {}) const {
        return detail::download_call(into, options)
            .call<download_info>(gigahost_download, c_handle(), file.c_str());
    }

    /// Deletes files and folders; where the host has a trash they go there. (`delete` is a word of
    /// the language.)
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

    /// Gives a file or folder another name. The name in the answer is the one that the host kept.
    entry rename(const item &one, const text &name) const {
        return ask<entry>(gigahost_rename, static_cast<std::int32_t>(one.kind),
                          text(one.id).c_str(), name.c_str());
    }

    /// Makes a folder in `parent`; without one, in the root.
    entry make_folder(const text &name, const optional_text &parent = {}) const {
        return ask<entry>(gigahost_make_folder, parent.c_str(), name.c_str());
    }

    /// Says who can see a file or folder.
    entry set_visibility(const item &one, visibility who) const {
        return ask<entry>(gigahost_set_visibility, static_cast<std::int32_t>(one.kind),
                          text(one.id).c_str(), static_cast<std::int32_t>(who));
    }

    /// Asks which public links are alive. Any number of them: the library cuts it to the host's
    /// limit.
    links check_links(const texts &urls) const {
        return ask<links>(gigahost_check_links, urls.data(), urls.size());
    }

    /// Has the host fetch links by itself, into `folder`; without one, into the root.
    jobs remote_upload(const texts &urls, const optional_text &folder = {}) const {
        return ask<jobs>(gigahost_remote_upload, urls.data(), urls.size(), folder.c_str());
    }

    /// Asks what jobs are doing; without ids all of them, if the host can list them.
    jobs remote_status(const texts &ids = {}) const {
        return ask<jobs>(gigahost_remote_status, ids.data(), ids.size());
    }

    /// Ends jobs.
    batch remote_cancel(const texts &ids) const {
        return ask<batch>(gigahost_remote_cancel, ids.data(), ids.size());
    }

    /// Makes a link that works for one download of `file`.
    one_time_link share_link(const text &file) const {
        return ask<one_time_link>(gigahost_share_link, file.c_str());
    }

    /// Lists what lies in the trash.
    listing trash_list() const { return ask<listing>(gigahost_trash_list); }

    /// Takes these files out of the trash.
    batch trash_restore(const texts &files) const {
        return ask<batch>(gigahost_trash_restore, files.data(), files.size(), 0);
    }

    /// Takes all files out of the trash.
    batch trash_restore_all() const {
        return ask<batch>(gigahost_trash_restore, nullptr, std::size_t(0), 1);
    }

    /// Erases these files of the trash for good.
    batch trash_empty(const texts &files) const {
        return ask<batch>(gigahost_trash_empty, files.data(), files.size(), 0);
    }

    /// Erases all files of the trash for good.
    batch trash_empty_all() const {
        return ask<batch>(gigahost_trash_empty, nullptr, std::size_t(0), 1);
    }

    /// A parameter of call(): its name and its value.
    using parameter = std::pair<std::string_view, std::string_view>;

    /// Reaches an endpoint of the host's API that this library does not model, by its path, such as
    /// "/api/v2/user/info". The parameters travel as the host's other calls carry them; the token
    /// is attached; the call is never repeated by itself. status::unsupported for an operation
    /// that carries a file.
    value call(const text &path, std::initializer_list<parameter> parameters = {}) const {
        texts names, values;
        for (const auto &[name, value_text] : parameters) {
            names.add(name);
            values.add(value_text);
        }
        return ask<value>(gigahost_call, path.c_str(), names.data(), values.data(), names.size());
    }

    /// The operations of rapidgator, as its API has them. They are there as long as the session;
    /// at another host they throw.
    rapidgator_operations rapidgator() const noexcept { return {c_handle()}; }

    /// The operations of giga0 and its kind.
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
