// Queues: many transfers at once.
#ifndef GIGAHOST_QUEUE_HPP
#define GIGAHOST_QUEUE_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "receipt_log.hpp"

namespace gigahost {

/// A transfer of a queue, as it was when it was asked for.
class transfer : public detail::view_of<gigahost_transfer> {
    using c = gigahost_transfer;

public:
    using view_of::view_of;

    /// Its number in the queue, from 1.
    std::uint64_t id() const noexcept { return c_handle()->id; }
    /// The host.
    gigahost::host host() const noexcept { return static_cast<gigahost::host>(c_handle()->host); }
    /// Which way it goes.
    gigahost::direction direction() const noexcept {
        return static_cast<gigahost::direction>(c_handle()->direction);
    }
    /// Where it stands.
    transfer_state state() const noexcept { return static_cast<transfer_state>(c_handle()->state); }
    /// The name of its state, such as "queued".
    std::string_view state_name() const noexcept { return known_text(&c::state_name); }
    /// Whether nothing will happen to it any more.
    bool is_over() const noexcept {
        return state() == transfer_state::done || state() == transfer_state::failed ||
               state() == transfer_state::cancelled;
    }
    /// Higher ones start first.
    std::int32_t priority() const noexcept { return c_handle()->priority; }
    /// Of an upload the name that is wanted, where it is known; of a download the file at the host.
    std::string_view name() const noexcept { return known_text(&c::name); }
    /// How far it is. Lives as long as this object.
    gigahost::progress progress() const noexcept {
        return gigahost::progress(*c_handle()->progress);
    }
    /// Why it failed or was cancelled, or what it waits for while it is delayed.
    std::optional<gigahost::error> error() const {
        using shared = std::shared_ptr<const gigahost_error>;
        const auto why = part<shared, gigahost_error>(c_handle()->error);
        if (!why) return std::nullopt;
        return gigahost::error(static_cast<status>(why->status), why);
    }
};

/// The whole of a queue: all transfers that were ever added, those that were taken out included.
class totals : public detail::view_of<gigahost_totals> {
public:
    using view_of::view_of;

    /// Transfers that wait for a worker, or for the time that a host named.
    std::size_t queued() const noexcept { return c_handle()->queued; }
    /// Transfers that a worker has.
    std::size_t active() const noexcept { return c_handle()->active; }
    /// Transfers that the host processes.
    std::size_t processing() const noexcept { return c_handle()->processing; }
    /// Transfers that are paused.
    std::size_t paused() const noexcept { return c_handle()->paused; }
    /// Transfers that succeeded.
    std::size_t done() const noexcept { return c_handle()->done; }
    /// Transfers that failed or were cancelled.
    std::size_t failed() const noexcept { return c_handle()->failed; }
    /// Bytes that have arrived, of all transfers that did not fail.
    std::uint64_t bytes_done() const noexcept { return c_handle()->bytes_done; }
    /// Bytes of all transfers that did not fail, as far as their sizes are known.
    std::uint64_t bytes_total() const noexcept { return c_handle()->bytes_total; }
    /// Bytes per second over the last few seconds; absent while there is too little data.
    std::optional<double> rate() const noexcept {
        if (c_handle()->rate < 0) return std::nullopt;
        return c_handle()->rate;
    }
    /// Estimated time left; absent while unknown.
    std::optional<std::chrono::milliseconds> time_left() const noexcept {
        if (c_handle()->time_left < 0) return std::nullopt;
        return std::chrono::milliseconds(c_handle()->time_left);
    }
};

/// Settings of a queue.
struct queue_options {
    /// How many files are sent or received at once, from 1 to 64. A host may allow fewer.
    std::int32_t workers = 4;
    /// How often a transfer that the host turned away for a while is begun again when the time is
    /// up.
    std::int32_t retries = 3;
    /// Keeps the state of the queue in this file, so that a later run goes on where this one ended,
    /// however it ended: what is done is not sent or fetched again, what may have arrived is looked
    /// for at its host first. What is left is added by queue::restore(). One queue at a time may
    /// have it; all sources and targets must be paths.
    std::optional<std::filesystem::path> state = std::nullopt;
    /// The receipts of all uploads are added to this log.
    const receipt_log *receipts = nullptr;
};

/// Many transfers over a bounded number of workers, to any number of sessions. A file that waits at
/// its host holds no worker. Every promise that a single call makes holds for each transfer.
///
///     gigahost::queue queue;
///     for (const auto &path : paths) queue.upload(session, path);
///     queue.run([](const gigahost::transfer &now) {
///         std::cout << now.name() << ": " << now.state_name() << std::endl;
///     });
///
/// Owns a handle; may be moved, not copied. Any number of threads may use it at once, and add,
/// pause, cancel and watch transfers at any time. The destructor cancels what is not over, and
/// joins the workers.
class queue {
public:
    /// A queue without transfers.
    explicit queue(const queue_options &options = queue_options())
        : kept_(std::make_unique<kept>()), handle_(open(options)) {}

    /// Adds an upload and gives its number; the arguments are those of session::upload(). Bytes
    /// must stay unchanged, and a stream or reader, which a worker's thread reads, usable, until
    /// the transfer is over. The options may not have a progress callback.
    std::uint64_t upload(const session &to, const source &from,
                         const upload_options &options = {}) const {
        auto call = std::make_unique<detail::upload_call>(from, options);
        std::uint64_t id = 0;
        detail::run(gigahost_queue_add_upload, c_handle(), to.c_handle(), call->path(),
                    call->options(), &id);
        keep(kept_->uploads, id, std::move(call));
        return id;
    }

    /// Adds a download and gives its number; the arguments are those of session::download(), and
    /// the same as for upload() holds for a stream or writer.
    std::uint64_t download(const session &from, const text &file, const target &into,
                           const download_options &options = {}) const {
        auto call = std::make_unique<detail::download_call>(into, options);
        std::uint64_t id = 0;
        detail::run(gigahost_queue_add_download, c_handle(), from.c_handle(), file.c_str(),
                    call->path(), call->options(), &id);
        keep(kept_->downloads, id, std::move(call));
        return id;
    }

    /// Adds what an earlier run has left of this session's transfers: those that were added and
    /// neither done nor cancelled by their number. Gives how many; none without a state.
    std::uint64_t restore(const session &of) const {
        std::uint64_t count = 0;
        detail::run(gigahost_queue_restore, c_handle(), of.c_handle(), &count);
        return count;
    }

    /// Asks the session's host which files of a log are gone, and adds an upload for each of them,
    /// from where it was sent before to where it was. The receipts go to the same log.
    ///
    /// Document: as that of receipt_log::verify(), with the number of the upload in "transfer".
    value repair(const session &at, const receipt_log &log) const {
        return detail::ask<value>(gigahost_queue_repair, c_handle(), at.c_handle(),
                                  log.c_handle());
    }

    /// Changes the priority of a transfer, which is 0 by default. Higher ones start first.
    void set_priority(std::uint64_t id, std::int32_t priority) const {
        detail::run(gigahost_queue_set_priority, c_handle(), id, priority);
    }

    /// How many uploads to this session's account run at once at most; absent for what the host
    /// itself tells.
    void set_cap(const session &of, std::optional<std::int32_t> cap) const {
        detail::run(gigahost_queue_set_cap, c_handle(), of.c_handle(), cap.value_or(-1));
    }

    /// Holds a transfer until resume(). A download into a file that runs stops, and later continues
    /// where it stopped if its options allow it to resume; an upload that runs goes on to its end.
    void pause(std::uint64_t id) const { detail::run(gigahost_queue_pause, c_handle(), id); }
    /// Lets a transfer go on.
    void resume(std::uint64_t id) const { detail::run(gigahost_queue_resume, c_handle(), id); }
    /// Cancels a transfer: one that runs ends within 100 ms.
    void cancel(std::uint64_t id) const { detail::run(gigahost_queue_cancel, c_handle(), id); }
    /// Holds everything, including what is added later.
    void pause_all() const { detail::run(gigahost_queue_pause_all, c_handle()); }
    /// Undoes pause_all(). What was paused by itself stays paused.
    void resume_all() const { detail::run(gigahost_queue_resume_all, c_handle()); }
    /// Cancels everything that is not over.
    void cancel_all() const { detail::run(gigahost_queue_cancel_all, c_handle()); }

    /// Waits until a transfer has changed, and gives it as it is now; nothing when the time is up,
    /// or at once when every transfer is over and told. Without a time it waits for ever.
    std::optional<transfer>
    next_event(std::optional<std::chrono::milliseconds> timeout = std::nullopt) const {
        const gigahost_transfer *out = nullptr;
        detail::run(gigahost_queue_next_event, c_handle(), milliseconds(timeout), &out);
        if (out == nullptr) return std::nullopt;
        return transfer(detail::own(out));
    }

    /// Calls `changed` with every `const transfer &` that has changed, on this thread, until all
    /// are over and told, or until it returns false. The transfer is valid until it returns. An
    /// exception that leaves it is thrown from here.
    template <class Call> void run(Call changed) const {
        listener<Call> told{changed, nullptr};
        detail::run(gigahost_queue_run, c_handle(), listener<Call>::call, &told);
        if (told.thrown) std::rethrow_exception(told.thrown);
    }

    /// Waits until every transfer is over; false when the time was up before.
    bool wait(std::optional<std::chrono::milliseconds> timeout = std::nullopt) const {
        const gigahost_error *why = nullptr;
        const gigahost_status code =
            gigahost_queue_wait(c_handle(), milliseconds(timeout), &why);
        auto told = detail::own(why);
        if (code != GIGAHOST_OK && code != GIGAHOST_E_TIMEOUT) detail::raise(code, std::move(told));
        return code == GIGAHOST_OK;
    }

    /// A transfer as it is now.
    gigahost::transfer find(std::uint64_t id) const {
        return detail::ask<gigahost::transfer>(gigahost_queue_transfer, c_handle(), id);
    }

    /// All transfers as they are now, in the order in which they were added.
    std::vector<transfer> transfers() const {
        return detail::ask<list>(gigahost_queue_transfers, c_handle()).all();
    }

    /// The whole: how many transfers are in which state, and how far they are.
    gigahost::totals totals() const {
        return detail::ask<gigahost::totals>(gigahost_queue_totals, c_handle());
    }

    /// Removes an upload that is over and gives its record, or throws as the upload would have;
    /// status::not_ready if it is not over.
    receipt take_receipt(std::uint64_t id) const {
        return take<receipt>(kept_->uploads, gigahost_queue_take_receipt, id);
    }

    /// The same for a download.
    download_info take_download(std::uint64_t id) const {
        return take<download_info>(kept_->downloads, gigahost_queue_take_download, id);
    }

    /// Cancels what is not over, and joins the workers, as the destructor does.
    void close() noexcept {
        handle_.reset();
        kept_.reset();
    }

    /// The handle for functions of gigahost.h; null if this object was closed or moved from.
    gigahost_queue *c_handle() const noexcept { return handle_.get(); }

private:
    struct release {
        void operator()(gigahost_queue *handle) const noexcept { gigahost_queue_close(handle); }
    };

    /// Whom run() tells. What leaves it cannot pass through the library.
    template <class Call> struct listener {
        Call &changed;
        std::exception_ptr thrown;

        /// A gigahost_transfer_fn. The transfer is valid until it returns, so nothing owns it here.
        static std::int32_t call(const gigahost_transfer *now, void *user) noexcept {
            auto &self = *static_cast<listener *>(user);
            try {
                const transfer event(std::shared_ptr<const gigahost_transfer>(
                    std::shared_ptr<const gigahost_transfer>(), now));
                return detail::goes_on(self.changed, event) ? 0 : 1;
            } catch (...) {
                self.thrown = std::current_exception();
                return 1;
            }
        }
    };

    /// A gigahost_transfer_list.
    class list : public detail::view_of<gigahost_transfer_list> {
    public:
        using view_of::view_of;
        std::vector<transfer> all() const {
            return parts<transfer, gigahost_transfer>(c_handle()->transfers, c_handle()->count);
        }
    };

    template <class Call> using calls = std::map<std::uint64_t, std::unique_ptr<Call>>;

    /// What the workers call, until its transfer is over.
    struct kept {
        std::mutex lock;
        calls<detail::upload_call> uploads;
        calls<detail::download_call> downloads;
    };

    static gigahost_queue *open(const queue_options &options) {
        const auto workers = options.workers, retries = options.retries;
        if (!options.state && options.receipts == nullptr)
            return detail::open<gigahost_queue>(gigahost_queue_new, workers, retries);
        std::optional<std::string> path;
        if (options.state) path = detail::path_text(*options.state);
        const optional_text state(path);
        const gigahost_receipt_log *log = nullptr;
        if (options.receipts != nullptr) log = options.receipts->c_handle();
        return detail::open<gigahost_queue>(gigahost_queue_open, workers, retries, state.c_str(),
                                            log);
    }

    static std::int64_t milliseconds(std::optional<std::chrono::milliseconds> timeout) {
        return timeout ? detail::count_of(*timeout) : -1;
    }

    template <class Call>
    void keep(calls<Call> &all, std::uint64_t id, std::unique_ptr<Call> call) const {
        if (!call->is_called()) return;
        const std::lock_guard<std::mutex> locked(kept_->lock);
        all.emplace(id, std::move(call));
    }

    template <class Result, class Call, class Function>
    Result take(calls<Call> &all, Function function, std::uint64_t id) const {
        const typename Result::c_type *out = nullptr;
        const gigahost_error *why = nullptr;
        const gigahost_status code = function(c_handle(), id, &out, &why);
        auto result = detail::own(out);
        auto told = detail::own(why);
        if (code != GIGAHOST_E_NOT_READY && kept_) {
            const std::lock_guard<std::mutex> locked(kept_->lock);
            const auto found = all.find(id);
            if (found != all.end()) {
                const std::unique_ptr<Call> call = std::move(found->second);
                all.erase(found);
                call->rethrow();
            }
        }
        if (code != GIGAHOST_OK) detail::raise(code, std::move(told));
        return Result(std::move(result));
    }

    // The workers end before what they call does.
    std::unique_ptr<kept> kept_;
    std::unique_ptr<gigahost_queue, release> handle_;
};

} // namespace gigahost

#endif // GIGAHOST_QUEUE_HPP
