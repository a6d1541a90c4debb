#include <gigahost.hpp>

#include <cstdlib>
#include <iostream>

int main(int argc, char **argv) try {
    gigahost::config config(gigahost::host::rapidgator);
    config.login(std::getenv("GIGAHOST_RAPIDGATOR_LOGIN"),
                 std::getenv("GIGAHOST_RAPIDGATOR_PASSWORD"));
    const gigahost::session session(config);
    const gigahost::queue queue; // its destructor cancels what is not over, and joins its workers
    for (int at = 1; at < argc; ++at)
        queue.upload(session, argv[at]);
    queue.run([](const gigahost::transfer &now) {
        std::cerr << now.name() << ": " << now.state_name() << ", " << now.progress().done() << " bytes\n";
    });
} catch (const gigahost::error &error) {
    std::cerr << error.status_name() << ": " << error.message() << '\n';
    return 1;
}
