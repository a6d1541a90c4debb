// Logs of receipts: what was stored, and whether it is still there.
#ifndef GIGAHOST_RECEIPT_LOG_HPP
#define GIGAHOST_RECEIPT_LOG_HPP

#include <filesystem>
#include <memory>

#include "session.hpp"

namespace gigahost {

/// A log of stored files: a text file with a line of JSON for each. A queue that has it in its
/// options writes to it. No secret is in it.
///
/// Owns a handle; may be moved, not copied. Queues keep their own reference to it, and other
/// programs may write to the same file.
class receipt_log {
public:
    /// Opens the log at a path, and makes it if it is not there; only its user may read it then.
    explicit receipt_log(const std::filesystem::path &path)
        : handle_(detail::open<gigahost_receipt_log>(gigahost_receipt_log_new,
                                                     detail::path_text(path).c_str())) {}

    /// Asks the session's host whether its files of the log are still there; nothing is fetched.
    /// Files of other hosts and accounts are left out.
    ///
    /// Document: a list of objects with "standing" ("there", "gone" or "unknown"), "why" and
    /// "file"; see gigahost_receipt_log_verify().
    value verify(const session &at) const {
        return detail::ask<value>(gigahost_receipt_log_verify, c_handle(), at.c_handle());
    }

    /// The handle for functions of gigahost.h; null if this object was moved from.
    gigahost_receipt_log *c_handle() const noexcept { return handle_.get(); }

private:
    struct release {
        void operator()(gigahost_receipt_log *handle) const noexcept {
            gigahost_receipt_log_free(handle);
        }
    };

    std::unique_ptr<gigahost_receipt_log, release> handle_;
};

} // namespace gigahost

#endif // GIGAHOST_RECEIPT_LOG_HPP
