// Lists a folder: kind, size, id and name of what lies in it.
//
//   c++ -std=c++17 list.cpp -o list $(pkg-config --cflags --libs gigahost)
//   GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./list rapidgator [FOLDER]
//
// FOLDER is an id from an earlier listing; without it, the root. Exit code: 0 if it worked, 1 if
// not, 2 for a wrong command line.
#include "session.hpp"

#include <iomanip>

static void print(const gigahost::entry &entry) {
    const auto size = entry.size(); // absent: the host does not tell
    std::cout << std::left << std::setw(6) << (entry.is_folder() ? "folder" : "file") << "  "
              << std::right << std::setw(12) << (size ? std::to_string(*size) : "-") << "  "
              << std::left << std::setw(20) << entry.id() << "  " << entry.name() << '\n';
}

int main(int argc, char **argv) {
    return run("list", [&] {
        if (argc < 2 || argc > 3) throw usage_error("usage: list HOST [FOLDER]");
        const auto session = open_session(argv[1]);

        // One call for any number of pages. argv[argc] is null, and so the root.
        const auto listing = session.list(argv[2]);
        for (const auto &entry : listing)
            print(entry);
        std::cerr << listing.size() << " entries\n";
        return 0;
    });
}
