// What a session is opened with.
#ifndef GIGAHOST_CONFIG_HPP
#define GIGAHOST_CONFIG_HPP

#include <chrono>
#include <cstdint>
#include <memory>

#include "text.hpp"

namespace gigahost {

/// What a session is opened with: the host, credentials, addresses, clocks, trust.
///
/// Owns a handle; may be moved, not copied. Sessions copy what they need, so it may be changed and
/// destroyed while they live. Setting something twice replaces it. Secrets are kept in the
/// library's memory until it is destroyed, and cleared then. All setters return the object. What
/// cannot be right throws status::argument, here or when the session is opened.
class config {
public:
    /// The settings of a session at `where`. Nothing is sent.
    explicit config(host where)
        : handle_(detail::open<gigahost_config>(gigahost_config_new,
                                                static_cast<std::int32_t>(where))) {}

    /// The account: e-mail (rapidgator, uploadgig, ge.tt) or user name (giga0 and its kind,
    /// giga.gs), and password.
    config &login(const text &login, const text &password) {
        return set(gigahost_config_set_login, login.c_str(), password.c_str());
    }

    /// The current two-factor code (rapidgator).
    config &two_factor_code(const text &code) {
        return set(gigahost_config_set_two_factor_code, code.c_str());
    }

    /// The API key (ge.tt), beside login and password.
    config &api_key(const text &key) { return set(gigahost_config_set_api_key, key.c_str()); }

    /// The two keys of an account (giga0 and its kind), 64 letters and digits each.
    config &keys(const text &key1, const text &key2) {
        return set(gigahost_config_set_keys, key1.c_str(), key2.c_str());
    }

    /// A token from an earlier session, in place of a login or to spare one.
    config &token(const text &token) { return set(gigahost_config_set_token, token.c_str()); }

    /// The account id that belongs to the token (giga0 and its kind).
    config &account_id(const text &id) { return set(gigahost_config_set_account_id, id.c_str()); }

    /// A refresh token (ge.tt), in place of key, login and password.
    config &refresh_token(const text &token) {
        return set(gigahost_config_set_refresh_token, token.c_str());
    }

    /// How "authorize" wants to be asked (giga0 and its kind).
    config &auth_mode(gigahost::auth_mode mode) {
        return set(gigahost_config_set_auth_mode, static_cast<std::int32_t>(mode));
    }

    /// Another origin for the API: an emulator, a mirror, another site with the same software.
    /// "http" needs plain_http::allow. ge.tt gets credentials only if it is named here, be it by
    /// its own address: the service may be gone, and its name may pass to somebody else.
    config &base_url(const text &url) { return set(gigahost_config_set_base_url, url.c_str()); }

    /// Where plain "http" is allowed.
    config &plain_http(gigahost::plain_http policy) {
        return set(gigahost_config_set_plain_http, static_cast<std::int32_t>(policy));
    }

    /// Whether the host may name addresses in private networks and on this machine: for tests
    /// against an emulator, and for installs inside a company. Default: no.
    config &allow_private_addresses(bool allow = true) {
        return set(gigahost_config_set_allow_private_addresses, allow ? 1 : 0);
    }

    /// Trusts the certificates in this PEM text, and no others.
    config &ca_pem(const text &pem) { return set(gigahost_config_set_ca_pem, pem.c_str()); }

    /// The least time between two renewals of a token. Default: a minute. Another program that
    /// logs in again and again with the same account would otherwise be fought for ever.
    config &renewal_interval(std::chrono::milliseconds interval) {
        return set(gigahost_config_set_renewal_interval,
                   static_cast<std::int64_t>(interval.count()));
    }

    /// Makes the pauses between retries repeatable, for tests.
    config &seed(std::uint64_t seed) { return set(gigahost_config_set_seed, seed); }

    /// Connects to these addresses, written as "ip:port" or "[ip]:port", when the host name `name`
    /// is called, in place of asking the resolver.
    config &addresses(const text &name, const texts &addresses) {
        return set(gigahost_config_set_addresses, name.c_str(), addresses.data(), addresses.size());
    }

    /// How long a clock runs. Only that of a whole transfer may be 0, which is none.
    config &clock(gigahost::clock which, std::chrono::milliseconds length) {
        return set(gigahost_config_set_clock, static_cast<std::int32_t>(which),
                   static_cast<std::int64_t>(length.count()));
    }

    /// How many bytes a second a transfer must reach over the idle clock. Default: 1024.
    config &low_speed(std::uint64_t bytes_per_second) {
        return set(gigahost_config_set_low_speed, bytes_per_second);
    }

    /// The handle for functions of gigahost.h; null after a move away from this object.
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
