// ge.tt Live.
#ifndef GIGAHOST_LIVE_HPP
#define GIGAHOST_LIVE_HPP

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "value.hpp"

namespace gigahost {

/// An open Live connection to ge.tt, made by gett_operations::live(). Files that are announced with
/// its session text (gett_operations::files_create()) are listed and downloadable at once; when
/// somebody requests one, the host sends an event, and its bytes are then sent with upload_put().
///
/// Owns a handle; may be moved, not copied. All its work happens on the thread inside next(), which
/// must be called often: the host expects to receive something at least once a minute. While one
/// thread is inside a call with it, others get status::busy. Closing its session does not close it.
class live {
public:
    /// Takes ownership of a handle of gigahost.h.
    explicit live(gigahost_live *handle) noexcept : handle_(handle) {}

    /// Waits for the next event, at most this long; absent if there was none. Answers the host's
    /// pings and sends its own. The cancel token and the deadline of the session apply; the
    /// deadline starts anew with each call.
    ///
    /// Document: "event" ("download": send the bytes of this file now, unless that is under way;
    /// "filestat": an upload has begun; "storage_limit": the upload of this file exceeds the
    /// storage, stop it; "violated_terms": the host has removed this file) and "file" with
    /// "sharename", "fileid" and "filename". Also "increment" (download: whether it counts as one),
    /// "size" (filestat: bytes) and "reason" (violated_terms: in the host's words). Without "event"
    /// it is a message that this library does not know, as the host sent it.
    ///
    /// Throws status::network if the connection is lost, status::stalled if the host was silent for
    /// 150 s; call reconnect() then.
    std::optional<value> next(std::chrono::milliseconds patience) const {
        auto event = detail::ask<value>(gigahost_live_next, c_handle(),
                                        detail::count_of(patience));
        if (event.c_handle() == nullptr) return std::nullopt;
        return event;
    }

    /// Connects again with the same session text, to which the files stay bound. Tries five times,
    /// with increasing pauses.
    void reconnect() const { detail::run(gigahost_live_reconnect, c_handle()); }

    /// Whether it was connected at the end of the last call with it.
    bool is_connected() const noexcept { return gigahost_live_is_connected(c_handle()) == 1; }

    /// The session text, for gett_operations::files_create(). Lives until the connection is closed.
    std::string_view session_text() const noexcept {
        return detail::view(gigahost_live_session(c_handle()));
    }

    /// Closes the connection now, with a WebSocket closing handshake.
    void close() noexcept { handle_.reset(); }

    /// Whether it is open, connected or not.
    explicit operator bool() const noexcept { return handle_ != nullptr; }

    /// The handle for functions of gigahost.h; null if it is closed.
    const gigahost_live *c_handle() const noexcept { return handle_.get(); }

private:
    struct release {
        void operator()(gigahost_live *handle) const noexcept { gigahost_live_close(handle); }
    };

    std::unique_ptr<gigahost_live, release> handle_;
};

} // namespace gigahost

#endif // GIGAHOST_LIVE_HPP
