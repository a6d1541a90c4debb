// The operations of uploadgig.com.
#ifndef GIGAHOST_UPLOADGIG_HPP
#define GIGAHOST_UPLOADGIG_HPP

#include <cstdint>
#include <optional>

#include "operations.hpp"

namespace gigahost {

/// The operations of uploadgig, under the names and with the parameters of its own document.
/// session::uploadgig() makes it; that session must stay open meanwhile. Cheap to copy; any number
/// of threads may use it at once. Calls throw as those of the session do; at another host too.
class uploadgig_operations : private detail::operations {
public:
    using operations::operations;

    /// uploadgig /api/get_upload_action: asks where a file may be sent, with the account of the
    /// session. The address lives for 60 seconds. session::upload() does all the steps.
    ///
    /// Document: "action" (the address, a secret: whoever has it can upload once), "cmbs" (how many
    /// MiB the account has room for; absent if the host does not tell).
    ///
    /// status::auth for a wrong pair, which this session then never sends again;
    /// status::rate_limited from the login limiter, which holds back every further call of the
    /// session for the time it names. The call counts as a login: never repeated, and one at a
    /// time.
    value get_upload_action() const { return ask(gigahost_uploadgig_get_upload_action); }

    /// uploadgig, POST to "result.action" of /api/get_upload_action: sends the bytes of a file,
    /// once. `action` is a secret. `from` and `options` are those of session::upload(); the name
    /// travels in the header "Slug", as upload_options::slug_mode says.
    ///
    /// Document: "url" (its public link, which may answer 404 for some minutes), "id" (16
    /// hexadecimal digits whose case matters), "file_name", "size" (bytes), "message" (what the
    /// host says about it).
    ///
    /// status::host with the node's text, for a dead address too; status::outcome_unknown if the
    /// answer to a file that was sent whole is lost.
    value upload_bytes(const text &action, const source &from,
                       const upload_options &options = {}) const {
        return detail::upload_call(from, options)
            .call<value>(gigahost_uploadgig_upload_bytes, session_, action.c_str());
    }
};

} // namespace gigahost

#endif // GIGAHOST_UPLOADGIG_HPP
