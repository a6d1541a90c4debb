#include <gigahost.hpp>

#include <cstdlib>
#include <iostream>

int main() try {
    gigahost::config config(gigahost::host::rapidgator);
    config.login(std::getenv("GIGAHOST_RAPIDGATOR_LOGIN"),
                 std::getenv("GIGAHOST_RAPIDGATOR_PASSWORD"));
    const gigahost::session session(config);

    gigahost::upload_options options;
    options.progress = [](const gigahost::progress &now) {
        std::cerr << now.stage_name() << ": " << now.done() << " bytes\n"; // return false to cancel
    };
    const auto receipt = session.upload("film.mkv", options);
    std::cout << receipt.url().value_or(receipt.entry().id()) << '\n';
} catch (const gigahost::error &error) {
    std::cerr << error.status_name() << ": " << error.message() << '\n';
    return 1;
}
