// The operations of giga.gs.
#ifndef GIGAHOST_GIGAGS_HPP
#define GIGAHOST_GIGAGS_HPP

#include <cstdint>
#include <optional>

#include "operations.hpp"

namespace gigahost {

/// The operations of giga.gs, under the names and with the parameters of its own document.
/// session::gigags() makes it; that session must stay open meanwhile. Cheap to copy; any number
/// of threads may use it at once. Calls throw as those of the session do; at another host too.
class gigags_operations : private detail::operations {
public:
    using operations::operations;

    /// giga.gs /getUploadUrl: where a file goes. A bare server name and an address without a path
    /// are made whole.
    ///
    /// Document: the address, a text and a secret: as_string().
    ///
    /// status::auth if the token is refused twice.
    value get_upload_url() const { return ask(gigahost_gigags_get_upload_url); }

    /// giga.gs /upload: sends a file, once, to an address from get_upload_url(). `url` is a secret.
    /// `from` and `options` are those of session::upload(), but of the options only the source and
    /// the name count. session::upload() asks for the address itself, reports progress, and finds
    /// out what became of a file whose answer was lost.
    ///
    /// Document: "url" (the direct link), "id" (of the video), "hash" (whether it is the MD5 of the
    /// content is not known), "filehash" (what archive() wants).
    ///
    /// status::url_refused for an address that lies neither within giga.gs nor at the session's
    /// base URL: the token goes along. status::too_large, status::auth or status::host if the host
    /// refuses; status::outcome_unknown if the answer was lost.
    value upload(const text &url, const source &from, const upload_options &options = {}) const {
        return detail::upload_call(from, options)
            .call<value>(gigahost_gigags_upload, session_, url.c_str());
    }

    /// giga.gs /createtoken: makes a private token. The session does this by itself; the token of
    /// this call is only handed out.
    ///
    /// Document: the token, a text and a secret: as_string().
    ///
    /// status::auth for any refusal. Never repeated.
    value create_token(const text &username, const text &password) const {
        return ask(gigahost_gigags_create_token, username.c_str(), password.c_str());
    }

    /// giga.gs /session with user name and password: checks them.
    ///
    /// Document: "private" (whether it belongs to an account, or the site wants one), "token" (a
    /// secret), "max_file_size" (bytes; absent if unknown or without limit), "max_file_size_text"
    /// (as the host writes it, such as "512MB").
    ///
    /// status::auth for any refusal. Never repeated.
    value session_login(const text &username, const text &password) const {
        return ask(gigahost_gigags_session_login, username.c_str(), password.c_str());
    }

    /// giga.gs /session with a token, a secret: whether it is good. An answer without a token means
    /// that it is.
    ///
    /// Document: as session_login().
    ///
    /// status::auth if the token is refused.
    value session_token(const text &token) const {
        return ask(gigahost_gigags_session_token, token.c_str());
    }

    /// giga.gs /session without anything: gives a public token, for uploads without an account.
    ///
    /// Document: as session_login().
    value session_public() const { return ask(gigahost_gigags_session_public); }

    /// giga.gs /getfiles: a page of the account's files, at most `limit`. std::nullopt is the
    /// host's own. How the host counts pages, and how many files there are on one, is not known;
    /// session::list() finds out.
    ///
    /// Document: "files", a list of "id" (of the video), "hash" (whether it is the MD5 of the
    /// content is not known), "filehash" (what archive() wants), "name", "size" (bytes), "url" (the
    /// direct link), "created" (seconds since 1970) or "created_text" (as the host writes it),
    /// "archived" (whether its content was erased); and "count" (how many there are in all, where
    /// the host tells).
    ///
    /// status::argument in a session without an account.
    value get_files(std::optional<std::int64_t> page = std::nullopt,
                    std::optional<std::int64_t> limit = std::nullopt) const {
        return ask(gigahost_gigags_get_files, page.value_or(-1), limit.value_or(-1));
    }

    /// giga.gs /archive: erases the content of a file. Its record stays for 30 days, so it may
    /// still be listed. `filehash` is the video's id and its hash, joined by an underscore.
    ///
    /// Document: nothing; host_json() has the host's words.
    ///
    /// status::argument in a session without an account; status::not_found for an unknown file, as
    /// far as the host tells.
    value archive(const text &filehash) const {
        return ask(gigahost_gigags_archive, filehash.c_str());
    }
};

} // namespace gigahost

#endif // GIGAHOST_GIGAGS_HPP
