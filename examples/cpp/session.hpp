// What the C++ examples share: a session from the environment, Ctrl-C, and what is said when a call
// fails.
//
//   GIGAHOST_<HOST>_LOGIN, _PASSWORD   the account
//   GIGAHOST_<HOST>_KEY1, _KEY2        giga0: the two keys, in place of login and password
//   GIGAHOST_<HOST>_API_KEY            gett: the API key, beside login and password
//   GIGAHOST_<HOST>_TOKEN              a token in place of them (giga0: with _ACCOUNT_ID)
//   GIGAHOST_<HOST>_URL                another address of the API
//
// <HOST> is RAPIDGATOR, GIGA0, UPLOADGIG, GETT or GIGAGS. Never take a password from the command
// line: every other user of the machine can read that.
#ifndef SESSION_HPP
#define SESSION_HPP

#include <gigahost.hpp>

#include <cctype>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>

// The command line or the environment is wrong.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// GIGAHOST_<HOST>_<NAME> of the environment; empty if it is not set.
inline std::string variable(gigahost::host host, const std::string &name) {
    std::string full = "GIGAHOST_" + std::string(gigahost::name_of(host)) + "_" + name;
    for (char &letter : full)
        letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    const char *const value = std::getenv(full.c_str());
    return value == nullptr ? std::string() : value;
}

inline bool is_on_this_machine(const std::string &url) {
    for (const char *const here : {"http://127.0.0.1:", "http://localhost:", "http://[::1]:"})
        if (url.rfind(here, 0) == 0) return true;
    return false;
}

// Opens a session at the host of this name, which keeps to the budget if there is one. Nothing is sent
// yet: the first call logs in.
inline gigahost::session open_session(const std::string &host_name,
                                      const gigahost::bandwidth *budget = nullptr) {
    const auto found = gigahost::find_host(host_name);
    if (!found)
        throw usage_error("no host " + host_name +
                          ": try rapidgator, giga0, uploadgig, gett, gigags");
    const gigahost::host host = *found;
    const std::string login = variable(host, "LOGIN"), password = variable(host, "PASSWORD");
    const std::string key1 = variable(host, "KEY1"), key2 = variable(host, "KEY2");
    const std::string token = variable(host, "TOKEN"), url = variable(host, "URL");
    const bool has_login = !login.empty() && !password.empty();
    const bool has_keys = !key1.empty() && !key2.empty();
    if (!has_login && !has_keys && token.empty())
        throw usage_error("set GIGAHOST_<HOST>_LOGIN and _PASSWORD for " + host_name +
                          " (session.hpp says more)");

    gigahost::config config(host);
    if (has_login) config.login(login, password);
    if (has_keys) config.keys(key1, key2);
    if (!token.empty()) config.token(token);
    if (const auto key = variable(host, "API_KEY"); !key.empty()) config.api_key(key);
    if (const auto id = variable(host, "ACCOUNT_ID"); !id.empty()) config.account_id(id);
    if (!url.empty()) config.base_url(url);
    if (budget != nullptr) config.bandwidth(*budget);
    // An emulator: credentials in clear are fine as long as they do not leave the machine.
    if (is_on_this_machine(url)) {
        std::cerr << url << " is on this machine: plain http and private addresses are allowed\n";
        config.plain_http(gigahost::plain_http::allow).allow_private_addresses();
    }
    return gigahost::session(config);
}

// Cancels a token on Ctrl-C while it lives. A second Ctrl-C ends the program as usual.
class ctrl_c {
public:
    ctrl_c() {
        current() = &token_;
        std::signal(SIGINT, [](int) {
            std::signal(SIGINT, SIG_DFL);
            current()->cancel(); // safe in a signal handler
        });
    }
    ctrl_c(const ctrl_c &) = delete;
    ctrl_c &operator=(const ctrl_c &) = delete;
    ~ctrl_c() { std::signal(SIGINT, SIG_DFL); }

    const gigahost::cancel_token &token() const noexcept { return token_; }

private:
    static const gigahost::cancel_token *&current() noexcept {
        static const gigahost::cancel_token *only = nullptr;
        return only;
    }

    gigahost::cancel_token token_;
};

// Runs a program: 0 if it returns, 1 if it fails, 2 for a wrong command line, 130 after Ctrl-C.
inline int run(const std::string &name, const std::function<int()> &program) {
    try {
        return program();
    } catch (const usage_error &wrong) {
        std::cerr << name << ": " << wrong.what() << '\n';
        return 2;
    } catch (const gigahost::error &error) {
        std::cerr << name << ": " << error.status_name() << ": " << error.message() << '\n';
        if (error.hint()) std::cerr << name << ": hint: " << *error.hint() << '\n';
        return error.status() == gigahost::status::cancelled ? 130 : 1;
    } catch (const std::exception &error) {
        std::cerr << name << ": " << error.what() << '\n';
        return 1;
    }
}

#endif
