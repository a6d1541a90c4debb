// What every C++ test program has: named tests, checks, sessions at an emulator of its own, and its
// control API. main() is here.
//
// A test is a function between TEST(name) and its brace. The emulator is as after its start when a
// test begins. A check that fails ends its test.
#ifndef SUPPORT_HPP
#define SUPPORT_HPP

#include <gigahost.hpp>

#ifdef _WIN32
# include "on_windows.h"
#else
# include <arpa/inet.h>
# include <sys/socket.h>
# include <unistd.h>
# define open_socket socket
# define close_socket close
#endif

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

struct failed_check : std::runtime_error {
    using std::runtime_error::runtime_error;
};

[[noreturn]] inline void fail(int line, const std::string &why) {
    throw failed_check("line " + std::to_string(line) + ": " + why);
}

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) fail(__LINE__, #condition);                                              \
    } while (0)

/// Evaluates `call`, which must throw an error with this status.
#define REFUSED(wanted, call)                                                                      \
    refused(__LINE__, gigahost::status::wanted, [&] { static_cast<void>(call); })

template <class Call> gigahost::error refused(int line, gigahost::status wanted, Call call) {
    try {
        call();
    } catch (const gigahost::error &error) {
        if (error.status() != wanted) fail(line, error.what());
        return error;
    }
    fail(line, std::string("nothing was thrown in place of ") + gigahost::name_of(wanted));
}

using test_list = std::vector<std::pair<const char *, void (*)()>>;

inline test_list &tests() {
    static test_list all;
    return all;
}

#define TEST(name)                                                                                 \
    static void name();                                                                            \
    static const bool name##_is_listed = (tests().emplace_back(#name, name), true);                \
    static void name()

inline std::string variable(const std::string &name) {
    const char *const value = std::getenv(name.c_str());
    if (value == nullptr) throw failed_check(name + " is not set: run tests/native.py");
    return value;
}

/// Asks the emulator's control API; answers the body.
inline std::string control(const std::string &method, const std::string &path,
                           const std::string &body = "") {
    const std::string url = variable("GIGAHOST_TEST_CONTROL");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
    const int connection = open_socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(connection, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
        throw failed_check("the emulator cannot be reached");
    const std::string request = method + " " + path +
                                " HTTP/1.1\r\nHost: emulator\r\nConnection: close\r\n"
                                "Content-Type: application/json\r\nContent-Length: " +
                                std::to_string(body.size()) + "\r\n\r\n" + body;
    std::string answer;
    if (send(connection, request.data(), request.size(), 0) == static_cast<ssize_t>(request.size())) {
        char part[65536];
        for (ssize_t n = 0; (n = recv(connection, part, sizeof part, 0)) > 0;)
            answer.append(part, static_cast<std::size_t>(n));
    }
    close_socket(connection);
    if (answer.find(" 200 ") == std::string::npos)
        throw failed_check(method + " " + path + ": " + answer);
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

/// Puts a fault in force, once; `more` are further fields such as `"code":502`.
inline void fault(gigahost::host host, const std::string &operation, const std::string &kind,
                  const std::string &more = "") {
    control("POST", "/faults",
            "{\"host\":\"" + std::string(gigahost::name_of(host)) + "\",\"operation\":\"" +
                operation + "\",\"kind\":\"" + kind + "\"" + (more.empty() ? "" : "," + more) +
                "}");
}

/// How often an operation was called at a host.
inline std::size_t count(gigahost::host host, const std::string &operation) {
    const std::string log =
        control("GET", "/requests?host=" + std::string(gigahost::name_of(host)) +
                           "&operation=" + operation);
    std::size_t found = 0;
    const std::string field = "\"operation\":\"" + operation + "\"";
    for (auto at = log.find(field); at != std::string::npos; at = log.find(field, at + 1))
        ++found;
    return found;
}

/// Fails unless each of these operations was called at a host.
inline void check_called(int line, gigahost::host host,
                         std::initializer_list<const char *> operations) {
    for (const char *const operation : operations)
        if (count(host, operation) == 0) fail(line, std::string(operation) + " was not called");
    std::cout << "operations from C++: " << operations.size() << '\n';
}

inline constexpr const char *LOGIN = "ann@example.test";
inline constexpr const char *PASSWORD = "correct horse 1";
inline constexpr const char *KEY1 =
    "annkey1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
inline constexpr const char *KEY2 =
    "annkey2bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
inline constexpr const char *API_KEY = "apikey-ann-0123456789abcdef";

/// Settings for the emulator, without an account.
inline gigahost::config bare_config(gigahost::host host) {
    std::string name(gigahost::name_of(host));
    for (char &letter : name)
        letter = static_cast<char>(std::toupper(letter));
    gigahost::config config(host);
    config.base_url(variable("GIGAHOST_TEST_" + name))
        .plain_http(gigahost::plain_http::allow)
        .allow_private_addresses();
    return config;
}

/// Settings for the emulator with its main account.
inline gigahost::config config_at(gigahost::host host) {
    gigahost::config config = bare_config(host);
    if (host == gigahost::host::giga0)
        config.keys(KEY1, KEY2);
    else
        config.login(LOGIN, PASSWORD);
    if (host == gigahost::host::gett) config.api_key(API_KEY);
    return config;
}

/// A session of the main account at the emulator.
inline gigahost::session session_at(gigahost::host host) {
    return gigahost::session(config_at(host));
}

inline gigahost::session rapidgator() { return session_at(gigahost::host::rapidgator); }

/// Bytes that no host has seen: each call gives others.
inline std::string fresh_bytes(std::size_t length) {
    static std::uint64_t state = 88172645463325252u;
    std::string bytes(length, '\0');
    for (char &byte : bytes) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        byte = static_cast<char>(state & 0xFF);
    }
    return bytes;
}

inline gigahost::upload_options named(const std::string &name) {
    gigahost::upload_options options;
    options.name = name;
    return options;
}

/// Uploads fresh bytes as "film.mp4"; answers the receipt.
inline gigahost::receipt uploaded(const gigahost::session &session, std::size_t length = 1000) {
    return session.upload(gigahost::from_bytes(fresh_bytes(length)), named("film.mp4"));
}

/// The text at `path` of an answer, which must be there.
inline std::string text(const gigahost::value &answer, const char *path) {
    const auto found = answer.get<std::string>(path);
    if (!found) throw failed_check(std::string("no ") + path + " in " + std::string(answer.json()));
    return *found;
}

/// A path in the program's own folder for temporary files.
inline std::filesystem::path temporary(const std::string &name) {
    return std::filesystem::u8path(variable("TMPDIR")) / std::filesystem::u8path(name);
}

/// Whether a result names this file. Systems have more than one way to write a path.
inline bool is_at(std::optional<std::string_view> told, const std::filesystem::path &path) {
    return told && std::filesystem::u8path(told->begin(), told->end()) == path;
}

inline std::string content(const std::filesystem::path &path) {
    std::ostringstream all;
    all << std::ifstream(path, std::ios::binary).rdbuf();
    return all.str();
}

/// Why a test failed; empty if it did not.
inline std::string verdict(void (*test)()) {
    try {
        control("POST", "/reset");
        test();
        return "";
    } catch (const std::exception &why) {
        return why.what();
    } catch (...) {
        return "something was thrown that is no std::exception";
    }
}

int main(int argc, char **argv) {
    int failures = 0;
    for (const auto &[name, test] : tests()) {
        if (argc > 1 && std::string(argv[1]) != name) continue;
        const std::string why = verdict(test);
        if (why.empty())
            std::cout << "ok " << name << std::endl;
        else
            std::cout << "FAILED " << name << ": " << why << std::endl;
        failures += why.empty() ? 0 : 1;
    }
    return failures == 0 ? 0 : 1;
}

#endif
