// Budgets for the bytes of files.
#ifndef GIGAHOST_BANDWIDTH_HPP
#define GIGAHOST_BANDWIDTH_HPP

#include <cstdint>
#include <memory>
#include <optional>

#include "error.hpp"

namespace gigahost {

/// Limits how fast the bytes of files move, and how many a day. Sessions that are opened with the
/// same budget share it (config::bandwidth()). It may be changed at any time, also while transfers
/// run.
///
/// Owns a handle; may be moved, not copied. Any number of threads may use it at once. Sessions keep
/// their own reference to it.
class bandwidth {
public:
    /// Bytes to hosts and from them; absent for no limit.
    struct limits {
        /// To hosts.
        std::optional<std::int64_t> up = std::nullopt;
        /// From hosts.
        std::optional<std::int64_t> down = std::nullopt;
    };

    /// Bytes that went to hosts and came from them.
    struct moved {
        /// To hosts.
        std::uint64_t up = 0;
        /// From hosts.
        std::uint64_t down = 0;
    };

    /// A budget without limits.
    bandwidth() : handle_(detail::open<gigahost_bandwidth>(gigahost_bandwidth_new)) {}

    /// The most bytes per second. Less than 1024 counts as 1024.
    void set(const limits &most) const {
        detail::run(gigahost_bandwidth_set, c_handle(), most.up.value_or(-1),
                    most.down.value_or(-1));
    }

    /// The most bytes in a day, which begins at midnight UTC. A file that does not fit into what is
    /// left of the day gives status::quota before a byte is moved.
    void set_per_day(const limits &most) const {
        detail::run(gigahost_bandwidth_set_per_day, c_handle(), most.up.value_or(-1),
                    most.down.value_or(-1));
    }

    /// Adds bytes to what moved today: what an earlier run of the program has used up.
    void add_today(const moved &more) const {
        detail::run(gigahost_bandwidth_add_today, c_handle(), more.up, more.down);
    }

    /// The bytes that moved since midnight UTC, through this budget.
    moved today() const noexcept {
        return {gigahost_bandwidth_up_today(c_handle()), gigahost_bandwidth_down_today(c_handle())};
    }

    /// The handle for functions of gigahost.h; null if this object was moved from.
    gigahost_bandwidth *c_handle() const noexcept { return handle_.get(); }

private:
    struct release {
        void operator()(gigahost_bandwidth *handle) const noexcept {
            gigahost_bandwidth_free(handle);
        }
    };

    std::unique_ptr<gigahost_bandwidth, release> handle_;
};

} // namespace gigahost

#endif // GIGAHOST_BANDWIDTH_HPP
