// Uploads many files to one or more hosts at once: a line for each file that is over, one for the
// whole, and a clean end on Ctrl-C.
//
//   c++ -std=c++17 folder.cpp -o folder $(pkg-config --cflags --libs gigahost)
//   GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./folder rapidgator[,giga0] FILE...
//
// Prints the link of each file. Exit code: 0 if all files are there, 1 if not, 2 for a wrong command
// line, 130 after Ctrl-C.
#include "session.hpp"

#include <iomanip>
#include <sstream>
#include <vector>

static double mebibytes(double bytes) { return bytes / 1048576; }

static void show_whole(const gigahost::queue &queue) {
    const auto whole = queue.totals();
    std::cerr << '\r' << std::fixed << std::setprecision(1) << whole.done() << " done, "
              << mebibytes(static_cast<double>(whole.bytes_done())) << " of "
              << mebibytes(static_cast<double>(whole.bytes_total())) << " MiB, "
              << whole.processing() << " at their host ";
    if (const auto rate = whole.rate()) std::cerr << mebibytes(*rate) << " MiB/s ";
}

int main(int argc, char **argv) {
    return run("folder", [&] {
        if (argc < 3) throw usage_error("usage: folder HOST[,HOST...] FILE...");
        const ctrl_c interrupt;
        const gigahost::queue queue; // its destructor cancels what is not over, and joins
        std::vector<gigahost::session> sessions;
        std::istringstream hosts(argv[1]);
        for (std::string host; std::getline(hosts, host, ',');)
            sessions.push_back(open_session(host).with_cancel(interrupt.token()));
        for (int at = 2; at < argc; ++at) {
            // Opened and hashed once for all hosts.
            const gigahost::shared_source source(std::filesystem::path{argv[at]});
            for (const auto &session : sessions)
                queue.upload(session, source);
        }
        bool interrupted = false;
        std::size_t failures = 0;
        queue.run([&](const gigahost::transfer &now) {
            if (now.is_over()) {
                std::cerr << '\r' << std::setw(78) << "" << '\r';
                try {
                    const auto receipt = queue.take_receipt(now.id());
                    std::cout << receipt.url().value_or(receipt.entry().id()) << std::endl;
                } catch (const gigahost::error &why) {
                    std::cerr << "folder: " << now.name() << " at " << gigahost::name_of(now.host())
                              << ": " << why.status_name() << ": " << why.message() << '\n';
                    interrupted |= why.status() == gigahost::status::cancelled;
                    ++failures;
                }
            }
            show_whole(queue);
        });
        std::cerr << '\n';
        return interrupted ? 130 : failures > 0 ? 1 : 0;
    });
}
