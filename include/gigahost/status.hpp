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
        switch (static_cast<status>(what)) {
        case status::argument: return std::errc::invalid_argument;
        case status::handle: return std::errc::bad_file_descriptor;
        case status::busy: return std::errc::device_or_resource_busy;
        case status::unsupported: return std::errc::operation_not_supported;
        case status::cancelled: return std::errc::operation_canceled;
        case status::connect: return std::errc::connection_refused;
        case status::network: return std::errc::connection_reset;
        case status::timeout:
        case status::stalled: return std::errc::timed_out;
        case status::protocol:
        case status::bad_answer: return std::errc::protocol_error;
        case status::auth:
        case status::two_factor:
        case status::forbidden: return std::errc::permission_denied;
        case status::not_found: return std::errc::no_such_file_or_directory;
        case status::not_ready:
        case status::rate_limited: return std::errc::resource_unavailable_try_again;
        case status::quota: return std::errc::no_space_on_device;
        case status::too_large: return std::errc::file_too_large;
        case status::io: return std::errc::io_error;
        case status::exists: return std::errc::file_exists;
        default: return {what, *this};
        }
    }
};

} // namespace detail

/// The category of this library's error codes. Those with a POSIX equivalent compare equal to it:
/// `code == std::errc::timed_out`.
inline const std::error_category &error_category() noexcept {
    static const detail::category only;
    return only;
}

/// A status as an error code.
inline std::error_code make_error_code(status what) noexcept {
    return {static_cast<int>(what), error_category()};
}

} // namespace gigahost

/// Lets a status be used as an error code.
template <> struct std::is_error_code_enum<gigahost::status> : std::true_type {};

#endif // GIGAHOST_STATUS_HPP
