// The operations of uploadgig.com.
#ifndef GIGAHOST_UPLOADGIG_HPP
#define GIGAHOST_UPLOADGIG_HPP

#include <cstdint>
#include <optional>

#include "operations.hpp"

namespace gigahost {

/// The operations of uploadgig, with the names and parameters of its API documentation.
/// session::uploadgig() makes it; that session must stay open while it is used. Cheap to copy; any
/// number of threads may use it at once. Calls throw like those of the session, also if the session
/// is at another host.
class uploadgig_operations : private detail::operations {
public:
    using operations::operations;

    /// uploadgig /api/get_upload_action: gets a URL to upload a file to, with the session's
    /// account. The URL is valid for 60 seconds. session::upload() performs all the steps.
    ///
    /// Document: "action" (the URL, a secret: anyone who has it can upload once), "cmbs" (free
    /// space of the account in MiB; absent if the host does not say).
    ///
    /// status::auth for a wrong pair, which this session never sends again; status::rate_limited
    /// from the login limiter, which blocks all further calls of the session for the time it
    /// states. The call counts as a login: never repeated, and one at a time.
    value get_upload_action() const { return ask(gigahost_uploadgig_get_upload_action); }

    /// uploadgig, POST to "result.action" of /api/get_upload_action: sends the bytes of a file,
    /// once. `action` is a secret. `from` and `options` are those of session::upload(); the name is
    /// sent in the header "Slug", encoded as set by upload_options::slug_mode.
    ///
    /// Document: "url" (its public link, which may answer 404 for some minutes), "id" (16
    /// hexadecimal digits, case-sensitive), "file_name", "size" (bytes), "message" (the host's
    /// remark about it).
    ///
    /// status::host with the node's text, also for an expired URL; status::outcome_unknown if the
    /// response to a completely sent file was lost.
    value upload_bytes(const text &action, const source &from,
                       const upload_options &options = {}) const {
        return detail::upload_call(from, options)
            .call<value>(gigahost_uploadgig_upload_bytes, session_, action.c_str());
    }
};

} // namespace gigahost

#endif // GIGAHOST_UPLOADGIG_HPP
