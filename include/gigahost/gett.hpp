// The operations of ge.tt, REST v1.
#ifndef GIGAHOST_GETT_HPP
#define GIGAHOST_GETT_HPP

#include <cstdint>
#include <optional>

#include "live.hpp"
#include "operations.hpp"

namespace gigahost {

/// The operations of ge.tt, under the names and with the parameters of its own document.
/// session::gett() makes it; that session must stay open meanwhile. Cheap to copy; any number
/// of threads may use it at once. Calls throw as those of the session do; at another host too.
class gett_operations : private detail::operations {
public:
    using operations::operations;

    /// ge.tt /1/files/{sharename}/{fileid}/blob: fetches the content of a file, of anybody. Needs
    /// no login. `into` and `options` are those of session::download(), which looks at the file
    /// first and so knows its name and size.
    ///
    /// status::rate_limited if the traffic of the file is used up; status::not_a_file for a page in
    /// its place.
    download_info files_blob(const text &sharename, const text &fileid, const target &into,
                             const download_options &options = {}) const {
        return detail::download_call(into, options)
            .call<download_info>(gigahost_gett_files_blob, session_, sharename.c_str(),
                                 fileid.c_str());
    }

    /// ge.tt /1/files/{sharename}/{fileid}/blob/thumb: fetches a small picture of a file. Images
    /// only. Otherwise as files_blob().
    download_info files_thumb(const text &sharename, const text &fileid, const target &into,
                              const download_options &options = {}) const {
        return detail::download_call(into, options)
            .call<download_info>(gigahost_gett_files_thumb, session_, sharename.c_str(),
                                 fileid.c_str());
    }

    /// ge.tt /1/files/{sharename}/{fileid}/blob/scale: fetches a picture of a file that fits into
    /// `size`, which is width and height in pixels, such as "640x480". Images only. Otherwise as
    /// files_blob().
    download_info files_scale(const text &sharename, const text &fileid, const text &size,
                              const target &into, const download_options &options = {}) const {
        return detail::download_call(into, options)
            .call<download_info>(gigahost_gett_files_scale, session_, sharename.c_str(),
                                 fileid.c_str(), size.c_str());
    }

    /// ge.tt, PUT to the "puturl" of a file: sends its bytes, once. `puturl` is a secret. `from`
    /// and `options` are those of session::upload(); a folder there is ignored, for the address
    /// stands for a share. Sending again, to this or a newer address, replaces the content.
    ///
    /// Document: "confirmed": whether the node said that it has the file; otherwise files_get()
    /// decides.
    ///
    /// When the connection is lost after the first byte, the error's outcome is unknown, and
    /// files_get() tells.
    value upload_put(const text &puturl, const source &from,
                     const upload_options &options = {}) const {
        return detail::upload_call(from, options)
            .call<value>(gigahost_gett_upload_put, session_, puturl.c_str());
    }

    /// ge.tt, POST to the "posturl" of a file: as upload_put(), as a form with one file.
    value upload_post(const text &posturl, const source &from,
                      const upload_options &options = {}) const {
        return detail::upload_call(from, options)
            .call<value>(gigahost_gett_upload_post, session_, posturl.c_str());
    }

    /// ge.tt /1/files/{sharename}/create: announces a file. It stays invisible until its bytes are
    /// there, unless `live_session` is the text of a live session that serves it
    /// (live::session_text()); std::nullopt is none.
    ///
    /// Document: the file, as files_get() answers it, with "upload", as files_upload_urls() answers
    /// it.
    ///
    /// status::not_found for an unknown share; status::outcome_unknown if the answer was lost.
    value files_create(const text &sharename, const text &filename,
                       const optional_text &live_session = {}) const {
        return ask(gigahost_gett_files_create, sharename.c_str(), filename.c_str(),
                   live_session.c_str());
    }

    /// ge.tt /1/files/{sharename}/{fileid}: a file, of anybody. Needs no login.
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

    /// ge.tt /1/files/{sharename}/{fileid}/upload: new addresses for the bytes of a file. The
    /// earlier ones stay good, for replacing the content.
    ///
    /// Document: "puturl" for upload_put(), "posturl" for upload_post(): secrets, for whoever has
    /// one can replace the file.
    ///
    /// status::not_found for an unknown file.
    value files_upload_urls(const text &sharename, const text &fileid) const {
        return ask(gigahost_gett_files_upload_urls, sharename.c_str(), fileid.c_str());
    }

    /// ge.tt /1/files/{sharename}/{fileid}/destroy: deletes a file.
    ///
    /// Document: nothing; host_json() has the host's words.
    value files_destroy(const text &sharename, const text &fileid) const {
        return ask(gigahost_gett_files_destroy, sharename.c_str(), fileid.c_str());
    }

    /// ge.tt /1/shares: shares of the account with their files, from number `skip` on, at most
    /// `limit`. std::nullopt is the host's own, which is not documented; session::list() fetches
    /// all.
    ///
    /// Document: a list of shares, as shares_get() answers them.
    value shares_list(std::optional<std::int64_t> skip = std::nullopt,
                      std::optional<std::int64_t> limit = std::nullopt) const {
        return ask(gigahost_gett_shares_list, skip.value_or(-1), limit.value_or(-1));
    }

    /// ge.tt /1/shares/create: makes a share. std::nullopt is one without a title.
    ///
    /// Document: the share, as shares_get() answers it.
    ///
    /// status::outcome_unknown if the answer was lost.
    value shares_create(const optional_text &title = {}) const {
        return ask(gigahost_gett_shares_create, title.c_str());
    }

    /// ge.tt /1/shares/{sharename}: a share and its files, of anybody. Needs no login.
    ///
    /// Document: "sharename", "title", "created" and "updated" (seconds since 1970), "getturl" (its
    /// public page), "readystate" ("ready", "removed", or the host's own word), "userid" and
    /// "fullname" (its owner), "live" (whether somebody serves it live), "files", a list as
    /// files_get() answers them.
    ///
    /// A share that is gone gives status::not_found, or a document with "readystate" "removed".
    value shares_get(const text &sharename) const {
        return ask(gigahost_gett_shares_get, sharename.c_str());
    }

    /// ge.tt /1/shares/{sharename}/update: gives a share a title; std::nullopt takes it away.
    ///
    /// Document: the share, as shares_get() answers it.
    ///
    /// status::not_found for an unknown share.
    value shares_update(const text &sharename, const optional_text &title = {}) const {
        return ask(gigahost_gett_shares_update, sharename.c_str(), title.c_str());
    }

    /// ge.tt /1/shares/{sharename}/destroy: deletes a share and its files. Doing it again succeeds.
    ///
    /// Document: nothing; host_json() has the host's words.
    value shares_destroy(const text &sharename) const {
        return ask(gigahost_gett_shares_destroy, sharename.c_str());
    }

    /// ge.tt /1/users/login: gets tokens for an API key, e-mail address and password; the first and
    /// the last are secrets. The session does this by itself; the tokens of this call are only
    /// handed out.
    ///
    /// Document: "accesstoken" (a secret), "refreshtoken" (a secret: what new tokens can be had
    /// for), "expires" (life of the access token in seconds; absent if the host does not tell),
    /// "user" (as users_me() answers it; absent after some refreshes).
    ///
    /// status::auth for refused credentials, never repeated; status::unsupported unless the session
    /// was given a base URL: so that no credential goes to a name that may have passed to somebody
    /// else.
    value users_login(const text &apikey, const text &email, const text &password) const {
        return ask(gigahost_gett_users_login, apikey.c_str(), email.c_str(), password.c_str());
    }

    /// ge.tt /1/users/login: gets new tokens for a refresh token, a secret. Keep the refresh token
    /// of the answer: whether the old one stays good is not documented.
    ///
    /// Document: as users_login().
    ///
    /// status::auth if the host refuses it, never repeated; status::unsupported as there.
    value users_login_refresh(const text &refreshtoken) const {
        return ask(gigahost_gett_users_login_refresh, refreshtoken.c_str());
    }

    /// ge.tt /1/users/me: the account.
    ///
    /// Document: "userid", "fullname", "email", "files" and "downloads" (how many), "storage" with
    /// "used", "limit" and "extra" (bytes; "extra" is already inside "limit").
    value users_me() const { return ask(gigahost_gett_users_me); }

    /// ge.tt Live: opens a connection. `live_session` is any text that belongs to this account's
    /// files until they are sent; std::nullopt takes 128 random bits.
    ///
    /// status::protocol for a host that does not speak WebSocket; otherwise what logging in and
    /// connecting give. Whether the host accepts the session text is not told: a refused one shows
    /// as a lost connection.
    gigahost::live live(const optional_text &live_session = {}) const {
        return gigahost::live(
            detail::open<gigahost_live>(gigahost_gett_live, session_, live_session.c_str()));
    }
};

} // namespace gigahost

#endif // GIGAHOST_GETT_HPP
