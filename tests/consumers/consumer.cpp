// Makes a folder and lists an account at the emulator, over TLS, with the installed library.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include <gigahost.hpp>

int main()
{
    std::ifstream file(std::getenv("GIGAHOST_TEST_CA"));
    const std::string pem{std::istreambuf_iterator<char>(file), {}};
    gigahost::config config(gigahost::host::rapidgator);
    config.base_url(std::getenv("GIGAHOST_TEST_RAPIDGATOR"))
        .allow_private_addresses()
        .ca_pem(pem)
        .login("ann@example.test", "correct horse 1");
    const gigahost::session session(config);
    session.make_folder("films");
    std::cout << "gigahost " << gigahost_version() << " lists " << session.list().size() << '\n';
}
