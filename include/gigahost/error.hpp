// What calls throw.
#ifndef GIGAHOST_ERROR_HPP
#define GIGAHOST_ERROR_HPP

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "constants.hpp"
#include "status.hpp"

namespace gigahost {

namespace detail {

/// Releases what the library returned.
struct release {
    void operator()(const void *result) const noexcept { gigahost_free(result); }
};

/// Takes ownership of what the library returned.
template <class T> std::shared_ptr<const T> own(const T *result) {
    return std::shared_ptr<const T>(result, release());
}

inline std::optional<std::string_view> opt_view(const char *text) noexcept {
    if (text == nullptr) return std::nullopt;
    return std::string_view(text);
}

inline std::string_view view(const char *text) noexcept {
    return text == nullptr ? std::string_view() : text;
}

inline std::optional<std::int64_t> opt_number(std::int64_t number) noexcept {
    if (number < 0) return std::nullopt;
    return number;
}

/// Texts come from hosts: control characters become blanks, so that they cannot drive a terminal.
inline std::string printable(std::string text) {
    unsigned char last = 0;
    for (char &c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_c1 = last == 0xC2 && byte >= 0x80 && byte < 0xA0;
        if (byte < 0x20 || byte == 0x7F) c = ' ';
        if (is_c1) c = '\xA0';
        last = byte;
    }
    return text;
}

/// The whole error in one line, for humans and logs.
inline std::string story(const gigahost_error &why) {
    std::string told;
    if (why.host != 0) {
        told += view(gigahost_host_name(why.host));
        if (why.operation != nullptr) told.append(" ").append(why.operation);
        told += ": ";
    }
    told += view(why.message);
    if (why.host_text != nullptr && told.find(why.host_text) == std::string::npos)
        told.append(" (the host says: ").append(why.host_text).append(")");
    if (why.hint != nullptr) told.append("; ").append(why.hint);
    told.append(" [").append(view(why.status_name)).append("]");
    return printable(std::move(told));
}

} // namespace detail

/// Why a call failed. what() is one line with everything relevant; the accessors return the parts.
/// No part contains a secret.
///
/// Copying and moving never throw; the strings live as long as any copy.
class error : public std::runtime_error {
public:
    /// An error reported by the library.
    error(gigahost::status what, std::shared_ptr<const gigahost_error> told)
        : std::runtime_error(told ? detail::story(*told) : std::string(text_of(what))),
          status_(what), told_(std::move(told)) {}

    /// An error that was detected before calling the library.
    error(gigahost::status what, const std::string &message)
        : std::runtime_error(message + " [" + name_of(what) + "]"), status_(what) {}

    /// The status of the call; never status::ok.
    gigahost::status status() const noexcept { return status_; }

    /// The name of the status, such as "NOT_FOUND". Static.
    const char *status_name() const noexcept { return name_of(status_); }

    /// The status as an error code of error_category().
    std::error_code code() const noexcept { return make_error_code(status_); }

    /// One or two sentences for humans, without the rest of what().
    std::string_view message() const noexcept { return told_ ? told_->message : what(); }

    /// What the caller can do next.
    std::optional<std::string_view> hint() const noexcept { return text(&gigahost_error::hint); }

    /// The host that was called.
    std::optional<gigahost::host> host() const noexcept {
        if (!told_ || told_->host == 0) return std::nullopt;
        return static_cast<gigahost::host>(told_->host);
    }

    /// The operation that failed.
    std::optional<std::string_view> operation() const noexcept {
        return text(&gigahost_error::operation);
    }

    /// The parameter that is wrong, with status::argument.
    std::optional<std::string_view> parameter() const noexcept {
        return text(&gigahost_error::parameter);
    }

    /// The HTTP status code of the response; absent if there was none.
    std::optional<int> http_status() const noexcept {
        if (!told_ || told_->http_status == 0) return std::nullopt;
        return told_->http_status;
    }

    /// The host's own code.
    std::optional<std::string_view> host_code() const noexcept {
        return text(&gigahost_error::host_code);
    }

    /// The host's own text, at most 4 KiB.
    std::optional<std::string_view> host_text() const noexcept {
        return text(&gigahost_error::host_text);
    }

    /// How long the host asks to wait.
    std::optional<std::chrono::milliseconds> retry_after() const noexcept {
        if (!told_ || told_->retry_after < 0) return std::nullopt;
        return std::chrono::milliseconds(told_->retry_after);
    }

    /// How many times the request was sent.
    std::uint32_t attempts() const noexcept { return told_ ? told_->attempts : 0; }

    /// Why the library did not retry the call.
    std::optional<std::string_view> not_repeated() const noexcept {
        return text(&gigahost_error::not_repeated);
    }

    /// Bytes sent in the last attempt, including headers.
    std::uint64_t bytes_sent() const noexcept { return told_ ? told_->bytes_sent : 0; }

    /// Bytes received in the last attempt, including headers.
    std::uint64_t bytes_received() const noexcept { return told_ ? told_->bytes_received : 0; }

    /// What the call changed at the host.
    gigahost::outcome outcome() const noexcept {
        return told_ ? static_cast<gigahost::outcome>(told_->outcome)
                     : gigahost::outcome::not_applied;
    }

    /// The clock that ran out, with status::timeout: "connect", "answer", "idle",
    /// "answer-after-body" or "call".
    std::optional<std::string_view> clock() const noexcept { return text(&gigahost_error::clock); }

    /// The number of the system's error (errno), or 0.
    int os_error() const noexcept { return told_ ? told_->os_error : 0; }

    /// The file on this machine that the error is about, as gigahost.h writes paths, with
    /// status::io, status::exists and status::source_changed.
    std::optional<std::string_view> path() const noexcept { return text(&gigahost_error::path); }

    /// Whether the same call may succeed later without any change by the caller.
    bool is_retryable() const noexcept { return gigahost::is_retryable(status_); }

private:
    std::optional<std::string_view> text(const char *gigahost_error::*member) const noexcept {
        return told_ ? detail::opt_view((*told_).*member) : std::nullopt;
    }

    gigahost::status status_;
    std::shared_ptr<const gigahost_error> told_;
};

/// status::cancelled: a token, or a progress callback that returned false, ended the call.
class cancelled : public error {
    using error::error;
};

/// status::unsupported: the host does not support this; the hint says what to use instead.
class unsupported : public error {
    using error::error;
};

/// status::not_found: the file, folder, link or job does not exist.
class not_found : public error {
    using error::error;
};

/// status::auth and status::two_factor: the credentials or the code were rejected. The library
/// never sends a rejected password again.
class login_refused : public error {
    using error::error;
};

/// status::rate_limited: the host asks to slow down; see retry_after().
class rate_limited : public error {
    using error::error;
};

/// status::outcome_unknown: the call may have taken effect. Check before repeating it.
class outcome_unknown : public error {
    using error::error;
};

namespace detail {

[[noreturn]] inline void raise(gigahost_status code, std::shared_ptr<const gigahost_error> kept) {
    const auto what = static_cast<status>(code);
    switch (static_cast<std::int32_t>(code)) {
    case GIGAHOST_E_CANCELLED: throw cancelled(what, std::move(kept));
    case GIGAHOST_E_UNSUPPORTED: throw unsupported(what, std::move(kept));
    case GIGAHOST_E_NOT_FOUND: throw not_found(what, std::move(kept));
    case GIGAHOST_E_AUTH:
    case GIGAHOST_E_TWO_FACTOR: throw login_refused(what, std::move(kept));
    case GIGAHOST_E_RATE_LIMITED: throw rate_limited(what, std::move(kept));
    case GIGAHOST_E_OUTCOME_UNKNOWN: throw outcome_unknown(what, std::move(kept));
    default: throw error(what, std::move(kept));
    }
}

/// Milliseconds as the library takes them.
inline std::int64_t count_of(std::chrono::milliseconds time) noexcept { return time.count(); }

/// Calls a function whose last argument takes the error.
template <class Function, class... In> void run(Function function, In... in) {
    const gigahost_error *why = nullptr;
    const gigahost_status code = function(in..., &why);
    if (code != GIGAHOST_OK) raise(code, own(why));
}

/// Calls a function whose last two arguments take a result and the error.
template <class Result, class Function, class... In> Result ask(Function function, In... in) {
    const typename Result::c_type *out = nullptr;
    run(function, in..., &out);
    return Result(own(out));
}

/// Calls a function whose last two arguments take a new handle and the error.
template <class Handle, class Function, class... In> Handle *open(Function function, In... in) {
    Handle *out = nullptr;
    run(function, in..., &out);
    return out;
}

} // namespace detail

} // namespace gigahost

#endif // GIGAHOST_ERROR_HPP
