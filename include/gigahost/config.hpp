// The settings that a session is opened with.
#ifndef GIGAHOST_CONFIG_HPP
#define GIGAHOST_CONFIG_HPP

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "bandwidth.hpp"
#include "text.hpp"

namespace gigahost {

/// The settings that a session is opened with: host, credentials, addresses, timeouts,
/// certificates.
///
/// Owns a handle; may be moved, not copied. Sessions copy what they need, so it may be changed or
/// destroyed while they are open. A later setting replaces an earlier one. Secrets stay in the
/// library's memory until it is destroyed, and are then cleared. All setters return the object.
/// Invalid values throw status::argument, here or when the session is opened.
class config {
public:
    /// The settings for a session at `where`. Nothing is sent.
    explicit config(host where)
        : handle_(detail::open<gigahost_config>(gigahost_config_new,
                                                static_cast<std::int32_t>(where))) {}

    /// The account: e-mail (rapidgator, uploadgig, ge.tt) or user name (giga0 and compatible sites,
    /// giga.gs), and password.
    config &login(const text &login, const text &password) {
        return set(gigahost_config_set_login, login.c_str(), password.c_str());
    }

    /// The current two-factor code (rapidgator).
    config &two_factor_code(const text &code) {
        return set(gigahost_config_set_two_factor_code, code.c_str());
    }

    /// The API key (ge.tt), in addition to login and password.
    config &api_key(const text &key) { return set(gigahost_config_set_api_key, key.c_str()); }

    /// The two keys of an account (giga0 and compatible sites), 64 letters and digits each.
    config &keys(const text &key1, const text &key2) {
        return set(gigahost_config_set_keys, key1.c_str(), key2.c_str());
    }

    /// A token from an earlier session, either instead of login and password or to avoid a login.
    config &token(const text &token) { return set(gigahost_config_set_token, token.c_str()); }

    /// The account id that belongs to the token (giga0 and compatible sites).
    config &account_id(const text &id) { return set(gigahost_config_set_account_id, id.c_str()); }

    /// A refresh token (ge.tt), instead of key, login and password.
    config &refresh_token(const text &token) {
        return set(gigahost_config_set_refresh_token, token.c_str());
    }

    /// Which credentials "authorize" uses (giga0 and compatible sites).
    config &auth_mode(gigahost::auth_mode mode) {
        return set(gigahost_config_set_auth_mode, static_cast<std::int32_t>(mode));
    }

    /// Takes over the credentials of an account and the place of its host as the command line finds
    /// them, in the environment or the options file: that without a profile, or the one of this
    /// name. See gigahost_config_set_profile().
    config &profile(const optional_text &name = {},
                    const std::optional<std::filesystem::path> &options = std::nullopt) {
        std::optional<std::string> path;
        if (options) path = detail::path_text(*options);
        const optional_text where(path);
        return set(gigahost_config_set_profile, name.c_str(), where.c_str());
    }

    /// Another origin for the API: an emulator, a mirror, or another site that runs the same
    /// software. "http" needs plain_http::allow. ge.tt receives credentials only if a base URL is
    /// set here, even if it is the default one: the service may be gone, and its domain name may
    /// pass to somebody else.
    config &base_url(const text &url) { return set(gigahost_config_set_base_url, url.c_str()); }

    /// Where plain "http" is allowed.
    config &plain_http(gigahost::plain_http policy) {
        return set(gigahost_config_set_plain_http, static_cast<std::int32_t>(policy));
    }

    /// Whether the host may return addresses in private networks and on this machine: for tests
    /// against an emulator, and for sites inside a company network. Default: no.
    config &allow_private_addresses(bool allow = true) {
        return set(gigahost_config_set_allow_private_addresses, allow ? 1 : 0);
    }

    /// Which certificates are trusted. It replaces what ca_pem() set before.
    config &trust(gigahost::trust which) {
        return set(gigahost_config_set_trust, static_cast<std::int32_t>(which));
    }

    /// The proxy for everything that the session sends: "http://user:password@host:3128",
    /// "socks5h://..." (the proxy resolves names), "socks5://..." (this machine does), or "none".
    /// By default the environment names it, as for curl; see gigahost_config_set_proxy().
    config &proxy(const text &url) { return set(gigahost_config_set_proxy, url.c_str()); }

    /// The addresses that no proxy is used for, as in NO_PROXY, whose place it takes.
    config &no_proxy(const text &list) { return set(gigahost_config_set_no_proxy, list.c_str()); }

    /// Trusts only the certificates in this PEM text.
    config &ca_pem(const text &pem) { return set(gigahost_config_set_ca_pem, pem.c_str()); }

    /// The budget for the bytes of the session's files. Sessions that are opened with the same one
    /// share it.
    config &bandwidth(const gigahost::bandwidth &budget) {
        return set(gigahost_config_set_bandwidth, budget.c_handle());
    }

    /// The minimum time between two renewals of a token. Default: one minute. It keeps two programs
    /// that use the same account from invalidating each other's tokens endlessly.
    config &renewal_interval(std::chrono::milliseconds interval) {
        return set(gigahost_config_set_renewal_interval,
                   detail::count_of(interval));
    }

    /// Makes the pauses between retries reproducible, for tests.
    config &seed(std::uint64_t seed) { return set(gigahost_config_set_seed, seed); }

    /// Uses these addresses, written as "ip:port" or "[ip]:port", for the host name `name` instead
    /// of asking the resolver.
    config &addresses(const text &name, const texts &addresses) {
        return set(gigahost_config_set_addresses, name.c_str(), addresses.data(), addresses.size());
    }

    /// Sets a clock. Only that of a whole transfer may be 0, which means no limit.
    config &clock(gigahost::clock which, std::chrono::milliseconds length) {
        return set(gigahost_config_set_clock, static_cast<std::int32_t>(which),
                   detail::count_of(length));
    }

    /// The minimum average speed of a transfer over the idle clock's window, in bytes per second.
    /// Default: 1024.
    config &low_speed(std::uint64_t bytes_per_second) {
        return set(gigahost_config_set_low_speed, bytes_per_second);
    }

    /// The handle for functions of gigahost.h; null if this object was moved from.
    gigahost_config *c_handle() const noexcept { return handle_.get(); }

private:
    struct release {
        void operator()(gigahost_config *handle) const noexcept { gigahost_config_free(handle); }
    };

    template <class Function, class... In> config &set(Function function, In... in) {
        detail::run(function, handle_.get(), in...);
        return *this;
    }

    std::unique_ptr<gigahost_config, release> handle_;
};

} // namespace gigahost

#endif // GIGAHOST_CONFIG_HPP
