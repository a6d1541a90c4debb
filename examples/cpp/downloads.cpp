// A small download manager: fetches many files at once, and takes orders meanwhile.
//
//   c++ -std=c++17 downloads.cpp -o downloads $(pkg-config --cflags --libs gigahost) -pthread
//   GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./downloads rapidgator FOLDER FILE...
//
// FILE is an id from `list`. Orders are lines of standard input, by the numbers that are shown:
//
//   pause [N]    stops one, or all; what has come is kept
//   resume [N]   goes on where it stopped
//   cancel [N]   gives up
//   first N      before all others
//   limit KIB    the most KiB per second of all together; 0 for no limit
//   list         where everything stands
//
// Prints the path of each file that is complete. Exit code: 0 if all are, 1 if not, 2 for a wrong
// command line.
#include "session.hpp"

#include <iomanip>
#include <mutex>
#include <sstream>
#include <thread>

namespace {

/// Everything that two threads write goes through here.
class console {
public:
    void say(std::ostream &stream, const std::string &line) {
        const std::lock_guard<std::mutex> locked(lock_);
        stream << line << std::endl;
    }

private:
    std::mutex lock_;
};

std::string described(const gigahost::transfer &now) {
    std::ostringstream line;
    line << std::setw(4) << now.id() << ' ' << std::left << std::setw(10) << now.state_name();
    const auto progress = now.progress();
    if (const auto share = progress.fraction())
        line << ' ' << std::right << std::setw(3) << static_cast<int>(*share * 100) << " %";
    if (const auto rate = progress.rate(); rate && !now.is_over())
        line << ' ' << static_cast<long>(*rate / 1024) << " KiB/s";
    line << ' ' << now.name();
    if (const auto error = now.error())
        line << ": " << error->status_name() << ": " << error->message();
    return line.str();
}

class manager {
public:
    manager(const gigahost::queue &queue, const gigahost::bandwidth &budget, console &out)
        : queue_(queue), budget_(budget), out_(out) {}

    /// Does what a line says.
    void obey(const std::string &text) {
        std::istringstream words(text);
        std::string order;
        if (!(words >> order)) return;
        std::uint64_t number = 0;
        const bool numbered = static_cast<bool>(words >> number);
        try {
            if (order == "pause") numbered ? queue_.pause(number) : queue_.pause_all();
            else if (order == "resume") numbered ? queue_.resume(number) : queue_.resume_all();
            else if (order == "cancel") numbered ? queue_.cancel(number) : queue_.cancel_all();
            else if (order == "first" && numbered) queue_.set_priority(number, ++highest_);
            else if (order == "limit" && numbered) limit(static_cast<std::int64_t>(number) * 1024);
            else if (order == "list") list();
            else out_.say(std::cerr, "pause, resume, cancel [N]; first N; limit KIB; list");
        } catch (const gigahost::error &error) {
            out_.say(std::cerr, order + ": " + std::string(error.message()));
        }
    }

private:
    void limit(std::int64_t rate) {
        budget_.set({std::nullopt, rate > 0 ? std::optional(rate) : std::nullopt});
    }

    void list() {
        for (const auto &transfer : queue_.transfers())
            out_.say(std::cerr, described(transfer));
    }

    const gigahost::queue &queue_;
    const gigahost::bandwidth &budget_;
    console &out_;
    std::int32_t highest_ = 0;
};

} // namespace

int main(int argc, char **argv) {
    return run("downloads", [&] {
        if (argc < 4) throw usage_error("usage: downloads HOST FOLDER FILE...");
        console out;
        const gigahost::bandwidth budget;
        const auto session = open_session(argv[1], &budget);
        const gigahost::queue queue;
        gigahost::download_options options;
        options.resume = true; // so that a pause keeps what has come
        for (int at = 3; at < argc; ++at)
            queue.download(session, argv[at], gigahost::to_directory(argv[2]), options);

        manager orders(queue, budget, out);
        std::thread reader([&] {
            for (std::string line; std::getline(std::cin, line);)
                orders.obey(line);
        });
        bool complete = true;
        std::pair<std::uint64_t, gigahost::transfer_state> state;
        queue.run([&](const gigahost::transfer &now) {
            const auto before = std::exchange(state, {now.id(), now.state()});
            if (state != before) out.say(std::cerr, described(now));
            if (now.state() == gigahost::transfer_state::done)
                out.say(std::cout, std::string(queue.take_download(now.id()).path().value_or("")));
            complete &= !now.is_over() || now.state() == gigahost::transfer_state::done;
        });
        out.say(std::cerr, "all are over: end the input to leave");
        reader.join();
        return complete ? 0 : 1;
    });
}
