// Asks a host which links are alive.
//
//   c++ -std=c++17 check_links.cpp -o check_links $(pkg-config --cflags --libs gigahost)
//   GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./check_links rapidgator LINK...
//
// Any number of links: the library cuts them to what the host takes at once. Exit code: 0 if the
// host answered, 1 if not, 2 for a wrong command line.
#include "session.hpp"

#include <algorithm>
#include <iomanip>
#include <vector>

int main(int argc, char **argv) {
    return run("check_links", [&] {
        if (argc < 3) throw usage_error("usage: check_links HOST LINK...");
        const auto session = open_session(argv[1]);

        // A host that has no link check throws gigahost::unsupported.
        const auto links = session.check_links(std::vector<std::string>(argv + 2, argv + argc));
        for (const auto &link : links) { // in the order they were asked about
            const auto size = link.size();
            std::cout << (link.alive() ? "alive" : "dead ") << "  " << std::setw(12)
                      << (size ? std::to_string(*size) : "-") << "  " << link.url() << "  "
                      << link.name().value_or("-") << '\n';
        }
        const auto alive = std::count_if(links.begin(), links.end(),
                                         [](const auto &link) { return link.alive(); });
        std::cerr << alive << " of " << links.size() << " alive\n";
        return 0;
    });
}
