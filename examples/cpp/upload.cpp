// Uploads a file, shows how far it is, and ends cleanly on Ctrl-C.
//
//   c++ -std=c++17 upload.cpp -o upload $(pkg-config --cflags --libs gigahost)
//   GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./upload rapidgator FILE [FOLDER]
//
// FOLDER is an id from `list`; without it, the root. Prints id and link of the file. Exit code: 0 if
// the file is there, 1 if not, 2 for a wrong command line, 130 after Ctrl-C.
#include "session.hpp"

#include <iomanip>

// Called on this thread, at most ten times and at least once a second.
static void show(const gigahost::progress &now) {
    std::cerr << '\r' << std::left << std::setw(10) << now.stage_name() << ' ' << now.done()
              << " bytes" << std::fixed << std::setprecision(1);
    if (const auto fraction = now.fraction()) std::cerr << ", " << *fraction * 100 << " %";
    if (const auto rate = now.rate()) std::cerr << ", " << *rate / 1048576 << " MiB/s";
    std::cerr << "    "; // covers the end of a longer line
    if (now.stage() == gigahost::stage::done) std::cerr << '\n';
}

int main(int argc, char **argv) {
    return run("upload", [&] {
        if (argc < 3 || argc > 4) throw usage_error("usage: upload HOST FILE [FOLDER]");
        const ctrl_c interrupt;
        const auto session = open_session(argv[1]).with_cancel(interrupt.token());

        gigahost::upload_options options;
        options.progress = show;
        if (argc == 4) options.folder = argv[3];
        const auto receipt = session.upload(argv[2], options);

        std::cout << receipt.entry().id() << "  " << receipt.url().value_or("-") << '\n';
        for (const auto note : receipt.notes())
            std::cerr << "upload: note: " << note << '\n';
        return 0;
    });
}
