// Has a host fetch links by itself, and asks until it is done. No byte passes through this machine.
//
//   c++ -std=c++17 remote_upload.cpp -o remote_upload $(pkg-config --cflags --libs gigahost)
//   GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./remote_upload rapidgator LINK...
//
// Ctrl-C stops asking and cancels the jobs where the host can do that. Exit code: 0 if every file
// arrived, 1 if not, 2 for a wrong command line, 130 after Ctrl-C.
#include "session.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

static std::vector<std::string> ids_of(const gigahost::jobs &jobs) {
    std::vector<std::string> ids;
    for (const auto &job : jobs)
        ids.emplace_back(job.id());
    return ids;
}

// Asks after these jobs until all have ended.
static gigahost::jobs watch(const gigahost::session &session, const std::vector<std::string> &ids) {
    for (;;) {
        auto jobs = session.remote_status(ids);
        const auto ended =
            static_cast<std::size_t>(std::count_if(jobs.begin(), jobs.end(), [](const auto &job) {
                return job.has_ended(); // an unknown state still runs
            }));
        if (ended == jobs.size()) return jobs;
        std::cerr << ended << " of " << jobs.size() << " ended\n";
        std::this_thread::sleep_for(std::chrono::seconds(1));
    }
}

// `session` has no token: it still works after Ctrl-C.
static void stop(const gigahost::session &session, const std::vector<std::string> &ids) {
    if (!session.supports(gigahost::capability::remote_cancel))
        std::cerr << "remote_upload: the host goes on with the jobs\n";
    else
        std::cerr << "remote_upload: cancelled " << session.remote_cancel(ids).done().size()
                  << " jobs\n";
}

// Prints a line for each job; false if a file did not arrive.
static bool report(const gigahost::jobs &jobs) {
    for (const auto &job : jobs) {
        const auto file = job.entry();
        std::cout << job.id() << "  " << job.state_text().value_or("-") << "  "
                  << (file ? file->url().value_or(file->id()) : job.failure().value_or("-"))
                  << '\n';
    }
    return std::all_of(jobs.begin(), jobs.end(),
                       [](const auto &job) { return job.state() == gigahost::job_state::done; });
}

int main(int argc, char **argv) {
    return run("remote_upload", [&] {
        if (argc < 3) throw usage_error("usage: remote_upload HOST LINK...");
        const ctrl_c interrupt;
        const auto plain = open_session(argv[1]);
        const auto session = plain.with_cancel(interrupt.token());

        const std::vector<std::string> links(argv + 2, argv + argc);
        const auto ids = ids_of(session.remote_upload(links));
        try {
            return report(watch(session, ids)) ? 0 : 1;
        } catch (const gigahost::cancelled &) {
            stop(plain, ids);
            throw;
        }
    });
}
