// The operations of ge.tt, REST v1.
#ifndef GIGAHOST_GETT_HPP
#define GIGAHOST_GETT_HPP

#include <cstdint>
#include <optional>

#include "live.hpp"
#include "operations.hpp"

namespace gigahost {

/// The operations of ge.tt, with the names and parameters of its API documentation. session::gett()
/// makes it; that session must stay open while it is used. Cheap to copy; any number of threads may
/// use it at once. Calls throw like those of the session, also if the session is at another host.
class gett_operations : private detail::operations {
public:
    using operations::operations;

    /// ge.tt /1/files/{sharename}/{fileid}/blob: downloads the content of any user's file. Needs no
    /// login. `into` and `options` are those of session::download(), which looks the file up first
    /// and so knows its name and size.
    ///
    /// status::rate_limited if the traffic of the file is used up; status::not_a_file if there is a
    /// web page instead.
    download_info files_blob(const text &sharename, const text &fileid, const target &into,
                             const download_options &options = {}) const {
        return detail::download_call(into, options)
            .call<download_info>(gigahost_gett_files_blob, session_, sharename.c_str(),
                                 fileid.c_str());
    }

    /// ge.tt /1/files/{sharename}/{fileid}/blob/thumb: downloads a thumbnail of a file. Images
    /// only. Otherwise like files_blob().
    download_info files_thumb(const text &sharename, const text &fileid, const target &into,
                              const download_options &options = {}) const {
        return detail::download_call(into, options)
            .call<download_info>(gigahost_gett_files_thumb, session_, sharename.c_str(),
                                 fileid.c_str());
    }

    /// ge.tt /1/files/{sharename}/{fileid}/blob/scale: downloads a scaled version of a file that
    /// fits into `size`, which is width and height in pixels, such as "640x480". Images only.
    /// Otherwise like files_blob().
    download_info files_scale(const text &sharename, const text &fileid, const text &size,
                              const target &into, const download_options &options = {}) const {
        return detail::download_call(into, options)
            .call<download_info>(gigahost_gett_files_scale, session_, sharename.c_str(),
                                 fileid.c_str(), size.c_str());
    }

    /// ge.tt, PUT to the "puturl" of a file: sends its bytes, once. `puturl` is a secret. `from`
    /// and `options` are those of session::upload(); a folder in them is ignored, because the URL
    /// belongs to a share. Sending again, to this or a newer URL, replaces the content.
    ///
    /// Document: "confirmed": whether the node confirmed that it has the file; if not, files_get()
    /// decides.
    ///
    /// If the connection is lost after the first byte, the error's outcome is unknown; use
    /// files_get() to find out.
    value upload_put(const text &puturl, const source &from,
                     const upload_options &options = {}) const {
        return detail::upload_call(from, options)
            .call<value>(gigahost_gett_upload_put, session_, puturl.c_str());
    }

    /// ge.tt, POST to the "posturl" of a file: like upload_put(), but as a form with one file.
    value upload_post(const text &posturl, const source &from,
                      const upload_options &options = {}) const {
        return detail::upload_call(from, options)
            .call<value>(gigahost_gett_upload_post, session_, posturl.c_str());
    }

    /// ge.tt /1/files/{sharename}/create: announces a file. It stays invisible until its bytes have
    /// arrived, unless `live_session` is the text of a live session that serves it
    /// (live::session_text()); std::nullopt means none.
    ///
    /// Document: the file, as returned by files_get(), with "upload", as returned by
    /// files_upload_urls().
    ///
    /// status::not_found for an unknown share; status::outcome_unknown if the response was lost.
    value files_create(const text &sharename, const text &filename,
                       const optional_text &live_session = {}) const {
        return ask(gigahost_gett_files_create, sharename.c_str(), filename.c_str(),
                   live_session.c_str());
    }

    /// ge.tt /1/files/{sharename}/{fileid}: describes any user's file. Needs no login.
    ///
    /// Document: "fileid" (text, not always a number), "filename", "sharename", "downloads",
    /// "readystate" ("remote": announced, "uploading", "uploaded", "removed", or the host's own
    /// word), "created" (when it was announced, in seconds since 1970), "size" (bytes, once known),
    /// "getturl" (its public page).
    ///
    /// A file that is gone gives status::not_found, or a document with "readystate" "removed".
    value files_get(const text &sharename, const text &fileid) const {
        return ask(gigahost_gett_files_get, sharename.c_str(), fileid.c_str());
    }

    /// ge.tt /1/files/{sharename}/{fileid}/upload: gets new URLs for the bytes of a file. The
    /// earlier ones stay valid, for replacing the content.
    ///
    /// Document: "puturl" for upload_put(), "posturl" for upload_post(): secrets, since anyone who
    /// has one can replace the file.
    ///
    /// status::not_found for an unknown file.
    value files_upload_urls(const text &sharename, const text &fileid) const {
        return ask(gigahost_gett_files_upload_urls, sharename.c_str(), fileid.c_str());
    }

    /// ge.tt /1/files/{sharename}/{fileid}/destroy: deletes a file.
    ///
    /// Document: nothing; host_json() has the host's own response.
    value files_destroy(const text &sharename, const text &fileid) const {
        return ask(gigahost_gett_files_destroy, sharename.c_str(), fileid.c_str());
    }

    /// ge.tt /1/shares: the account's shares with their files, starting at number `skip`, at most
    /// `limit`. std::nullopt means the host's default, which is not documented; session::list()
    /// fetches all.
    ///
    /// Document: a list of shares, as returned by shares_get().
    value shares_list(std::optional<std::int64_t> skip = std::nullopt,
                      std::optional<std::int64_t> limit = std::nullopt) const {
        return ask(gigahost_gett_shares_list, skip.value_or(-1), limit.value_or(-1));
    }

    /// ge.tt /1/shares/create: makes a share. std::nullopt means no title.
    ///
    /// Document: the share, as returned by shares_get().
    ///
    /// status::outcome_unknown if the response was lost.
    value shares_create(const optional_text &title = {}) const {
        return ask(gigahost_gett_shares_create, title.c_str());
    }

    /// ge.tt /1/shares/{sharename}: describes any user's share and its files. Needs no login.
    ///
    /// Document: "sharename", "title", "created" and "updated" (seconds since 1970), "getturl" (its
    /// public page), "readystate" ("ready", "removed", or the host's own word), "userid" and
    /// "fullname" (its owner), "live" (whether somebody serves it live), "files", a list as
    /// returned by files_get().
    ///
    /// A share that is gone gives status::not_found, or a document with "readystate" "removed".
    value shares_get(const text &sharename) const {
        return ask(gigahost_gett_shares_get, sharename.c_str());
    }

    /// ge.tt /1/shares/{sharename}/update: sets the title of a share; std::nullopt removes it.
    ///
    /// Document: the share, as returned by shares_get().
    ///
    /// status::not_found for an unknown share.
    value shares_update(const text &sharename, const optional_text &title = {}) const {
        return ask(gigahost_gett_shares_update, sharename.c_str(), title.c_str());
    }

    /// ge.tt /1/shares/{sharename}/destroy: deletes a share and its files. Repeating the call
    /// succeeds.
    ///
    /// Document: nothing; host_json() has the host's own response.
    value shares_destroy(const text &sharename) const {
        return ask(gigahost_gett_shares_destroy, sharename.c_str());
    }

    /// ge.tt /1/users/login: gets tokens for an API key, e-mail address and password; the first and
    /// the last are secrets. The session does this automatically; the tokens of this call are only
    /// returned, not used.
    ///
    /// Document: "accesstoken" (a secret), "refreshtoken" (a secret, for getting new tokens),
    /// "expires" (life of the access token in seconds; absent if the host does not say), "user" (as
    /// returned by users_me(); absent after some refreshes).
    ///
    /// status::auth for rejected credentials, never retried; status::unsupported unless a base URL
    /// was set for the session, so that no credential is sent to a domain name that may have passed
    /// to somebody else.
    value users_login(const text &apikey, const text &email, const text &password) const {
        return ask(gigahost_gett_users_login, apikey.c_str(), email.c_str(), password.c_str());
    }

    /// ge.tt /1/users/login: exchanges a refresh token, a secret, for new tokens. Keep the refresh
    /// token of the result: whether the old one stays valid is not documented.
    ///
    /// Document: see users_login().
    ///
    /// status::auth if the host rejects it, never retried; status::unsupported as for
    /// users_login().
    value users_login_refresh(const text &refreshtoken) const {
        return ask(gigahost_gett_users_login_refresh, refreshtoken.c_str());
    }

    /// ge.tt /1/users/me: the account.
    ///
    /// Document: "userid", "fullname", "email", "files" and "downloads" (how many), "storage" with
    /// "used", "limit" and "extra" (bytes; "extra" is already inside "limit").
    value users_me() const { return ask(gigahost_gett_users_me); }

    /// ge.tt Live: opens a connection. `live_session` is any text; it identifies this account's
    /// files until they are sent. std::nullopt means 128 random bits.
    ///
    /// status::protocol for a host that does not speak WebSocket; otherwise the errors of logging
    /// in and connecting. The host does not say whether it accepts the session text: a rejected one
    /// shows up as a lost connection.
    gigahost::live live(const optional_text &live_session = {}) const {
        return gigahost::live(
            detail::open<gigahost_live>(gigahost_gett_live, session_, live_session.c_str()));
    }
};

} // namespace gigahost

#endif // GIGAHOST_GETT_HPP
