// Progress, readers and writers: what the library calls while bytes move.
#ifndef GIGAHOST_CALLBACKS_HPP
#define GIGAHOST_CALLBACKS_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <istream>
#include <optional>
#include <ostream>
#include <string_view>
#include <type_traits>
#include <utility>

#include "error.hpp"

// An exception may leave any callback: the transfer is cancelled, and the call throws that same
// exception. It cannot pass through the library itself, so the functions that the library calls are
// noexcept and store it.

namespace gigahost {

/// The progress of a transfer. Valid until the callback returns.
class progress {
public:
    explicit progress(const gigahost_progress &now) noexcept : now_(&now) {}

    /// The stage of the transfer.
    gigahost::stage stage() const noexcept { return static_cast<gigahost::stage>(now_->stage); }

    /// The name of the stage, such as "sending". Static.
    std::string_view stage_name() const noexcept { return now_->stage_name; }

    /// The number of the attempt, from 1.
    std::uint32_t attempt() const noexcept { return now_->attempt; }

    /// Bytes done in this stage. May decrease when something is sent again; attempt() then
    /// increases.
    std::int64_t done() const noexcept { return now_->done; }

    /// Total bytes; absent while unknown.
    std::optional<std::int64_t> total() const noexcept { return detail::opt_number(now_->total); }

    /// done() of total(), from 0 to 1; absent while unknown.
    std::optional<double> fraction() const noexcept {
        if (now_->total <= 0) return std::nullopt;
        return static_cast<double>(now_->done) / static_cast<double>(now_->total);
    }

    /// Bytes per second, averaged over the last few seconds; absent while there is too little data.
    std::optional<double> rate() const noexcept {
        if (now_->rate < 0) return std::nullopt;
        return now_->rate;
    }

    /// Estimated time left in this stage; absent while unknown.
    std::optional<std::chrono::milliseconds> time_left() const noexcept {
        if (now_->time_left < 0) return std::nullopt;
        return std::chrono::milliseconds(now_->time_left);
    }

    /// Time since the transfer began.
    std::chrono::milliseconds elapsed() const noexcept {
        return std::chrono::milliseconds(now_->elapsed);
    }

private:
    const gigahost_progress *now_;
};

namespace detail {

/// Calls `call`; true unless it returns false.
template <class Call, class... In> bool goes_on(Call &call, In &&...in) {
    using returned = std::invoke_result_t<Call &, In...>;
    if constexpr (std::is_void_v<returned>) {
        std::invoke(call, std::forward<In>(in)...);
        return true;
    } else {
        static_assert(std::is_convertible_v<returned, bool>, "return bool or nothing");
        return static_cast<bool>(std::invoke(call, std::forward<In>(in)...));
    }
}

template <class Call, class Self, class... In>
using if_callable = std::enable_if_t<std::is_invocable_v<std::decay_t<Call> &, In...> &&
                                     !std::is_same_v<std::decay_t<Call>, Self>>;

} // namespace detail

/// Anything that can be called with a `const progress &`, as a copy. Returning nothing or true
/// continues; returning false ends the transfer, which throws `cancelled`.
///
/// Called on the thread of the transfer, at most ten times a second, and at least once a second
/// even when nothing moves. The session must not be used inside (status::busy).
class progress_callback {
public:
    /// No callback.
    progress_callback() = default;

    /// No callback.
    progress_callback(std::nullptr_t) noexcept {}

    template <class Call, class = detail::if_callable<Call, progress_callback, const progress &>>
    progress_callback(Call call)
        : call_([call = std::move(call)](const progress &now) mutable {
              return detail::goes_on(call, now);
          }) {}

    explicit operator bool() const noexcept { return static_cast<bool>(call_); }

    bool operator()(const progress &now) const { return call_(now); }

private:
    std::function<bool(const progress &)> call_;
};

/// Reads the next bytes of a source: puts at most `capacity` of them into `buffer` and returns how
/// many, 0 at the end. The rules for progress_callback apply.
using reader = std::function<std::size_t(std::byte *buffer, std::size_t capacity)>;

/// Anything that takes the next `length` bytes of a download, as a copy. Returning nothing or true
/// continues; returning false ends the download with status::callback. The rules for
/// progress_callback apply.
class writer {
public:
    template <class Call, class = detail::if_callable<Call, writer, const std::byte *, std::size_t>>
    writer(Call call)
        : call_([call = std::move(call)](const std::byte *bytes, std::size_t length) mutable {
              return detail::goes_on(call, bytes, length);
          }) {}

    bool operator()(const std::byte *bytes, std::size_t length) const {
        return call_(bytes, length);
    }

private:
    std::function<bool(const std::byte *, std::size_t)> call_;
};

namespace detail {

/// A reader of the rest of `stream`; a failure in it is a std::ios_base::failure.
inline reader reader_of(std::istream &stream) {
    return [&stream](std::byte *buffer, std::size_t capacity) -> std::size_t {
        if (stream.eof()) return 0;
        stream.read(reinterpret_cast<char *>(buffer), static_cast<std::streamsize>(capacity));
        if (stream.bad() || (stream.fail() && !stream.eof()))
            throw std::ios_base::failure("the stream cannot be read");
        return static_cast<std::size_t>(stream.gcount());
    };
}

/// A writer into `stream`. It flushes after each write, so that no failure goes unnoticed.
inline writer writer_of(std::ostream &stream) {
    return [&stream](const std::byte *bytes, std::size_t length) {
        stream.write(reinterpret_cast<const char *>(bytes), static_cast<std::streamsize>(length));
        stream.flush();
        if (!stream) throw std::ios_base::failure("the stream cannot be written");
    };
}

/// What the callbacks of one transfer share: what they call, and the exception that left one.
/// Belongs to the thread of the transfer.
class relay {
public:
    relay(progress_callback report, reader read, std::optional<writer> write)
        : report_(std::move(report)), read_(std::move(read)), write_(std::move(write)) {}
    relay(const relay &) = delete;
    relay &operator=(const relay &) = delete;

    /// Throws what left a callback, if anything did.
    void rethrow() const {
        if (thrown_) std::rethrow_exception(thrown_);
    }

    /// A gigahost_progress_fn.
    static std::int32_t report(const gigahost_progress *now, void *user) noexcept {
        auto &self = *static_cast<relay *>(user);
        return self.guarded<std::int32_t>(1, [&] { return self.report_(progress(*now)) ? 0 : 1; });
    }

    /// A gigahost_read_fn.
    static std::int64_t read(std::uint8_t *buffer, std::size_t capacity, void *user) noexcept {
        auto &self = *static_cast<relay *>(user);
        return self.guarded<std::int64_t>(-1, [&] {
            const std::size_t count = self.read_(reinterpret_cast<std::byte *>(buffer), capacity);
            return count <= capacity ? static_cast<std::int64_t>(count) : std::int64_t(-1);
        });
    }

    /// A gigahost_write_fn.
    static std::int32_t write(const std::uint8_t *bytes, std::size_t length, void *user) noexcept {
        auto &self = *static_cast<relay *>(user);
        return self.guarded<std::int32_t>(1, [&] {
            return (*self.write_)(reinterpret_cast<const std::byte *>(bytes), length) ? 0 : 1;
        });
    }

private:
    /// Once something was thrown, nothing of the caller's runs again in this transfer.
    template <class Code, class Call> Code guarded(Code stop, Call call) noexcept {
        if (thrown_) return stop;
        try {
            return call();
        } catch (...) {
            thrown_ = std::current_exception();
            return stop;
        }
    }

    progress_callback report_;
    reader read_;
    std::optional<writer> write_;
    std::exception_ptr thrown_;
};

} // namespace detail

} // namespace gigahost

#endif // GIGAHOST_CALLBACKS_HPP
