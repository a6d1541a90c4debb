// Downloads a file, and goes on where an earlier download of it stopped: after Ctrl-C, after a lost
// connection, and after the process was killed.
//
//   c++ -std=c++17 download.cpp -o download $(pkg-config --cflags --libs gigahost)
//   GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./download rapidgator ID [PATH]
//
// ID is that of a file, from `list` or `upload`. Without PATH it goes to this directory, under the
// name that the host gives. Exit code: 0 if the file is there and whole, 1 if not, 2 for a wrong
// command line, 130 after Ctrl-C.
#include "session.hpp"

#include <iomanip>

// Called on this thread, at most ten times and at least once a second.
static void show(const gigahost::progress &now) {
    std::cerr << '\r' << std::left << std::setw(10) << now.stage_name() << ' ' << now.done()
              << " bytes";
    if (const auto total = now.total()) std::cerr << " of " << *total;
    if (const auto left = now.time_left()) std::cerr << ", " << left->count() / 1000 << " s left";
    std::cerr << "    "; // covers the end of a longer line
    if (now.stage() == gigahost::stage::done) std::cerr << '\n';
}

int main(int argc, char **argv) {
    return run("download", [&] {
        if (argc < 3 || argc > 4) throw usage_error("usage: download HOST ID [PATH]");
        const ctrl_c interrupt;
        const auto session = open_session(argv[1]).with_cancel(interrupt.token());

        // The part stays beside the target under another name; the target itself is never partial.
        gigahost::download_options options;
        options.resume = true;
        // It is shown below, also where the host has none to compare it with.
        options.checksum = gigahost::checksum::always;
        options.progress = show;
        const auto target = argc == 4 ? gigahost::target(argv[3]) : gigahost::to_directory(".");
        const auto info = session.download(argv[2], target, options);

        if (info.resumed_from() > 0)
            std::cerr << "download: resumed from byte " << info.resumed_from() << '\n';
        std::cout << info.md5().value_or("-") << "  " << info.bytes() << "  " << info.path().value_or("-")
                  << '\n';
        return 0;
    });
}
