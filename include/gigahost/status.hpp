// Statuses as an enumeration, and as std::error_code.
#ifndef GIGAHOST_STATUS_HPP
#define GIGAHOST_STATUS_HPP

#include <cstdint>
#include <string>
#include <system_error>

#include "../gigahost.h"

namespace gigahost {

/// The outcome of a call: the constants GIGAHOST_OK and GIGAHOST_E_*, which gigahost.h documents.
/// New ones are added, so treat an unknown one as a failure.
enum class status : std::int32_t {
    ok = GIGAHOST_OK,
    argument = GIGAHOST_E_ARGUMENT,
    handle = GIGAHOST_E_HANDLE,
    busy = GIGAHOST_E_BUSY,
    unsupported = GIGAHOST_E_UNSUPPORTED,
    forked = GIGAHOST_E_FORKED,
    internal = GIGAHOST_E_INTERNAL,
    cancelled = GIGAHOST_E_CANCELLED,
    callback = GIGAHOST_E_CALLBACK,
    dns = GIGAHOST_E_DNS,
    connect = GIGAHOST_E_CONNECT,
    tls = GIGAHOST_E_TLS,
    certificate = GIGAHOST_E_CERTIFICATE,
    network = GIGAHOST_E_NETWORK,
    timeout = GIGAHOST_E_TIMEOUT,
    stalled = GIGAHOST_E_STALLED,
    protocol = GIGAHOST_E_PROTOCOL,
    proxy = GIGAHOST_E_PROXY,
    url_refused = GIGAHOST_E_URL_REFUSED,
    redirect_refused = GIGAHOST_E_REDIRECT_REFUSED,
    insecure_refused = GIGAHOST_E_INSECURE_REFUSED,
    http = GIGAHOST_E_HTTP,
    auth = GIGAHOST_E_AUTH,
    two_factor = GIGAHOST_E_TWO_FACTOR,
    forbidden = GIGAHOST_E_FORBIDDEN,
    not_found = GIGAHOST_E_NOT_FOUND,
    not_ready = GIGAHOST_E_NOT_READY,
    rate_limited = GIGAHOST_E_RATE_LIMITED,
    quota = GIGAHOST_E_QUOTA,
    too_large = GIGAHOST_E_TOO_LARGE,
    conflict = GIGAHOST_E_CONFLICT,
    host = GIGAHOST_E_HOST,
    bad_answer = GIGAHOST_E_BAD_ANSWER,
    io = GIGAHOST_E_IO,
    exists = GIGAHOST_E_EXISTS,
    source_changed = GIGAHOST_E_SOURCE_CHANGED,
    size_mismatch = GIGAHOST_E_SIZE_MISMATCH,
    corrupt = GIGAHOST_E_CORRUPT,
    not_a_file = GIGAHOST_E_NOT_A_FILE,
    outcome_unknown = GIGAHOST_E_OUTCOME_UNKNOWN,
};

/// The name of a status, such as "NOT_FOUND". Static.
inline const char *name_of(status what) noexcept {
    return gigahost_status_name(static_cast<std::int32_t>(what));
}

/// One English sentence that explains a status. Static.
inline const char *text_of(status what) noexcept {
    return gigahost_status_text(static_cast<std::int32_t>(what));
}

/// Whether the same call may succeed later without any change by the caller.
inline bool is_retryable(status what) noexcept {
    return gigahost_status_is_retryable(static_cast<std::int32_t>(what)) == 1;
}

namespace detail {

class category final : public std::error_category {
public:
    const char *name() const noexcept override { return "gigahost"; }

    std::string message(int what) const override { return gigahost_status_text(what); }

    std::error_condition default_error_condition(int what) const noexcept override {
        switch (what) {
        case GIGAHOST_E_ARGUMENT: return std::errc::invalid_argument;
        case GIGAHOST_E_HANDLE: return std::errc::bad_file_descriptor;
        case GIGAHOST_E_BUSY: return std::errc::device_or_resource_busy;
        case GIGAHOST_E_UNSUPPORTED: return std::errc::operation_not_supported;
        case GIGAHOST_E_CANCELLED: return std::errc::operation_canceled;
        case GIGAHOST_E_CONNECT: return std::errc::connection_refused;
        case GIGAHOST_E_NETWORK: return std::errc::connection_reset;
        case GIGAHOST_E_TIMEOUT:
        case GIGAHOST_E_STALLED: return std::errc::timed_out;
        case GIGAHOST_E_PROTOCOL:
        case GIGAHOST_E_BAD_ANSWER: return std::errc::protocol_error;
        case GIGAHOST_E_AUTH:
        case GIGAHOST_E_TWO_FACTOR:
        case GIGAHOST_E_FORBIDDEN: return std::errc::permission_denied;
        case GIGAHOST_E_NOT_FOUND: return std::errc::no_such_file_or_directory;
        case GIGAHOST_E_NOT_READY:
        case GIGAHOST_E_RATE_LIMITED: return std::errc::resource_unavailable_try_again;
        case GIGAHOST_E_QUOTA: return std::errc::no_space_on_device;
        case GIGAHOST_E_TOO_LARGE: return std::errc::file_too_large;
        case GIGAHOST_E_IO: return std::errc::io_error;
        case GIGAHOST_E_EXISTS: return std::errc::file_exists;
        default: return {what, *this};
        }
    }
};

} // namespace detail

/// The category of this library's error codes. Those with a POSIX equivalent compare equal to it:
/// `code == std::errc::timed_out`.
inline const std::error_category &error_category() noexcept {
    // Never destroyed: codes of it may be looked at until the very end.
    static const auto &only = *new detail::category;
    return only;
}

/// A status as an error code.
inline std::error_code make_error_code(status what) noexcept {
    return {static_cast<int>(what), error_category()};
}

} // namespace gigahost

/// @cond A status may be used as an error code.
template <> struct std::is_error_code_enum<gigahost::status> : std::true_type {};
/// @endcond

#endif // GIGAHOST_STATUS_HPP
