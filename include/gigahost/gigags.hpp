// The operations of giga.gs.
#ifndef GIGAHOST_GIGAGS_HPP
#define GIGAHOST_GIGAGS_HPP

#include <cstdint>
#include <optional>

#include "operations.hpp"

namespace gigahost {

/// The operations of giga.gs, with the names and parameters of its API documentation.
/// session::gigags() makes it; that session must stay open while it is used. Cheap to copy; any
/// number of threads may use it at once. Calls throw like those of the session, also if the session
/// is at another host.
class gigags_operations : private detail::operations {
public:
    using operations::operations;

    /// giga.gs /getUploadUrl: gets the URL to upload a file to. A bare server name and a URL
    /// without a path are completed.
    ///
    /// Document: the URL, a string and a secret: as_string().
    ///
    /// status::auth if the token is rejected twice.
    value get_upload_url() const { return ask(gigahost_gigags_get_upload_url); }

    /// giga.gs /upload: uploads a file, once, to a URL from get_upload_url(). `url` is a secret.
    /// `from` and `options` are those of session::upload(), but of the options only the source and
    /// the name are used. session::upload() obtains the URL itself, reports progress, and finds out
    /// what became of a file if the response was lost.
    ///
    /// Document: "url" (the direct link), "id" (of the video), "hash" (whether it is the MD5 of the
    /// content is not known), "filehash" (what archive() takes).
    ///
    /// status::url_refused for a URL that belongs neither to giga.gs nor to the session's base URL,
    /// because the token is sent with it. status::too_large, status::auth or status::host if the
    /// host rejects the file; status::outcome_unknown if the response was lost.
    value upload(const text &url, const source &from, const upload_options &options = {}) const {
        return detail::upload_call(from, options)
            .call<value>(gigahost_gigags_upload, session_, url.c_str());
    }

    /// giga.gs /createtoken: creates a private token. The session does this automatically; the
    /// token of this call is only returned, not used.
    ///
    /// Document: the token, a string and a secret: as_string().
    ///
    /// status::auth for any rejection. Never retried.
    value create_token(const text &username, const text &password) const {
        return ask(gigahost_gigags_create_token, username.c_str(), password.c_str());
    }

    /// giga.gs /session with user name and password: checks them.
    ///
    /// Document: "private" (whether it belongs to an account, or the site requires one), "token" (a
    /// secret), "max_file_size" (bytes; absent if unknown or unlimited), "max_file_size_text" (as
    /// the host writes it, such as "512MB").
    ///
    /// status::auth for any rejection. Never retried.
    value session_login(const text &username, const text &password) const {
        return ask(gigahost_gigags_session_login, username.c_str(), password.c_str());
    }

    /// giga.gs /session with a token, a secret: checks whether it is valid. A response without a
    /// token means that it is.
    ///
    /// Document: see session_login().
    ///
    /// status::auth if the token is rejected.
    value session_token(const text &token) const {
        return ask(gigahost_gigags_session_token, token.c_str());
    }

    /// giga.gs /session without parameters: returns a public token, for uploads without an account.
    ///
    /// Document: see session_login().
    value session_public() const { return ask(gigahost_gigags_session_public); }

    /// giga.gs /getfiles: one page of the account's files, at most `limit`. std::nullopt means the
    /// host's default. How the host numbers pages, and how many files one page has, is not
    /// documented; session::list() finds out.
    ///
    /// Document: "files", a list of "id" (of the video), "hash" (whether it is the MD5 of the
    /// content is not known), "filehash" (what archive() takes), "name", "size" (bytes), "url" (the
    /// direct link), "created" (seconds since 1970) or "created_text" (as the host writes it),
    /// "archived" (whether its content was erased); and "count" (the total number, if the host
    /// reports it).
    ///
    /// status::argument in a session without an account.
    value get_files(std::optional<std::int64_t> page = std::nullopt,
                    std::optional<std::int64_t> limit = std::nullopt) const {
        return ask(gigahost_gigags_get_files, page.value_or(-1), limit.value_or(-1));
    }

    /// giga.gs /archive: erases the content of a file. Its record is kept for 30 days, so it may
    /// still be listed. `filehash` is the video's id and its hash, joined by an underscore.
    ///
    /// Document: nothing; host_json() has the host's own response.
    ///
    /// status::argument in a session without an account; status::not_found for an unknown file, if
    /// the host reports that.
    value archive(const text &filehash) const {
        return ask(gigahost_gigags_archive, filehash.c_str());
    }
};

} // namespace gigahost

#endif // GIGAHOST_GIGAGS_HPP
